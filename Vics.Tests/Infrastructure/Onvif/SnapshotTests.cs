using Vics.Domain.Network;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>Still pictures of a simulated camera.</summary>
public sealed class SnapshotTests : IAsyncDisposable
{
    private readonly OnvifBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("digest")]
    [InlineData("basic")]
    [InlineData("none")]
    public async Task Quirk23_A_picture_is_fetched_whatever_login_it_takes(string login)
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--snapshot-auth", login);

        var picture = await _bench.Snapshots.FetchAsync(camera.Access, UrlAt(camera), Ct);

        Assert.Equal([0xFF, 0xD8], picture[..2]);
        Assert.True(picture.Length > 1000);
    }

    [Fact]
    public async Task The_picture_shows_where_the_camera_looks()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);
        var before = await _bench.Snapshots.FetchAsync(camera.Access, UrlAt(camera), Ct);

        await _bench.Ptz.MoveToAsync(camera.Access, null, new(1, 1, 0), Ct);

        Assert.NotEqual(before, await _bench.Snapshots.FetchAsync(camera.Access, UrlAt(camera), Ct));
    }

    [Fact]
    public async Task Quirk23_A_page_with_status_200_is_no_picture()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);

        var fault = await OnvifBench.FaultOfAsync(() => _bench.Snapshots.FetchAsync(camera.Access, $"http://127.0.0.1:{camera.Port}/", Ct));

        Assert.Equal(DeviceFaultCode.Protocol, fault.Code);
    }

    [Fact]
    public async Task A_wrong_password_and_a_missing_picture_are_told_as_such()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);

        var refused = await OnvifBench.FaultOfAsync(() => _bench.Snapshots.FetchAsync(camera.AccessWith("wrong"), UrlAt(camera), Ct));
        var missing = await OnvifBench.FaultOfAsync(() => _bench.Snapshots.FetchAsync(camera.Access, $"http://127.0.0.1:{camera.Port}/nowhere.jpg", Ct));

        Assert.Equal((DeviceFaultCode.Authentication, DeviceFaultCode.NotSupported), (refused.Code, missing.Code));
    }

    [Fact]
    public async Task The_account_goes_to_no_other_host_than_the_cameras()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);

        var picture = await _bench.Snapshots.FetchAsync(camera.Access, $"http://203.0.113.9:{camera.Port}/snapshot/main.jpg", Ct);

        Assert.NotEmpty(picture);
    }

    private static string UrlAt(SimulatedCamera camera) => $"http://{camera.Host}:{camera.Port}/snapshot/main.jpg";
}
