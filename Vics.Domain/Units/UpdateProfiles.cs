using Vics.Domain.Accounts;
using Vics.Domain.Audit;

namespace Vics.Domain.Units;

/// <summary>How a change to a profile ended.</summary>
public abstract record ProfileChange
{
    private ProfileChange()
    {
    }

    /// <summary>Done; the profile as it is now.</summary>
    public sealed record Done(UpdateProfile Profile) : ProfileChange;

    /// <summary>Something entered is wrong, or the default profile was to be removed.</summary>
    public sealed record Refused(IReadOnlyList<FieldError> Errors) : ProfileChange;

    /// <summary>The name belongs to another profile.</summary>
    public sealed record NameTaken(string Name) : ProfileChange;

    /// <summary>Somebody else changed it in between.</summary>
    public sealed record Stale : ProfileChange;

    /// <summary>There is no such profile.</summary>
    public sealed record NoSuchProfile : ProfileChange;
}

/// <summary>Keeps the update profiles in order.</summary>
public sealed class UpdateProfiles(IUpdateProfileStore profiles, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Adds a profile; its id, default mark and revision are given here, whatever was sent.</summary>
    public async Task<ProfileChange> AddAsync(UpdateProfile entered, Actor actor, CancellationToken ct)
    {
        var profile = entered with { Id = EntityId.New<UpdateProfileId>(clock.GetUtcNow()), IsDefault = false, Revision = 1 };
        if (profile.Check() is { Count: > 0 } errors)
            return new ProfileChange.Refused(errors);
        if (await profiles.AddAsync(profile, ct) is not SaveOutcome.Saved)
            return new ProfileChange.NameTaken(profile.Name);
        await audit.RecordAsync(actor, "updateProfile.created", profile.Name, profile.Id.Value, Describe(profile), ct);
        return new ProfileChange.Done(profile);
    }

    /// <summary>Changes a profile. With <paramref name="expectedRevision"/> only if nobody else did since.</summary>
    public async Task<ProfileChange> EditAsync(UpdateProfileId id, UpdateProfile entered, int? expectedRevision, Actor actor, CancellationToken ct)
    {
        if (await profiles.FindAsync(id, ct) is not { } before)
            return new ProfileChange.NoSuchProfile();
        if (expectedRevision is { } expected && before.Revision != expected)
            return new ProfileChange.Stale();
        var profile = entered with { Id = id, IsDefault = before.IsDefault, Revision = before.Revision };
        if (profile.Check() is { Count: > 0 } errors)
            return new ProfileChange.Refused(errors);

        switch (await profiles.SaveAsync(profile, ct))
        {
            case SaveOutcome.Stale:
                return new ProfileChange.Stale();
            case SaveOutcome.Taken:
                return new ProfileChange.NameTaken(profile.Name);
            default:
                await audit.RecordAsync(actor, "updateProfile.changed", profile.Name, id.Value, $"{Describe(before)} → {Describe(profile)}", ct);
                return new ProfileChange.Done(profile with { Revision = profile.Revision + 1 });
        }
    }

    /// <summary>Removes a profile; its units fall back to the default, which itself cannot be removed.</summary>
    public async Task<ProfileChange> DeleteAsync(UpdateProfileId id, Actor actor, CancellationToken ct)
    {
        if (await profiles.FindAsync(id, ct) is not { } profile)
            return new ProfileChange.NoSuchProfile();
        if (profile.IsDefault)
            return new ProfileChange.Refused([new("id", OperatorText.Of($"The default profile cannot be removed."))]);
        await profiles.DeleteAsync(id, ct);
        await audit.RecordAsync(actor, "updateProfile.deleted", profile.Name, id.Value, Describe(profile), ct);
        return new ProfileChange.Done(profile);
    }

    private static string Describe(UpdateProfile profile) =>
        $"{profile.ServiceName} {profile.TargetPath} {profile.FileMode} backups {profile.BackupsKept} "
        + $"stop {profile.StopTimeoutSeconds} start {profile.StartTimeoutSeconds} settle {profile.SettleSeconds} probe {profile.ProbePath ?? "none"}";
}
