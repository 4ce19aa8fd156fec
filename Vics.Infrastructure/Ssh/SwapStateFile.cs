using System.Globalization;
using Vics.Domain;
using Vics.Domain.Network;
using Vics.Domain.UpdateJobs;

namespace Vics.Infrastructure.Ssh;

/// <summary>Reads the answer to <see cref="UnitCommands.ReadSwap"/>: what systemd says of the service, then the unit's record.</summary>
internal static class SwapStateFile
{
    private static readonly Dictionary<string, SwapPhase> Phases =
        Enum.GetValues<SwapPhase>().ToDictionary(phase => phase.ToString().ToLowerInvariant());

    /// <summary>The record of a target.</summary>
    /// <exception cref="DeviceException">systemd's part is missing.</exception>
    public static SwapRecord Read(string answer, UpdateTargetId target)
    {
        var parts = answer.Split(UnitCommands.RecordMark + "\n", 2);
        var shown = parts[0].Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        if (parts.Length != 2 || !shown.TryGetValue("ActiveState", out var active))
            throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The unit's systemd gave no state of {UnitCommands.SwapService}.")));
        var running = active is not ("inactive" or "failed")
            && shown.GetValueOrDefault("Description") == ArmedSwapScript.Description(target);
        return new SwapRecord([.. Events(parts[1])], running);
    }

    private static IEnumerable<SwapEvent> Events(string record)
    {
        // A last line without its end is one still being written; it will be there next time.
        var whole = record[..(record.LastIndexOf('\n') + 1)];
        foreach (var line in whole.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', 3);
            if (words.Length >= 2
                && Phases.TryGetValue(words[0], out var phase)
                && double.TryParse(words[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds < int.MaxValue)
            {
                yield return new SwapEvent(phase, TimeSpan.FromSeconds(seconds), UnitText.OneLine(words.ElementAtOrDefault(2) ?? "", 400));
            }
        }
    }
}
