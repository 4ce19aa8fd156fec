using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>The simulated camera itself: that it starts, tells what it saw, and ends.</summary>
public sealed class SimulatedCameraTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_what_it_was_asked_and_lets_itself_be_changed()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);
        using var http = new HttpClient();
        var time = new StringContent("""<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><GetSystemDateAndTime/></s:Body></s:Envelope>""");

        var answer = await http.PostAsync(new Uri($"http://{camera.Host}:{camera.Port}/onvif/device_service"), time, Ct);
        await camera.SetAsync(Ct, ("slow", "1"));
        var seen = await camera.WitnessAsync(Ct);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal([new OnvifAsked("GetSystemDateAndTime", "/onvif/device_service", "", "none")], seen.Asked);
        Assert.Equal("Entrance", seen.Presets["1"]);
        Assert.False(seen.Moving);
    }
}
