using Vics.Domain.Cameras;
using Xunit;

namespace Vics.Tests.Domain.Cameras;

public sealed class StreamAddressTests
{
    private const string Odd = "p@ss:w/rd#%한글";

    [Theory]
    [InlineData("rtsp://10.0.0.2/stream1", "rtsp://10.0.0.2/stream1", "10.0.0.2", 554)]
    [InlineData("  RTSP://Cam.Example:8554/Stream?a=B  ", "rtsp://cam.example:8554/Stream?a=B", "cam.example", 8554)]
    [InlineData("rtsp://10.0.0.2:554/a", "rtsp://10.0.0.2/a", "10.0.0.2", 554)]
    [InlineData("rtsp://10.0.0.2:/a", "rtsp://10.0.0.2/a", "10.0.0.2", 554)]
    [InlineData("rtsps://10.0.0.2/a", "rtsps://10.0.0.2/a", "10.0.0.2", 322)]
    [InlineData("http://10.0.0.2", "http://10.0.0.2", "10.0.0.2", 80)]
    [InlineData("https://10.0.0.2:443/video.mjpg", "https://10.0.0.2/video.mjpg", "10.0.0.2", 443)]
    [InlineData("http://cam_3/mjpg?x=1#y", "http://cam_3/mjpg?x=1#y", "cam_3", 80)]
    [InlineData("rtsp://[2001:DB8::1]/a", "rtsp://[2001:db8::1]/a", "2001:db8::1", 554)]
    [InlineData("rtsp://[2001:db8::1]:8554/a", "rtsp://[2001:db8::1]:8554/a", "2001:db8::1", 8554)]
    [InlineData("rtsp://10.0.0.2/user@night/a:b", "rtsp://10.0.0.2/user@night/a:b", "10.0.0.2", 554)]
    [InlineData("rtsp://10.0.0.2:8554/a@b", "rtsp://10.0.0.2:8554/a@b", "10.0.0.2", 8554)]
    [InlineData("http://10.0.0.2?mail=a@b", "http://10.0.0.2?mail=a@b", "10.0.0.2", 80)]
    public void An_address_without_account_is_kept_in_its_normal_spelling(string typed, string url, string host, int port)
    {
        Assert.True(StreamAddress.TryParse(typed, out var address));

        Assert.Equal((url, host, port), (address.Url, address.Host, address.Port));
        Assert.Null(address.UserName);
        Assert.Null(address.Password);
    }

    [Theory]
    [InlineData("rtsp://ann:secret@10.0.0.2/a", "rtsp://10.0.0.2/a", "ann", "secret")]
    [InlineData("rtsp://ann@10.0.0.2/a", "rtsp://10.0.0.2/a", "ann", null)]
    [InlineData("rtsp://ann:@10.0.0.2/a", "rtsp://10.0.0.2/a", "ann", "")]
    [InlineData("rtsp://:secret@10.0.0.2/a", "rtsp://10.0.0.2/a", null, "secret")]
    [InlineData("rtsp://ann:a:b:c@10.0.0.2/a", "rtsp://10.0.0.2/a", "ann", "a:b:c")]
    [InlineData("rtsp://ann:1234@10.0.0.2:8554/a", "rtsp://10.0.0.2:8554/a", "ann", "1234")]
    [InlineData("rtsp://ann:secret@[2001:db8::1]:8554/a", "rtsp://[2001:db8::1]:8554/a", "ann", "secret")]
    [InlineData("rtsp://ann:secret@10.0.0.2/a@b", "rtsp://10.0.0.2/a@b", "ann", "secret")]
    [InlineData("rtsp://ann%40corp:100%25@10.0.0.2/a%20b", "rtsp://10.0.0.2/a%20b", "ann@corp", "100%")]
    [InlineData("rtsp://ann:p%40ss%3Aw%2Frd%23%25%ED%95%9C%EA%B8%80@10.0.0.2:8554/a", "rtsp://10.0.0.2:8554/a", "ann", Odd)]
    [InlineData("rtsp://ann:p@ss:w/rd#%한글@10.0.0.2:8554/a", "rtsp://10.0.0.2:8554/a", "ann", Odd)]
    [InlineData("http://ann:p@ss:w/rd#%한글@cam.example/video.mjpg?x=a@b", "http://cam.example/video.mjpg?x=a@b", "ann", Odd)]
    [InlineData("rtsp://ann:w/rd@10.0.0.2/a", "rtsp://10.0.0.2/a", "ann", "w/rd")]
    [InlineData("rtsp://ann:what?@10.0.0.2/a", "rtsp://10.0.0.2/a", "ann", "what?")]
    [InlineData("rtsp://ann:p/w@r@10.0.0.2/a", "rtsp://10.0.0.2/a", "ann", "p/w@r")]
    public void An_account_is_split_off_and_decoded(string typed, string url, string? user, string? password)
    {
        Assert.True(StreamAddress.TryParse(typed, out var address));

        Assert.Equal((url, user, password), (address.Url, address.UserName, address.Password?.Reveal()));
        Assert.DoesNotContain(password is { Length: > 0 } ? password : "@@", address.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.0.0.2/a")]
    [InlineData("ftp://10.0.0.2/a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("rtsp://")]
    [InlineData("rtsp:///a")]
    [InlineData("rtsp://ann:secret@/a")]
    [InlineData("rtsp://10.1/a")]
    [InlineData("rtsp://010.0.0.2/a")]
    [InlineData("rtsp://10.0.0.2:0/a")]
    [InlineData("rtsp://10.0.0.2:70000/a")]
    [InlineData("rtsp://10.0.0.2:-1/a")]
    [InlineData("rtsp://10.0.0.2:5x4/a")]
    [InlineData("rtsp://10.0.0.2/a b")]
    [InlineData("rtsp://10.0.0.2/a\r\nb")]
    [InlineData("rtsp://2001:db8::1/a")]
    public void What_is_no_address_of_a_stream_is_refused(string? typed) => Assert.False(StreamAddress.TryParse(typed, out _));

    [Fact]
    public void An_address_longer_than_can_be_stored_is_refused() =>
        Assert.False(StreamAddress.TryParse("rtsp://10.0.0.2/" + new string('a', StreamAddress.MaxLength), out _));

    [Fact]
    public void It_knows_rtsp_from_http()
    {
        Assert.True(StreamAddress.TryParse("rtsps://a/b", out var rtsp) && rtsp.IsRtsp);
        Assert.False(StreamAddress.TryParse("https://a/b", out var http) && http.IsRtsp);
    }
}
