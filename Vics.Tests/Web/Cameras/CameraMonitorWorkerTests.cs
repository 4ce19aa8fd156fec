using Microsoft.Extensions.DependencyInjection;
using Vics.Domain.Accounts;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>That the running server looks after its cameras, as often as the settings say.</summary>
public sealed class CameraMonitorWorkerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_camera_that_is_added_is_soon_seen()
    {
        var fakes = new FakeCameras(TimeProvider.System);
        fakes.Now("10.0.0.3", FakeCameras.WrongPassword);
        await using var vics = VicsApplication.With(
            services => services.AddSingleton<ICameraProbe>(fakes).AddSingleton<IStreamCheck>(fakes).AddSingleton<IUnitApi>(fakes),
            ("Vics:Cameras:CheckSeconds", "60"));
        using var script = await vics.ScriptAsync(Role.Administrator);

        var there = await script.AddCameraAsync(new { host = "10.0.0.2" });
        var refusing = await script.AddCameraAsync(new { host = "10.0.0.3" });

        Assert.Equal("online", await BecomesAsync(script, there));
        Assert.Equal("offline", await BecomesAsync(script, refusing));
        Assert.Equal(FakeCameras.WrongPassword.Message.ToString(), (await script.CameraAsync(refusing)).Text("stateDetail"));
    }

    private static async Task<string?> BecomesAsync(HttpClient script, string path)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); ;)
        {
            var state = (await script.CameraAsync(path)).Text("state");
            if (state != "unknown" || DateTime.UtcNow > deadline)
                return state;
            await Task.Delay(50, Ct);
        }
    }
}
