using Vics.Domain.Units;

namespace Vics.Web.Api.UpdateProfiles;

/// <summary>An update profile as the API takes it. What is left out has its usual value, on PUT too.</summary>
public sealed record UpdateProfileRequest
{
    private static readonly UpdateProfile Usual = new() { Id = default, Name = "" };

    /// <summary>What people call it; unique.</summary>
    public string? Name { get; init; }

    /// <summary>systemd service of the recorder.</summary>
    public string ServiceName { get; init; } = Usual.ServiceName;

    /// <summary>The file an update replaces: an absolute path on the unit.</summary>
    public string TargetPath { get; init; } = Usual.TargetPath;

    /// <summary>Permissions of the new file, octal.</summary>
    public string FileMode { get; init; } = Usual.FileMode;

    /// <summary>How many old versions stay beside the file, 0–20.</summary>
    public int BackupsKept { get; init; } = Usual.BackupsKept;

    /// <summary>How long the service may take to stop, 1–600.</summary>
    public int StopTimeoutSeconds { get; init; } = Usual.StopTimeoutSeconds;

    /// <summary>How long it may take to start and answer, 1–600.</summary>
    public int StartTimeoutSeconds { get; init; } = Usual.StartTimeoutSeconds;

    /// <summary>How long it must run untroubled to count as healthy, 1–600.</summary>
    public int SettleSeconds { get; init; } = Usual.SettleSeconds;

    /// <summary>Path asked over HTTP at the unit's API port; null: not asked.</summary>
    public string? ProbePath { get; init; } = Usual.ProbePath;

    /// <summary>What is stored of a profile, as a request that would change nothing.</summary>
    public static UpdateProfileRequest From(UpdateProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new()
        {
            Name = profile.Name,
            ServiceName = profile.ServiceName,
            TargetPath = profile.TargetPath,
            FileMode = profile.FileMode,
            BackupsKept = profile.BackupsKept,
            StopTimeoutSeconds = profile.StopTimeoutSeconds,
            StartTimeoutSeconds = profile.StartTimeoutSeconds,
            SettleSeconds = profile.SettleSeconds,
            ProbePath = profile.ProbePath,
        };
    }

    /// <summary>The same for the domain, which gives id, default mark and revision itself.</summary>
    public UpdateProfile ToProfile() => new()
    {
        Id = default,
        Name = Name?.Trim() ?? "",
        ServiceName = ServiceName,
        TargetPath = TargetPath,
        FileMode = FileMode,
        BackupsKept = BackupsKept,
        StopTimeoutSeconds = StopTimeoutSeconds,
        StartTimeoutSeconds = StartTimeoutSeconds,
        SettleSeconds = SettleSeconds,
        ProbePath = string.IsNullOrWhiteSpace(ProbePath) ? null : ProbePath.Trim(),
    };
}
