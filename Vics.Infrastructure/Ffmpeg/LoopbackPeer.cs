using System.Globalization;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Tells who is at the other end of a connection within this machine.</summary>
internal static class LoopbackPeer
{
    private const string Connections = "/proc/net/tcp";
    private static readonly Lazy<string?> OwnUser = new(() => UserOfThisProcess());

    /// <summary>Whether a client on the loopback address runs under our own account. Where the system does not tell, it is believed.</summary>
    public static bool IsOurs(int port)
    {
        if (OwnUser.Value is not { } own || !File.Exists(Connections))
            return true;
        var address = "0100007F:" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var line in File.ReadLines(Connections))
        {
            // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid …
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > 7 && columns[1] == address)
                return columns[7] == own;
        }

        // Gone already.
        return false;
    }

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
