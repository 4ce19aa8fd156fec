using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Vics.Domain.Cameras;
using Vics.Infrastructure.DeviceHttp;
using Vics.Infrastructure.Onvif;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>Replies in the shapes that real models send (Vics.Tests/TestData/onvif), read without any network.</summary>
public sealed class OnvifRepliesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 3, 4, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("time-hikvision", "2026-11-24T03:04:05Z")]
    [InlineData("time-local-only-korea", "2026-11-24T03:04:05Z")]
    [InlineData("time-local-only-gmt-plus", "2026-11-24T03:04:05Z")]
    [InlineData("time-local-only-seconds-in-zone", "2026-11-24T03:04:05Z")]
    [InlineData("time-minute-61", "2026-11-24T03:04:05Z")]
    [InlineData("time-flat-battery", "1970-01-01T00:04:05Z")]
    [InlineData("time-zero-date", null)]
    [InlineData("time-gwell-empty", null)]
    public void Quirk03_Time_is_read_however_it_is_told_or_not_at_all(string recorded, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture),
            OnvifReplies.Time(ResponseOf(recorded), Now));

    [Fact]
    public void Quirk12_Services_are_found_by_namespace_whatever_the_prefix()
    {
        Assert.Equal(new OnvifServiceMap("/onvif/media_service", "/onvif/media2_service", "/onvif/ptz_service", 80), OnvifReplies.Services(ResponseOf("services-dahua")));
        Assert.Equal(new OnvifServiceMap(null, "/onvif/media2", null, 8000), OnvifReplies.Services(ResponseOf("services-only-media2")));
    }

    [Fact]
    public void Quirk13_Of_an_address_only_the_path_is_kept() =>
        Assert.Equal(new OnvifServiceMap("/onvif/media_service", null, "/onvif/ptz_service", 8106), OnvifReplies.Capabilities(ResponseOf("capabilities-port-twice")));

    [Fact]
    public void Identity_is_read() =>
        Assert.Equal(
            new OnvifIdentity("HIKVISION", "DS-2CD2143G2-I", "V5.7.3 build 220112", "DS-2CD2143G2-I20220101AAWRG12345678"),
            OnvifReplies.Identity(ResponseOf("information-hikvision")));

    [Fact]
    public void Quirk11_Bytes_that_are_no_UTF8_and_zeros_spoil_nothing_else()
    {
        var identity = OnvifReplies.Identity(ResponseOf("information-broken-utf8"));

        Assert.Equal(("IPC Co", "1.0"), (identity.Manufacturer, identity.Firmware));
        Assert.EndsWith("-200", identity.Model, StringComparison.Ordinal);
        Assert.Equal("Tapo C200", OnvifReplies.Identity(ResponseOf("information-tapo-nuls-before")).Model);
    }

    [Fact]
    public void Quirk16_Profiles_of_Media2_are_read_past_a_vendors_own_elements() =>
        Assert.Equal(
            [
                new CameraProfile { Token = "profile_1_h265", Name = "profile_1 h265", Codec = "H265", Width = 2688, Height = 1512, FrameRate = 29.97, Ptz = true },
                new CameraProfile { Token = "profile_1_jpeg", Name = "profile_1 jpeg", Codec = "JPEG", Width = 640, Height = 360, FrameRate = 15, Ptz = true },
            ],
            OnvifReplies.Profiles(ResponseOf("profiles-media2-axis")));

    [Fact]
    public void Quirk16_And_19_A_profile_without_encoder_is_one_and_a_PTZ_configuration_without_spaces_is_none() =>
        Assert.Equal(
            [new CameraProfile { Token = "audio", Name = "Audio only" }, new CameraProfile { Token = "still", Name = "Fixed lens" }],
            OnvifReplies.Profiles(ResponseOf("profiles-without-encoder")));

    [Fact]
    public void Quirk16_Profiles_of_both_services_are_merged_by_token()
    {
        CameraProfile[] newer = [new() { Token = "a", Codec = "H265" }, new() { Token = "b" }];
        CameraProfile[] older = [new() { Token = "b", Name = "B", Codec = "H264", Width = 640, Ptz = true }, new() { Token = "c", Codec = "JPEG" }];

        var merged = OnvifMedia.Merge(newer, older);

        Assert.Equal(
            [
                new NamedProfile(newer[0], ByMedia2: true, ByMedia: false),
                new NamedProfile(older[0], ByMedia2: true, ByMedia: true),
                new NamedProfile(older[1], ByMedia2: false, ByMedia: true),
            ],
            merged);
    }

    [Fact]
    public void Quirk15_Addresses_are_trimmed_and_unescaped()
    {
        Assert.Equal(
            "rtsp://192.168.1.64/Streaming/Channels/101?transportmode=unicast&profile=Profile_1",
            DeviceAddress.StreamAt("192.168.1.64", OnvifReplies.Address(ResponseOf("stream-uri-media1-hikvision"))));
        Assert.Equal(
            "rtsp://cam.example/onvif-media/media.amp?profile=profile_1_h265&sessiontimeout=60",
            DeviceAddress.StreamAt("cam.example", OnvifReplies.Address(ResponseOf("stream-uri-media2-axis"))));
    }

    [Fact]
    public void Quirk23_A_missing_address_of_a_picture_is_none() => Assert.Null(OnvifReplies.Address(ResponseOf("snapshot-uri-missing")));

    [Fact]
    public void Quirk22_Presets_keep_their_tokens_and_mangled_names_are_mended() =>
        Assert.Equal(
            [new PtzPreset("000", "현관"), new PtzPreset("001", "주차장"), new PtzPreset("002", null), new PtzPreset("003", null), new PtzPreset("004", "Café")],
            OnvifReplies.Presets(ResponseOf("presets-reolink")));

    [Theory]
    [InlineData("fault-not-authorized-two-subcodes", 400, "Refused")]
    [InlineData("fault-pelco-auth-in-text-only", 500, "Refused")]
    [InlineData("fault-pelco-auth-in-text-only", 200, "Refused")]
    [InlineData("fault-soap11-failed-authentication", 500, "Refused")]
    [InlineData("fault-action-not-supported", 401, "Refused")]
    [InlineData("fault-foscam-must-understand", 500, "HeaderNotUnderstood")]
    [InlineData("fault-action-not-supported", 500, "Fault")]
    [InlineData("time-hikvision", 200, "Answer")]
    public void Quirk08_And_25_An_answer_is_told_by_its_body_whatever_its_status(string recorded, int status, string kind) =>
        Assert.Equal(kind, OnvifReply.Read(new DeviceReply(status, "", OnvifBench.Recorded(recorded))).Kind.ToString());

    [Theory]
    [InlineData(200, "", "Empty")]
    [InlineData(200, "\0 \r\n", "Empty")]
    [InlineData(401, "", "Refused")]
    [InlineData(401, "<html><br></html>", "Refused")]
    [InlineData(200, "<!DOCTYPE html><html><br></html>", "NotSoap")]
    [InlineData(200, "<HTML><BODY><P>Hello</BODY>", "NotSoap")]
    [InlineData(404, "<head><title>404</title></head><body><hr>", "NotSoap")]
    [InlineData(200, "OK", "NotSoap")]
    [InlineData(200, "<a/>", "NotSoap")]
    public void Quirk08_What_is_no_message_is_told_apart_too(int status, string body, string kind) =>
        Assert.Equal(kind, OnvifReply.Read(new DeviceReply(status, "", Encoding.UTF8.GetBytes(body))).Kind.ToString());

    [Theory]
    [InlineData("fault-not-authorized-two-subcodes", "Sender OperationProhibited NotAuthorized", "The action requested requires authorization and the sender is not authorized")]
    [InlineData("fault-reason-in-detail-only", "Sender InvalidArgVal", "Bad profile token")]
    [InlineData("fault-soap11-failed-authentication", "FailedCheck", "An error was discovered processing the WS-Security header: authentication failed")]
    public void Quirk25_A_fault_is_read_to_its_innermost_code_and_its_reason_shown(string recorded, string codes, string reason)
    {
        var fault = OnvifFault.Read(BodyOf(recorded))!;

        Assert.Equal((codes, reason), (string.Join(' ', fault.Codes), fault.Reason));
    }

    private static XElement BodyOf(string recorded) => OnvifXml.Read(OnvifBench.Recorded(recorded)).Any("Body")!;

    private static XElement ResponseOf(string recorded) => BodyOf(recorded).Elements().Single();
}
