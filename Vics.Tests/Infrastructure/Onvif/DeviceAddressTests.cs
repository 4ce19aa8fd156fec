using Vics.Domain.Cameras;
using Vics.Infrastructure.Onvif;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>Addresses as cameras write them.</summary>
public sealed class DeviceAddressTests
{
    private static readonly CameraAccess Camera = new() { Host = "192.0.2.9", Port = 8080 };

    [Theory]
    [InlineData("http://192.168.1.7:8106:8106/onvif/media", "/onvif/media")]
    [InlineData("http://:80/onvif/media", "/onvif/media")]
    [InlineData("  http://0.0.0.0/onvif/media \n", "/onvif/media")]
    [InlineData("http://[fe80::1]:80/onvif/media?a=1", "/onvif/media?a=1")]
    [InlineData("https://camera/onvif/media", "/onvif/media")]
    [InlineData("http://camera", null)]
    [InlineData("http://camera/", null)]
    [InlineData("/onvif/media", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Quirk13_The_path_is_kept_whatever_stands_before_it(string? address, string? path) => Assert.Equal(path, DeviceAddress.PathOf(address));

    [Theory]
    [InlineData("rtsp://127.0.1.1/live", "rtsp://192.0.2.9/live")]
    [InlineData("rtsp://127.0.1.1:8554/live?channel=1&subtype=0", "rtsp://192.0.2.9:8554/live?channel=1&subtype=0")]
    [InlineData("RTSP://10.0.0.1:554/Live", "rtsp://192.0.2.9/Live")]
    [InlineData("rtsp://:554/live", "rtsp://192.0.2.9/live")]
    [InlineData("rtsp://[fe80::1]:10554/live", "rtsp://192.0.2.9:10554/live")]
    [InlineData("rtsp://10.0.0.1", "rtsp://192.0.2.9")]
    [InlineData("http://10.0.0.1/live", null)]
    [InlineData("rtsp://10.0.0.1/a b", null)]
    [InlineData("nonsense", null)]
    public void Quirk14_The_host_is_the_typed_one_and_the_port_the_cameras(string address, string? stream) => Assert.Equal(stream, DeviceAddress.StreamAt("192.0.2.9", address));

    [Theory]
    [InlineData("rtsp://admin:geheim@10.0.0.1/live")]
    [InlineData("rtsp://admin:geheim@admin:geheim@10.0.0.1/live")]
    [InlineData("rtsp://admin:ge/geheim@10.0.0.1/live")]
    [InlineData("rtsp://10.0.0.1/live?user=admin&password=geheim")]
    [InlineData("rtsp://10.0.0.1/live?username=admin&amp;pwd=geheim")]
    [InlineData("rtsp://10.0.0.1/live?User=admin&PassWord=geheim")]
    public void Quirk15_An_account_is_taken_out_wherever_it_stands(string address)
    {
        Assert.Equal("rtsp://192.0.2.9/live", DeviceAddress.StreamAt("192.0.2.9", address));
        Assert.Equal("rtsp://10.0.0.1/live", DeviceAddress.OriginalOf("192.0.2.9", address));
    }

    [Theory]
    [InlineData("rtsp://10.0.0.1/cam?user=a&channel=1&password=geheim&subtype=0", "rtsp://192.0.2.9/cam?channel=1&subtype=0")]
    [InlineData("rtsp://10.0.0.1/user=admin&password=geheim&channel=1&stream=0.sdp?real_stream", "rtsp://192.0.2.9/channel=1&stream=0.sdp?real_stream")]
    [InlineData("rtsp://10.0.0.1/user=admin_password=geheim_channel=1_stream=0.sdp", "rtsp://192.0.2.9/channel=1_stream=0.sdp")]
    public void Quirk15_What_stands_around_an_account_stays(string address, string stream) => Assert.Equal(stream, DeviceAddress.StreamAt("192.0.2.9", address));

    [Fact]
    public void Quirk14_The_original_is_told_only_where_it_is_another_host()
    {
        Assert.Null(DeviceAddress.OriginalOf("192.0.2.9", "rtsp://192.0.2.9:554/live"));
        Assert.Equal("rtsp://10.0.0.1:554/live", DeviceAddress.OriginalOf("192.0.2.9", "rtsp://10.0.0.1:554/live"));
    }

    [Theory]
    [InlineData(80, "http://10.0.0.1/snap.jpg", "http://192.0.2.9:8080/snap.jpg")]
    [InlineData(80, "http://10.0.0.1:80/snap.jpg", "http://192.0.2.9:8080/snap.jpg")]
    [InlineData(80, "http://10.0.0.1:8899/snap.jpg?u=1", "http://192.0.2.9:8899/snap.jpg?u=1")]
    [InlineData(null, "http://admin:geheim@10.0.0.1/snap.jpg?user=admin&pwd=geheim", "http://192.0.2.9/snap.jpg")]
    [InlineData(null, "rtsp://10.0.0.1/snap.jpg", null)]
    [InlineData(null, "file:///etc/passwd", null)]
    public void Quirk23_A_picture_is_had_at_the_typed_host(int? believedPort, string address, string? picture) => Assert.Equal(picture, DeviceAddress.PictureAt(Camera, believedPort, address));
}
