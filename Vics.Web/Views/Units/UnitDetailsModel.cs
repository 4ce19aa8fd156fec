using System.Security.Claims;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Web.Api.Units;

namespace Vics.Web.Views.Units;

/// <summary>One unit: what is known of it and what may be done with it.</summary>
public sealed record UnitDetailsModel
{
    /// <summary>How many past updates are shown.</summary>
    public const int HistoryLength = 10;

    /// <summary>The unit.</summary>
    public required Unit Unit { get; init; }

    /// <summary>How it is updated.</summary>
    public required UpdateProfile Profile { get; init; }

    /// <summary>Its latest updates, newest first.</summary>
    public required IReadOnlyList<(UpdateJob Job, UpdateTarget Target)> History { get; init; }

    /// <summary>The connection test that was just made, or null.</summary>
    public ConnectionTestResult? Test { get; init; }

    /// <summary>What was typed to trust another key.</summary>
    public HostKeyForm HostKey { get; init; } = new();

    /// <summary>Edit, test, update and remove.</summary>
    public required bool MayKeep { get; init; }

    /// <summary>Trust another host key.</summary>
    public required bool MayPin { get; init; }

    /// <summary>The key it showed in the test although another one is pinned.</summary>
    public HostKeyFingerprint? StrangeKey =>
        Test is { HostKey: { } shown } && Test.Code == new DeviceFault(DeviceFaultCode.HostKeyChanged, Test.Message).CodeName ? shown : null;

    /// <summary>What is known of it may have changed since.</summary>
    public bool IsOld => Unit.State is UnitState.Offline && Unit.LastSeenAt is not null;

    /// <summary>What the page shows.</summary>
    public static UnitDetailsModel From(
        Unit unit, UpdateProfile profile, IReadOnlyList<(UpdateJob Job, UpdateTarget Target)> history, ClaimsPrincipal user) => new()
        {
            Unit = unit,
            Profile = profile,
            History = history,
            MayKeep = user.MayKeepUnits(),
            MayPin = user.MaySetSecrets(),
        };
}

/// <summary>What is typed to trust another host key.</summary>
public sealed class HostKeyForm
{
    /// <summary>The key to trust.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Its kind, where a connection test showed it.</summary>
    public string? Algorithm { get; set; }

    /// <summary>The unit's name, to show that it is meant.</summary>
    public string? Confirm { get; set; }
}
