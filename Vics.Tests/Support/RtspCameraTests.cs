using System.Diagnostics;
using Xunit;

namespace Vics.Tests.Support;

/// <summary>Tests the counterpart itself: a camera that shows nothing would make other tests pass.</summary>
public sealed class RtspCameraTests
{
    public static TheoryData<string, string> Films => new()
    {
        { nameof(Film.H264), "h264,1280,720" },
        { nameof(Film.H265), "hevc,640,360" },
        { nameof(Film.Mjpeg), "mjpeg,640,360" },
    };

    [Theory]
    [MemberData(nameof(Films))]
    public async Task The_camera_of_the_tests_shows_its_film(string film, string expected)
    {
        await using var camera = await RtspCamera.StartAsync((Film)typeof(Film).GetProperty(film)!.GetValue(null)!);

        Assert.Equal(expected, await DescribeAsync(camera.Url));
        Assert.Contains("TEARDOWN", camera.Log, StringComparison.Ordinal);
    }

    private static async Task<string> DescribeAsync(string url)
    {
        string[] arguments = ["-v", "error", "-rtsp_transport", "tcp", "-select_streams", "v", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", "-i", url];
        using var probe = Process.Start(new ProcessStartInfo("ffprobe", arguments) { RedirectStandardOutput = true })!;
        var found = await probe.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
        return found.Trim();
    }
}
