namespace Vics.Domain.Units;

/// <summary>A unit as last seen.</summary>
public enum UnitState
{
    /// <summary>Never contacted.</summary>
    Unknown,

    /// <summary>It answered.</summary>
    Online,

    /// <summary>It did not answer, or would not let us in.</summary>
    Offline,

    /// <summary>An update job is at work on it.</summary>
    Updating,

    /// <summary>A person must look.</summary>
    NeedsAttention,
}

/// <summary>The recorder service of a unit, as systemd calls it.</summary>
public enum ServiceState
{
    /// <summary>Not asked, or something else than the states below.</summary>
    Unknown,

    /// <summary>Running.</summary>
    Active,

    /// <summary>Stopped, stopping or starting.</summary>
    Inactive,

    /// <summary>Ended with an error.</summary>
    Failed,
}
