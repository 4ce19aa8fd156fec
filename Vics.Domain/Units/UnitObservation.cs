namespace Vics.Domain.Units;

/// <summary>What a contact with a unit showed. A null leaves what was known before.</summary>
public sealed record UnitObservation(UnitState State)
{
    /// <summary>The recorder service.</summary>
    public ServiceState? ServiceState { get; init; }

    /// <summary>What runs on it.</summary>
    public InstalledPackage? Installed { get; init; }

    /// <summary>When it answered; null where it did not.</summary>
    public DateTimeOffset? SeenAt { get; init; }
}
