using Vics.Domain.Units;

namespace Vics.Web.Api.UpdateProfiles;

/// <summary>An update profile as the API answers it.</summary>
public sealed record UpdateProfileModel
{
    /// <summary>Its id.</summary>
    public required UpdateProfileId Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The one used where a unit names none.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>systemd service of the recorder.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The file an update replaces.</summary>
    public required string TargetPath { get; init; }

    /// <summary>Permissions of the new file, octal.</summary>
    public required string FileMode { get; init; }

    /// <summary>How many old versions stay beside the file.</summary>
    public required int BackupsKept { get; init; }

    /// <summary>How long the service may take to stop.</summary>
    public required int StopTimeoutSeconds { get; init; }

    /// <summary>How long it may take to start and answer.</summary>
    public required int StartTimeoutSeconds { get; init; }

    /// <summary>How long it must run untroubled to count as healthy.</summary>
    public required int SettleSeconds { get; init; }

    /// <summary>Path asked over HTTP at the unit's API port; null: not asked.</summary>
    public required string? ProbePath { get; init; }

    /// <summary>A profile in the shape of the API.</summary>
    public static UpdateProfileModel From(UpdateProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new()
        {
            Id = profile.Id,
            Name = profile.Name,
            IsDefault = profile.IsDefault,
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
}
