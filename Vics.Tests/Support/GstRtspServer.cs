using System.Globalization;
using Xunit;

namespace Vics.Tests.Support;

/// <summary>A real RTSP server with a moving picture, <c>Vics.Tests/Lab/rtsp-server.py</c>, that wants its account of everybody.</summary>
internal static class GstRtspServer
{
    private const string Library = "girepository-1.0/GstRtspServer-1.0.typelib";

    /// <summary>Starts one; the stream is at <c>/stream1</c>. More arguments as the script's head says.</summary>
    public static Task<ServerProcess> StartAsync(CancellationToken ct, params string[] arguments)
    {
        Assert.SkipUnless(
            Directory.Exists("/usr/lib") && Directory.EnumerateDirectories("/usr/lib").Any(folder => File.Exists(Path.Combine(folder, Library))),
            "There is no RTSP server of GStreamer on this machine (apt-get install gir1.2-gst-rtsp-server-1.0 python3-gi).");
        var script = Path.Combine(Repository.Root, "Vics.Tests", "Lab", "rtsp-server.py");
        return ServerProcess.StartAsync("python3", "python3", (_, port) => [script, "--port", port.ToString(CultureInfo.InvariantCulture), .. arguments], ct);
    }
}
