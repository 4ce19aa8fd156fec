using System.Text.RegularExpressions;

namespace Vics.Domain.Units;

/// <summary>How units of one kind are updated: which file, which service, how long each part may take. Seconds throughout.</summary>
public sealed partial record UpdateProfile
{
    /// <summary>Its id.</summary>
    public required UpdateProfileId Id { get; init; }

    /// <summary>What people call it; unique.</summary>
    public required string Name { get; init; }

    /// <summary>The one used where a unit names none.</summary>
    public bool IsDefault { get; init; }

    /// <summary>systemd service of the recorder.</summary>
    public string ServiceName { get; init; } = "mivicsd.service";

    /// <summary>The file an update replaces: an absolute path on the unit.</summary>
    public string TargetPath { get; init; } = "/home/mirero/VICS";

    /// <summary>Permissions of the new file, octal. The owner is that of the old file.</summary>
    public string FileMode { get; init; } = "0755";

    /// <summary>How many old versions stay beside the file, 0–20.</summary>
    public int BackupsKept { get; init; } = 2;

    /// <summary>How long the service may take to stop, 1–600.</summary>
    public int StopTimeoutSeconds { get; init; } = 30;

    /// <summary>How long it may take to start and answer, 1–600.</summary>
    public int StartTimeoutSeconds { get; init; } = 60;

    /// <summary>How long it must run untroubled to count as healthy, 1–600.</summary>
    public int SettleSeconds { get; init; } = 5;

    /// <summary>Path asked over HTTP at the unit's API port; any answer but a server error counts as life. Null: not asked.</summary>
    public string? ProbePath { get; init; } = "/vapi/GetCamList";

    /// <summary>Counts edits.</summary>
    public int Revision { get; init; }

    /// <summary>The profile every installation begins with.</summary>
    public static UpdateProfile CreateDefault(DateTimeOffset at) =>
        new() { Id = EntityId.New<UpdateProfileId>(at), Name = "Default", IsDefault = true };

    /// <summary>Everything that is wrong with it; empty where it may be saved. What ends up in a root script is held to a list of what is allowed.</summary>
    public IReadOnlyList<FieldError> Check()
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 100 || Name.Any(char.IsControl))
            errors.Add(new("name", OperatorText.Of($"Enter a name of at most {100} characters.")));
        if (!ServicePattern().IsMatch(ServiceName ?? ""))
            errors.Add(new("serviceName", OperatorText.Of($"Enter the name of a systemd service, such as {"mivicsd.service"}.")));
        if (!IsPlainAbsolutePath(TargetPath))
            errors.Add(new("targetPath", OperatorText.Of($"Enter the absolute path of a file, such as {"/home/mirero/VICS"}, without “..” or special characters.")));
        if (!ModePattern().IsMatch(FileMode ?? ""))
            errors.Add(new("fileMode", OperatorText.Of($"Enter octal permissions, such as {"0755"}.")));
        if (ProbePath is not null && !ProbePattern().IsMatch(ProbePath))
            errors.Add(new("probePath", OperatorText.Of($"Enter a path such as {"/vapi/GetCamList"}, or leave it empty.")));
        CheckRange("backupsKept", BackupsKept, 0, 20, errors);
        CheckRange("stopTimeoutSeconds", StopTimeoutSeconds, 1, 600, errors);
        CheckRange("startTimeoutSeconds", StartTimeoutSeconds, 1, 600, errors);
        CheckRange("settleSeconds", SettleSeconds, 1, 600, errors);
        return errors;
    }

    private static void CheckRange(string field, int value, int least, int most, List<FieldError> errors)
    {
        if (value < least || value > most)
            errors.Add(new(field, OperatorText.Of($"Enter a number from {least} to {most}.")));
    }

    private static bool IsPlainAbsolutePath(string? path) =>
        path is { Length: > 1 and <= 255 } && PathPattern().IsMatch(path)
        && path[1..].Split('/').All(part => part is not ("" or "." or ".."));

    // systemd.unit(5): letters, digits and ":-_.\@"; a backslash is left out, since nothing needs it here.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9@_.:-]{0,80}\.service\z")]
    private static partial Regex ServicePattern();

    [GeneratedRegex(@"^/[\p{L}\p{N}@_.:+ /-]+\z")]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"^0?[0-7]{3}\z")]
    private static partial Regex ModePattern();

    [GeneratedRegex(@"^/[A-Za-z0-9@_.:/?=&%+-]{0,200}\z")]
    private static partial Regex ProbePattern();
}
