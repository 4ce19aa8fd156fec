using System.Globalization;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Tells who is at the other end of a connection within this machine.</summary>
internal static class LoopbackPeer
{
    // 127.0.0.1 as the kernel prints it, and as a socket for both kinds of addresses shows it.
    private static readonly (string File, string Address)[] Connections =
        [("/proc/net/tcp", "0100007F"), ("/proc/net/tcp6", "0000000000000000FFFF00000100007F")];

    private static readonly Lazy<string?> OwnUser = new(() => UserOfThisProcess());

    /// <summary>Whether a client on the loopback address runs under our own account. Where the system does not tell, it is believed.</summary>
    public static bool IsOurs(int port)
    {
        if (OwnUser.Value is not { } own || !File.Exists(Connections[0].File))
            return true;
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return Connections.Any(kind => File.Exists(kind.File) && UserOf(kind.File, kind.Address + suffix) == own);
    }

    // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid …
    private static string? UserOf(string file, string address) => File.ReadLines(file)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(columns => columns.Length > 7 && columns[1] == address)?[7];

    private static string? UserOfThisProcess()
    {
        const string status = "/proc/self/status";
        if (!File.Exists(status))
            return null;
        var line = File.ReadLines(status).FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        // Real, effective, saved, file system; sockets carry the last.
        return line?.Split('\t', StringSplitOptions.RemoveEmptyEntries)[^1];
    }
}
