using System.Text;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Infrastructure.UnitApi;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.UnitApi;

/// <summary>What units answer over HTTP, read: the expected, the odd and the hostile.</summary>
public sealed class UnitApiRepliesTests
{
    [Fact]
    public void A_camera_is_read_with_all_that_is_told_of_it()
    {
        var camera = Assert.Single(Read("""
            {"cVidCamera":[{"strId":"a1","strName":"주차장 입구","nType":"VID_ONVIF_S","strIP":"10.0.0.9","strPort":"8000","strUser":"admin","strPasswd":"******",
            "strONVIFAddress":"/onvif/device_service","bProfileToken":true,"strProfileToken1":"p1","strProfileToken2":"p2","nConnectType":"VID_CONNECT_UDP",
            "bOnline":true,"bRec":true,"nCh":7,"bPtzContol":true,"nSize":"9223372036854775807","cNew":{"x":[]}}]}
            """));

        Assert.Equal(
            new UnitCamera
            {
                Id = "a1",
                Name = "주차장 입구",
                Type = UnitCameraType.Onvif,
                Host = "10.0.0.9",
                Port = 8000,
                UserName = "admin",
                OnvifPath = "/onvif/device_service",
                ProfileToken = "p1",
                SubProfileToken = "p2",
                UsesUdp = true,
                Online = true,
                Recording = true,
                Channel = 7,
                Ptz = true,
            },
            camera);
    }

    [Fact]
    public void What_is_absent_has_its_default_value() => Assert.Equal(new UnitCamera { Id = "a" }, Assert.Single(Read("""{"cVidCamera":[{"strId":"a"}]}""")));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"cVidCamera":[]}""")]
    [InlineData("""{"cVidCamera":null}""")]
    [InlineData("""{"cVidCamera":"x"}""")]
    [InlineData("\uFEFF{}\n")]
    [InlineData("""{"cVidCamera":[null, 5, "x", {}, {"strName":"no key"}]}""")]
    public void No_camera_is_no_error(string body) => Assert.Empty(Read(body));

    [Theory]
    [InlineData("\"VID_RTSP\"", UnitCameraType.Rtsp)]
    [InlineData("3", UnitCameraType.Rtsp)]
    [InlineData("\"4\"", UnitCameraType.Onvif)]
    [InlineData("\"VID_GB28181\"", UnitCameraType.Gb28181)]
    [InlineData("6", UnitCameraType.Mjpeg)]
    [InlineData("\"VID_HOLOGRAM\"", UnitCameraType.Unknown)]
    [InlineData("17", UnitCameraType.Unknown)]
    [InlineData("null", UnitCameraType.Unknown)]
    [InlineData("{}", UnitCameraType.Unknown)]
    public void An_enum_comes_by_name_or_number_and_may_be_newer_than_we_are(string type, UnitCameraType expected) =>
        Assert.Equal(expected, Assert.Single(Read($$"""{"cVidCamera":[{"strId":"a","nType":{{type}}}]}""")).Type);

    [Theory]
    [InlineData("\"80\"", 80)]
    [InlineData("80", 80)]
    [InlineData("\"\"", null)]
    [InlineData("\"0\"", null)]
    [InlineData("\"http\"", null)]
    [InlineData("\"99999\"", null)]
    public void A_port_is_one_or_it_is_not(string port, int? expected) =>
        Assert.Equal(expected, Assert.Single(Read($$"""{"cVidCamera":[{"strId":"a","strPort":{{port}}}]}""")).Port);

    [Fact]
    public void An_account_in_an_address_does_not_come_along()
    {
        var camera = Assert.Single(Read("""{"cVidCamera":[{"strId":"a","nType":3,"strRTSPUrl":"rtsp://root:s%40fe@10.0.0.9/live?x=1"}]}"""));
        Assert.Equal(("rtsp://10.0.0.9/live?x=1", "root"), (camera.StreamUrl, camera.UserName));
        Assert.Equal("", Assert.Single(Read("""{"cVidCamera":[{"strId":"a","strRTSPUrl":"nonsense://root:safe@"}]}""")).StreamUrl);
    }

    [Fact]
    public void A_key_that_comes_twice_is_one_camera() =>
        Assert.Equal(["x", "y"], Read("""{"cVidCamera":[{"strId":"1","strName":"x"},{"strId":"1","strName":"again"},{"strId":"2","strName":"y"}]}""").Select(camera => camera.Name));

    [Fact]
    public void Letters_that_are_no_UTF_8_and_half_surrogates_cost_a_name_at_most()
    {
        byte[] body = [.. """{"cVidCamera":[{"strId":"1","strName":"a"""u8, 0xC1, 0xA4, .. """b"},{"strId":"2","strName":"\ud800"}]}"""u8];
        var cameras = UnitApiReplies.Cameras(body);
        Assert.StartsWith("a", cameras[0].Name, StringComparison.Ordinal);
        Assert.Equal("", cameras[1].Name);
    }

    [Theory]
    [InlineData("Can't Get the Camera List!")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html><body>404</body></html>")]
    [InlineData("{\"cVidCamera\":[{\"strId\":")]
    [InlineData("\u001b[31mred")]
    public void What_is_no_list_is_said_with_what_it_is(string body)
    {
        var fault = Assert.Throws<DeviceException>(() => Read(body)).Fault;
        Assert.Equal(DeviceFaultCode.Protocol, fault.Code);
        Assert.DoesNotContain(fault.Message.ToString(), char.IsControl);
    }

    [Fact]
    public void A_depth_without_end_is_no_list() =>
        Assert.Throws<DeviceException>(() => Read(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))));

    [Fact]
    public void A_stream_has_an_address_for_each_protocol_and_interface_and_no_account()
    {
        var streams = UnitApiReplies.Streams(Encoding.UTF8.GetBytes("""
            {"cUrl":[{"strProtocol":"RTSP","strUrl":"rtsp://admin:admin@10.0.0.7:10554/live/1"},{"strProtocol":"rtsp","strUrl":"rtsp://192.168.0.7:10554/live/1"},
            {"strProtocol":"RTMP","strUrl":"rtmp://a:b@10.0.0.7:11935/live/1"},{"strProtocol":"HLS","strUrl":"http://10.0.0.7:10080/live/1/hls.m3u8"},{"strProtocol":"X","strUrl":"?"}]}
            """));
        Assert.Equal(
            [
                new("RTSP", "rtsp://10.0.0.7:10554/live/1"), new("RTSP", "rtsp://192.168.0.7:10554/live/1"),
                new("RTMP", "rtmp://10.0.0.7:11935/live/1"), new("HLS", "http://10.0.0.7:10080/live/1/hls.m3u8"),
            ],
            streams);
    }

    [Fact]
    public void A_camera_that_is_not_relayed_is_said_to_be_none() =>
        Assert.Equal(DeviceFaultCode.NotSupported, Assert.Throws<DeviceException>(() => UnitApiReplies.Streams("Can't Get the Url!"u8.ToArray())).Fault.Code);

    [Fact]
    public void A_picture_is_told_from_a_sentence()
    {
        Assert.True(UnitApiReplies.IsJpeg(UnitApiFiles.Jpeg));
        Assert.False(UnitApiReplies.IsJpeg("Can't Get the Image!"u8));
        Assert.False(UnitApiReplies.IsJpeg([0xFF]));
        Assert.False(UnitApiReplies.IsJpeg([]));
    }

    private static IReadOnlyList<UnitCamera> Read(string body) => UnitApiReplies.Cameras(Encoding.UTF8.GetBytes(body));
}
