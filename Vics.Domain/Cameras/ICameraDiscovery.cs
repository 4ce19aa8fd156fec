namespace Vics.Domain.Cameras;

/// <summary>Finds cameras in the networks of this machine (WS-Discovery).</summary>
public interface ICameraDiscovery
{
    /// <summary>Calls on every network interface and listens for so long. One bad answer spoils none of the others.</summary>
    Task<IReadOnlyList<DiscoveredCamera>> DiscoverAsync(TimeSpan listen, CancellationToken ct);
}

/// <summary>A camera that answered the call.</summary>
public sealed record DiscoveredCamera
{
    /// <summary>The address it answered from.</summary>
    public required string Address { get; init; }

    /// <summary>Where it says its ONVIF service is, the one to use first.</summary>
    public required IReadOnlyList<string> XAddrs { get; init; }

    /// <summary>From its scopes; empty where it does not say.</summary>
    public string Name { get; init; } = "";

    /// <summary>From its scopes.</summary>
    public string Hardware { get; init; } = "";

    /// <summary>What it says of itself.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
