using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Vics.Domain.Units;

namespace Vics.Web.Views.UpdateProfiles;

/// <summary>An update profile as it is typed into the form. Whether it makes sense is decided by <see cref="UpdateProfile.Check"/>.</summary>
public sealed class UpdateProfileForm
{
    private static readonly UpdateProfile Usual = new() { Id = default, Name = "" };

    [Display(Name = "Name")]
    public string? Name { get; set; }

    [Display(Name = "systemd service")]
    public string? ServiceName { get; set; } = Usual.ServiceName;

    [Display(Name = "File that is replaced")]
    public string? TargetPath { get; set; } = Usual.TargetPath;

    [Display(Name = "Permissions")]
    public string? FileMode { get; set; } = Usual.FileMode;

    [Display(Name = "Backups kept")]
    public int BackupsKept { get; set; } = Usual.BackupsKept;

    [Display(Name = "Time to stop (s)")]
    public int StopTimeoutSeconds { get; set; } = Usual.StopTimeoutSeconds;

    [Display(Name = "Time to start (s)")]
    public int StartTimeoutSeconds { get; set; } = Usual.StartTimeoutSeconds;

    [Display(Name = "Time to settle (s)")]
    public int SettleSeconds { get; set; } = Usual.SettleSeconds;

    [Display(Name = "Probe path")]
    public string? ProbePath { get; set; } = Usual.ProbePath;

    /// <summary>The state that was shown, to notice that somebody else saved meanwhile.</summary>
    public int? Revision { get; set; }

    /// <summary>The profile as it is; null for a new one. Never sent.</summary>
    [BindNever]
    public UpdateProfile? Profile { get; set; }

    /// <summary>A profile as it stands.</summary>
    public static UpdateProfileForm From(UpdateProfile profile)
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
            Revision = profile.Revision,
            Profile = profile,
        };
    }

    /// <summary>The same for the domain, which gives id, default mark and revision itself.</summary>
    public UpdateProfile ToProfile() => new()
    {
        Id = default,
        Name = Name?.Trim() ?? "",
        ServiceName = ServiceName?.Trim() ?? "",
        TargetPath = TargetPath?.Trim() ?? "",
        FileMode = FileMode?.Trim() ?? "",
        BackupsKept = BackupsKept,
        StopTimeoutSeconds = StopTimeoutSeconds,
        StartTimeoutSeconds = StartTimeoutSeconds,
        SettleSeconds = SettleSeconds,
        ProbePath = string.IsNullOrWhiteSpace(ProbePath) ? null : ProbePath.Trim(),
    };
}
