using Vics.Domain;
using Vics.Domain.Cameras;
using Xunit;

namespace Vics.Tests.Domain.Cameras;

/// <summary>Trying a camera with an account that is stored: for its own address only.</summary>
public sealed class CameraTrialTests : IAsyncLifetime
{
    private static readonly string Pin = new('a', 64);

    private CameraBench _bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await CameraBench.SetUpAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task The_stored_password_is_used_for_the_same_address()
    {
        var camera = await _bench.AddAsync();

        Assert.IsType<TrialOutcome.Found>(await _bench.Trial.ProbeAsync(new CameraEntry { Host = "192.0.2.1" }, camera.Id, Ct));

        Assert.Equal(("admin", "secret"), (_bench.Fake.LastAccess!.UserName, _bench.Fake.LastAccess.Password?.Reveal()));
    }

    [Theory]
    [InlineData("192.0.2.66", 80, false, null, null)]
    [InlineData("192.0.2.1", 8080, false, null, null)]
    [InlineData("192.0.2.1", 80, true, null, null)]
    [InlineData("192.0.2.1", 80, false, "somebody", null)]
    [InlineData("192.0.2.1", 80, false, null, "pin")]
    public async Task The_stored_password_goes_nowhere_else(string host, int port, bool tls, string? user, string? pin)
    {
        var camera = await _bench.AddAsync();
        var entry = new CameraEntry { Host = host, Port = port, UseTls = tls, UserName = user, CertificateSha256 = pin is null ? null : Pin };

        await _bench.Trial.ProbeAsync(entry, camera.Id, Ct);

        Assert.Null(_bench.Fake.LastAccess!.Password);
    }

    [Fact]
    public async Task A_password_that_was_typed_counts_more_than_the_stored_one()
    {
        var camera = await _bench.AddAsync();

        await _bench.Trial.ProbeAsync(new CameraEntry { Host = "192.0.2.1", UserName = "admin", Password = new Secret("typed") }, camera.Id, Ct);

        Assert.Equal("typed", _bench.Fake.LastAccess!.Password?.Reveal());
    }

    [Fact]
    public async Task A_stream_is_asked_without_the_account_in_its_address()
    {
        Assert.IsType<TrialOutcome.StreamFound>(
            await _bench.Trial.CheckStreamAsync(new CameraEntry { Source = CameraSource.Rtsp, StreamUrl = "rtsp://u:p@192.0.2.1/a" }, Ct));

        Assert.Equal(["check rtsp://192.0.2.1/a"], _bench.Fake.Asked);
    }
}
