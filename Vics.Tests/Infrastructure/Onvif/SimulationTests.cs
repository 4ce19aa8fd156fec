using System.Net;
using System.Xml.Linq;
using Vics.Domain.Cameras;
using Vics.Infrastructure.DeviceHttp;
using Vics.Infrastructure.Onvif;
using Vics.Tests.Infrastructure.DeviceHttp;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>
/// A simulation is worth what it has in common with the real: the same assertions hold for what the simulated camera sends and for replies in the shapes
/// of real models.
/// </summary>
public sealed class SimulationTests
{
    private static readonly XNamespace Tds = OnvifNames.Device;
    private static readonly XNamespace Trt = OnvifNames.Media;
    private static readonly XNamespace Tr2 = OnvifNames.Media2;
    private static readonly XNamespace Tt = OnvifNames.Schema;
    private static readonly XNamespace Tptz = OnvifNames.Ptz;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_tell_the_time_in_UTC_and_in_their_own()
    {
        await ForBothAsync("time-hikvision", "device_service", new XElement(Tds + "GetSystemDateAndTime"), (reply, isRecorded) =>
        {
            var now = isRecorded ? new DateTimeOffset(2026, 11, 24, 3, 4, 5, TimeSpan.Zero) : DateTimeOffset.UtcNow;
            Assert.InRange((OnvifReplies.Time(reply.Response!, now)!.Value - now).TotalSeconds, -30, 30);
            Assert.NotNull(reply.Response.Onvif("SystemDateAndTime").Onvif("LocalDateTime").Onvif("Date").Onvif("Year"));
            Assert.NotEmpty(reply.Response.Onvif("SystemDateAndTime").Onvif("TimeZone").Onvif("TZ")!.Value);
        });
    }

    [Fact]
    public async Task Both_list_their_services_by_namespace() =>
        await ForBothAsync("services-dahua", "device_service", new XElement(Tds + "GetServices", new XElement(Tds + "IncludeCapability", "false")), (reply, _) =>
        {
            var services = OnvifReplies.Services(reply.Response!);
            Assert.Equal(("/onvif/media_service", "/onvif/media2_service", "/onvif/ptz_service"), (services.Media, services.Media2, services.Ptz));
            Assert.NotNull(services.DevicePort);
        });

    [Fact]
    public async Task Both_tell_capabilities() =>
        await ForBothAsync("capabilities-port-twice", "device_service", new XElement(Tds + "GetCapabilities", new XElement(Tds + "Category", "All")), (reply, _) =>
        {
            var services = OnvifReplies.Capabilities(reply.Response!);
            Assert.Equal(("/onvif/media_service", null, "/onvif/ptz_service"), (services.Media, services.Media2, services.Ptz));
        });

    [Fact]
    public async Task Both_tell_their_make() =>
        await ForBothAsync("information-hikvision", "device_service", new XElement(Tds + "GetDeviceInformation"), (reply, _) =>
        {
            var identity = OnvifReplies.Identity(reply.Response!);
            Assert.All(new[] { identity.Manufacturer, identity.Model, identity.Firmware, identity.Serial }, Assert.NotEmpty);
        });

    [Theory]
    [InlineData("profiles-media1-hikvision", "media_service")]
    [InlineData("profiles-media2-axis", "media2_service")]
    public async Task Both_list_a_large_and_a_small_profile_that_can_be_steered(string recorded, string service)
    {
        var request = service == "media_service" ? new XElement(Trt + "GetProfiles") : new XElement(Tr2 + "GetProfiles", new XElement(Tr2 + "Type", "All"));
        await ForBothAsync(recorded, service, request, (reply, _) =>
        {
            var profiles = OnvifReplies.Profiles(reply.Response!);
            Assert.Equal(2, profiles.Count);
            Assert.All(profiles, profile => Assert.True(profile is { Name.Length: > 0, Codec: not null, FrameRate: > 0, Ptz: true }, profile.ToString()));
            Assert.True(profiles[0].Width > profiles[1].Width && profiles[0].Height > profiles[1].Height);
        });
    }

