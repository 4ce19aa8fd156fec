namespace Vics.Domain.Units;

/// <summary>
/// A unit as it was typed, sent or imported: not yet checked. A secret that is null keeps what is stored; an empty one removes it.
/// </summary>
public sealed record UnitEntry
{
    /// <summary>What people call it; the host where left out.</summary>
    public string? Name { get; init; }

    /// <summary>IP address or host name.</summary>
    public string? Host { get; init; }

    /// <summary>SSH port, 1–65535.</summary>
    public int Port { get; init; } = 22;

    /// <summary>SSH account.</summary>
    public string? UserName { get; init; }

    /// <summary>How the account is opened.</summary>
    public Authentication Authentication { get; init; }

    /// <summary>For SSH and sudo.</summary>
    public Secret? Password { get; init; }

    /// <summary>In OpenSSH or PEM form.</summary>
    public Secret? PrivateKey { get; init; }

    /// <summary>Of the private key.</summary>
    public Secret? Passphrase { get; init; }

    /// <summary>Port of the unit's HTTP API, 1–65535.</summary>
    public int ApiPort { get; init; } = 9080;

    /// <summary>Account of the unit's HTTP API.</summary>
    public string? ApiUserName { get; init; }

    /// <summary>Password of the unit's HTTP API.</summary>
    public Secret? ApiPassword { get; init; }

    /// <summary>How it is updated; the default profile where null.</summary>
    public UpdateProfileId? ProfileId { get; init; }

    /// <summary>Words to find and choose it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>For people.</summary>
    public string? Notes { get; init; }

    /// <summary>A secret is set or removed by it.</summary>
    public bool CarriesSecrets => this is not { Password: null, PrivateKey: null, Passphrase: null, ApiPassword: null };
}
