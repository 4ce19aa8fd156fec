using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Vics.Domain.Network;
using Vics.Infrastructure.Onvif;
using Vics.Tests.Infrastructure.DeviceHttp;
using Vics.Tests.Lab;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>Cameras that are odd in ways the simulated one is not: scripted, byte by byte.</summary>
public sealed class OddCameraTests : IAsyncDisposable
{
    private readonly OnvifBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("415 Unsupported Media Type")]
    [InlineData("400 Bad Request")]
    [InlineData("200 OK")]
    public async Task Quirk09_A_camera_that_knows_only_SOAP_1_1_is_spoken_to_in_it_and_that_is_remembered(string refusal)
    {
        await using var camera = ScriptedServer.Answering(request =>
            request.Header("Content-Type").StartsWith("text/xml", StringComparison.Ordinal) && request.Headers.Contains("SOAPAction")
                ? Recorded(request.Text.Contains("GetSystemDateAndTime", StringComparison.Ordinal) ? "time-hikvision" : "information-hikvision")
                : ScriptedServer.Ok("", status: refusal));
        await _bench.Probe.CheckAsync(OnvifBench.AccessTo(camera.Port), Ct);
        var first = camera.Requests.Count;

        await _bench.Probe.CheckAsync(OnvifBench.AccessTo(camera.Port), Ct);

        Assert.Equal((3, 4), (first, camera.Requests.Count));
    }

    [Fact]
    public async Task Quirk10_Requests_have_a_length_and_no_surprises()
    {
        await using var camera = ScriptedServer.Answering(request => Recorded(request.Text.Contains("GetSystemDateAndTime", StringComparison.Ordinal) ? "time-hikvision" : "information-hikvision"));

        await _bench.Probe.CheckAsync(OnvifBench.AccessTo(camera.Port), Ct);

        Assert.All(camera.Requests, request =>
        {
            Assert.Equal("POST", request.Method);
            Assert.True(request.Headers.Contains("Content-Length"));
            Assert.False(request.Headers.Contains("Expect") || request.Headers.Contains("Transfer-Encoding"));
            Assert.DoesNotContain("\n", request.Text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("500 Internal Server Error")]
    [InlineData("200 OK")]
    public async Task Quirk08_A_refusal_that_only_says_so_in_words_is_one_whatever_its_status(string status)
    {
        await using var camera = ScriptedServer.Answering(request =>
            request.Text.Contains("GetSystemDateAndTime", StringComparison.Ordinal) ? Recorded("time-hikvision", clock: true) : Recorded("fault-pelco-auth-in-text-only", status));

        var fault = await OnvifBench.FaultOfAsync(() => _bench.Probe.CheckAsync(OnvifBench.AccessTo(camera.Port), Ct));

        Assert.Equal(DeviceFaultCode.Authentication, fault.Code);
    }

    [Fact]
    public async Task Quirk03_A_camera_that_tells_no_time_is_stamped_by_our_clock()
    {
        await using var camera = ScriptedServer.Answering(request =>
            Recorded(request.Text.Contains("GetSystemDateAndTime", StringComparison.Ordinal) ? "time-gwell-empty" : "information-hikvision"));

        await _bench.Probe.CheckAsync(OnvifBench.AccessTo(camera.Port), Ct);

        var created = OnvifXml.Read(Encoding.UTF8.GetBytes(camera.Requests[^1].Text))!.Descendants(OnvifNames.SecurityUtility + "Created").Single().Value;
        Assert.InRange((DateTimeOffset.Parse(created, System.Globalization.CultureInfo.InvariantCulture) - DateTimeOffset.UtcNow).TotalSeconds, -60, 60);
    }

    [Fact]
    public async Task Quirk25_The_cameras_own_reason_is_shown()
    {
        await using var camera = ScriptedServer.Answering(request =>
            request.Text.Contains("GetSystemDateAndTime", StringComparison.Ordinal) ? Recorded("time-hikvision", clock: true) : Recorded("fault-reason-in-detail-only", "400 Bad Request"));

        var fault = await OnvifBench.FaultOfAsync(() => _bench.Probe.ProbeAsync(OnvifBench.AccessTo(camera.Port), Ct));

        Assert.Equal((DeviceFaultCode.CommandFailed, "Bad profile token"), (fault.Code, fault.Message.Arguments[0]));
    }

    [Fact]
    public async Task Quirk24_A_whole_look_up_ends_after_half_a_minute()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--slow", "8000");
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var http = DeviceBench.Client();
        var look = new OnvifCameraProbe(http, new OnvifMemory(clock), clock, NullLogger<OnvifCameraProbe>.Instance).ProbeAsync(camera.Access, Ct);
        await LabShell.UntilAsync("the first question", TimeSpan.FromSeconds(30), async ct => (await camera.WitnessAsync(ct)).Requests > 0, Ct);

        clock.Advance(TimeSpan.FromSeconds(31));

        var fault = await OnvifBench.FaultOfAsync(() => look);
        Assert.Equal((DeviceFaultCode.Timeout, "30"), (fault.Code, fault.Message.Arguments[^1]));
    }

    [Fact]
    public async Task Quirk27_Of_a_camera_with_a_certificate_of_its_own_the_pinned_one_is_taken_and_no_other()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=camera", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = Path.Combine(Path.GetTempPath(), $"vics-camera-{Guid.NewGuid():N}.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12), Ct);
        try
        {
            await using var camera = await SimulatedCamera.StartAsync(Ct, "--pfx", file);
            var pinned = camera.Access with { UseTls = true, CertificateSha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant() };

            var facts = await _bench.Probe.ProbeAsync(pinned, Ct);
            var picture = await _bench.Snapshots.FetchAsync(pinned, facts.Profiles[0].SnapshotUrl!, Ct);
            var other = await OnvifBench.FaultOfAsync(() => _bench.Probe.CheckAsync(pinned with { CertificateSha256 = new string('0', 64) }, Ct));

            Assert.Equal($"https://127.0.0.1:{camera.Port}/snapshot/main.jpg", facts.Profiles[0].SnapshotUrl);
            Assert.NotEmpty(picture);
            Assert.Equal(DeviceFaultCode.Certificate, other.Code);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_camera_at_an_IPv6_address_is_a_camera_too()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--host", "::1");

        var facts = await _bench.Probe.ProbeAsync(camera.Access, Ct);

        Assert.Equal($"http://[::1]:{camera.Port}/snapshot/main.jpg", facts.Profiles[0].SnapshotUrl);
        Assert.Equal("rtsp://[::1]/main", facts.Profiles[0].RtspUrl);
    }

    private static string Recorded(string name, string status = "200 OK", bool clock = false)
    {
        var body = Encoding.UTF8.GetString(OnvifBench.Recorded(name));
        if (clock)
            body = AtOurTime(body);
        return ScriptedServer.Ok(body, "application/soap+xml; charset=utf-8;", status);
    }

    private static string AtOurTime(string body)
    {
        var now = DateTimeOffset.UtcNow;
        var envelope = OnvifXml.Read(Encoding.UTF8.GetBytes(body))!;
        foreach (var (name, value) in new[] { ("Hour", now.Hour), ("Minute", now.Minute), ("Second", now.Second), ("Year", now.Year), ("Month", now.Month), ("Day", now.Day) })
        {
            foreach (var part in envelope.Descendants(OnvifNames.Schema + name))
                part.SetValue(value);
        }

        return envelope.ToString();
    }
}
