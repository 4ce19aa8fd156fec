using Vics.Domain;

namespace Vics.Infrastructure.Ssh;

/// <summary>Why systemd on a unit did not take the swap, in a sentence.</summary>
internal static class SwapRefusal
{
    /// <summary>Reads what systemd-run complained about. The unit is as it was.</summary>
    public static OperatorText Read(string complaint, string recordDirectory)
    {
        // "already exists" up to systemd 239, "was already loaded or has a fragment file" since.
        if (Says("already exists") || Says("already loaded") || Says("has a fragment file"))
            return OperatorText.Of($"Another update is running on this unit. Wait until it has ended.");
        if (Says("systemd-run") && (Says("not found") || Says("No such file")))
            return OperatorText.Of($"There is no systemd-run on the unit. It needs systemd 236 or later.");
        if (Says("Unknown assignment") || Says("unrecognized option") || Says("Cannot set property"))
            return OperatorText.Of($"The unit's systemd is too old; 236 or later is needed. It said: “{complaint}”.");
        // The only thing that runs before systemd-run returns is the beginning of the record.
        if (Says("Job for " + UnitCommands.SwapService))
            return OperatorText.Of($"The unit could not write to {recordDirectory}. Check that its system disk is neither full nor read-only.");
        return OperatorText.Of($"The unit's systemd did not start the update: “{complaint}”.");

        bool Says(string words) => complaint.Contains(words, StringComparison.Ordinal);
    }
}