    [Theory]
    [InlineData("stream-uri-media1-hikvision", "media_service")]
    [InlineData("stream-uri-media2-axis", "media2_service")]
    public async Task Both_tell_where_a_stream_is(string recorded, string service)
    {
        var request = service == "media_service"
            ? new XElement(Trt + "GetStreamUri", new XElement(Trt + "StreamSetup", new XElement(Tt + "Stream", "RTP-Unicast"), new XElement(Tt + "Transport", new XElement(Tt + "Protocol", "RTSP"))), new XElement(Trt + "ProfileToken", "main"))
            : new XElement(Tr2 + "GetStreamUri", new XElement(Tr2 + "Protocol", "RTSP"), new XElement(Tr2 + "ProfileToken", "main"));
        await ForBothAsync(recorded, service, request, (reply, _) =>
            Assert.True(StreamAddress.TryParse(DeviceAddress.StreamAt("192.0.2.1", OnvifReplies.Address(reply.Response!)), out var address) && address.Host == "192.0.2.1"));
    }

    [Fact]
    public async Task Both_list_presets_with_tokens_and_names() =>
        await ForBothAsync("presets-reolink", "ptz_service", new XElement(Tptz + "GetPresets", new XElement(Tptz + "ProfileToken", "main")), (reply, _) =>
        {
            var presets = OnvifReplies.Presets(reply.Response!);
            Assert.NotNull(presets[0].Name);
            Assert.All(presets, preset => Assert.NotEmpty(preset.Token));
        });

    [Theory]
    [InlineData("fault-not-authorized-two-subcodes", "wrong", "Refused")]
    [InlineData("fault-action-not-supported", SimulatedCamera.Password, "Fault")]
    public async Task Both_refuse_in_the_same_way(string recorded, string password, string kind) =>
        await ForBothAsync(recorded, "device_service", new XElement(Tds + "NoSuchOperation"), password, (reply, _) => Assert.Equal(kind, reply.Kind.ToString()));

    [Fact]
    public async Task Both_answer_a_call_for_cameras()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--host", "127.0.0.14", "--discovery", "127.0.0.1");
        await using var bench = new OnvifBench();
        var simulated = (await bench.Discovery.DiscoverAsync(TimeSpan.FromSeconds(3), Ct)).Single(found => found.Address == "127.0.0.14");
        var recorded = DiscoveryMessages.Matches(OnvifBench.Recorded("discovery-hikvision"), IPAddress.Parse("192.168.1.64"))[0].Camera;

        Assert.All(new[] { simulated, recorded }, found =>
        {
            Assert.EndsWith("/onvif/device_service", found.XAddrs[0], StringComparison.Ordinal);
            Assert.All(new[] { found.Name, found.Hardware }, Assert.NotEmpty);
            Assert.Contains("onvif://www.onvif.org/Profile/Streaming", found.Scopes);
        });
    }

    private static Task ForBothAsync(string recorded, string service, XElement request, Action<OnvifReply, bool> assert) =>
        ForBothAsync(recorded, service, request, SimulatedCamera.Password, assert);

    private static async Task ForBothAsync(string recorded, string service, XElement request, string password, Action<OnvifReply, bool> assert)
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);
        using var http = DeviceBench.Client();
        var answer = await http.SendAsync(
            new DeviceRequest
            {
                Url = new Uri($"http://{camera.Host}:{camera.Port}/onvif/{service}"),
                Body = SoapEnvelope.Build(request),
                ContentType = SoapEnvelope.ContentType(request, SoapVersion.V12),
                UserName = SimulatedCamera.UserName,
                Password = new Vics.Domain.Secret(password),
            },
            Ct);

        assert(OnvifReply.Read(answer), false);
        assert(OnvifReply.Read(new DeviceReply(200, "", OnvifBench.Recorded(recorded))), true);
    }
}
