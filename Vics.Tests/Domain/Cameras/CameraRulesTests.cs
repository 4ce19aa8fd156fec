using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Xunit;
using Secret = Vics.Domain.Secret;

namespace Vics.Tests.Domain.Cameras;

public sealed class CameraRulesTests
{
    private static readonly CameraEntry Onvif = new() { Host = "10.0.0.2" };
    private static readonly CameraEntry Rtsp = new() { Source = CameraSource.Rtsp, StreamUrl = "rtsp://10.0.0.2/a" };

    public static TheoryData<string, CameraEntry> Wrong { get; } = new()
    {
        { "host", new CameraEntry() },
        { "host", Onvif with { Host = "a b" } },
        { "host", Onvif with { Host = "10.1" } },
        { "port", Onvif with { Port = 0 } },
        { "port", Onvif with { Port = 65536 } },
        { "onvifPath", Onvif with { OnvifPath = "onvif" } },
        { "onvifPath", Onvif with { OnvifPath = "/a b" } },
        { "certificateSha256", Onvif with { CertificateSha256 = "abc" } },
        { "rtspUrl", Rtsp with { StreamUrl = null } },
        { "rtspUrl", Rtsp with { StreamUrl = "http://10.0.0.2/a" } },
        { "rtspUrl", Rtsp with { StreamUrl = "rtsp://10.0.0.2:99999/a" } },
        { "rtspUrl", Rtsp with { StreamUrl = "rtsp://ann:a%0Ab@10.0.0.2/a" } },
        { "rtspUrl", Rtsp with { Source = CameraSource.Mjpeg } },
        { "subRtspUrl", Rtsp with { SubStreamUrl = "10.0.0.2/b" } },
        { "userName", Rtsp with { StreamUrl = "rtsp://a%3Ab:c@10.0.0.2/a" } },
        { "userName", Onvif with { UserName = "a:b" } },
        { "userName", Onvif with { UserName = new string('a', 65) } },
        { "password", Onvif with { Password = new Secret("a\nb") } },
        { "password", Onvif with { Password = new Secret(new string('a', 513)) } },
        { "name", Onvif with { Name = new string('a', 101) } },
        { "name", Onvif with { Name = "a\u0007b" } },
        { "profileToken", Onvif with { ProfileToken = new string('a', 257) } },
        { "tags", Onvif with { Tags = ["a;b"] } },
        { "tags", Onvif with { Tags = [.. Enumerable.Range(0, 21).Select(n => $"{n}")] } },
        { "unitId", Onvif with { Source = CameraSource.Unit } },
        { "unitId", new CameraEntry { Source = CameraSource.Unit, UnitId = new UnitId(Guid.NewGuid()) } },
        { "source", Onvif with { Source = (CameraSource)99 } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_is_wrong_is_said_at_its_field(string field, CameraEntry entry) =>
        Assert.Equal([field], CameraRules.Check(entry).Select(error => error.Field).Distinct());

    [Fact]
    public void Every_kind_of_camera_can_be_entered()
    {
        Assert.Empty(CameraRules.Check(Onvif with { UserName = "a b", Password = new Secret("p@ss:w/rd#%한글") }));
        Assert.Empty(CameraRules.Check(Rtsp with { SubStreamUrl = "rtsps://10.0.0.2/b" }));
        Assert.Empty(CameraRules.Check(new CameraEntry { Source = CameraSource.Mjpeg, StreamUrl = "https://10.0.0.2/a" }));
        Assert.Empty(CameraRules.Check(new CameraEntry { Source = CameraSource.Test }));
        Assert.Empty(CameraRules.Check(new CameraEntry { Source = CameraSource.Unit, UnitId = new UnitId(Guid.NewGuid()), UnitCameraId = "c-1" }));
    }

    [Fact]
    public void A_password_in_an_address_is_never_repeated_in_an_error() =>
        Assert.All(
            CameraRules.Check(Rtsp with { StreamUrl = "rtsp://ann:top-secret@10.0.0.2:99999/a", SubStreamUrl = "http://ann:top-secret@10.0.0.2/b" }),
            error => Assert.DoesNotContain("top-secret", error.Message.ToString(), StringComparison.Ordinal));

    [Theory]
    [InlineData(null, CameraSource.Onvif)]
    [InlineData("rtsp://10.0.0.2/a", CameraSource.Rtsp)]
    [InlineData("HTTP://10.0.0.2/a", CameraSource.Mjpeg)]
    [InlineData("nonsense", CameraSource.Rtsp)]
    public void A_kind_that_is_not_named_is_seen_by_the_address(string? url, CameraSource expected) => Assert.Equal(expected, CameraEntry.SourceOf(url));
}
