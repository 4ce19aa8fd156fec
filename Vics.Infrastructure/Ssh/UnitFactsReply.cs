using System.Globalization;
using Vics.Domain;
using Vics.Domain.Network;
using Vics.Domain.Packages;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Ssh;

/// <summary>Reads what <c>inspect.sh</c> said.</summary>
internal static class UnitFactsReply
{
    /// <summary>The facts; what the unit did not say or said wrongly counts as not there.</summary>
    public static UnitFacts Read(string answer, TimeSpan clockOffset, TimeSpan roundTrip)
    {
        var said = new Dictionary<string, string>();
        foreach (var pair in answer.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2))
            said.TryAdd(pair[0], UnitText.OneLine(pair[1], 200));
        string Said(string key) => said.GetValueOrDefault(key, "");
        var filesystem = Said("dir_filesystem");
        return new UnitFacts
        {
            OperatingSystem = Said("os"),
            Architecture = Said("arch"),
            RunsSystemd = Said("systemd") is "yes",
            ClockOffset = clockOffset,
            RoundTrip = roundTrip,
            ServiceExists = Said("LoadState") is "loaded",
            ServiceState = ServiceStateOf(Said("ActiveState")),
            TargetKind = Said("kind") switch { "file" => TargetFileKind.File, "missing" => TargetFileKind.Missing, _ => TargetFileKind.Other },
            InstalledSha256 = DigestIn(Said("sha256")),
            InstalledBytes = Number(Said("size")),
            DirectoryWritable = Said("writable") is "yes",
            SameFilesystem = filesystem.Length > 0 && Said("mounted") is not "yes"
                && (Said("kind") is "missing" || filesystem == Said("file_filesystem")),
            FreeBytes = Number(Said("free")) * 1024,
            CanProbe = Said("probe") is "yes",
        };
    }

    /// <summary>The unit's clock.</summary>
    /// <exception cref="DeviceException">That is no time.</exception>
    public static DateTimeOffset ReadClock(string answer)
    {
        // Not every date(1) knows %N; what follows the point is then no number.
        var parts = answer.Trim().Split('.', 2);
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253402300799)
            throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The unit gave no time: “{UnitText.OneLine(answer, 80)}”.")));
        var fraction = parts.Length == 2 && double.TryParse("0." + parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part) ? part : 0;
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddSeconds(fraction);
    }

    /// <summary>The first word, where it is a checksum: the form sha256sum(1) answers in.</summary>
    public static Sha256Digest? DigestIn(string answer) => Sha256Digest.TryParse(answer.Trim().Split(' ', 2)[0], out var digest) ? digest : null;

    private static ServiceState ServiceStateOf(string active) => active switch
    {
        "active" or "reloading" => ServiceState.Active,
        "inactive" or "activating" or "deactivating" => ServiceState.Inactive,
        "failed" => ServiceState.Failed,
        _ => ServiceState.Unknown,
    };

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < long.MaxValue / 1024 ? number : 0;
}
