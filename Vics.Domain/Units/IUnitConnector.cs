namespace Vics.Domain.Units;

/// <summary>Everything needed to open an SSH connection to a unit. Secrets are in the clear: make it late, drop it soon.</summary>
public sealed record UnitAccess
{
    /// <summary>IP address or host name.</summary>
    public required string Host { get; init; }

    /// <summary>SSH port.</summary>
    public required int Port { get; init; }

    /// <summary>SSH account.</summary>
    public required string UserName { get; init; }

    /// <summary>How the account is opened.</summary>
    public required Authentication Authentication { get; init; }

    /// <summary>For SSH and sudo.</summary>
    public Secret? Password { get; init; }

    /// <summary>For SSH.</summary>
    public Secret? PrivateKey { get; init; }

    /// <summary>Of the private key.</summary>
    public Secret? Passphrase { get; init; }

    /// <summary>The only key to trust; null at first contact, when any is taken and reported.</summary>
    public HostKeyFingerprint? PinnedKey { get; init; }

    /// <summary>Opens the unit's secrets.</summary>
    /// <exception cref="SecretUnreadableException">They cannot be opened with this installation's keys.</exception>
    public static UnitAccess To(Unit unit, ISecretSeal seal) => new()
    {
        Host = unit.Host,
        Port = unit.Port,
        UserName = unit.UserName,
        Authentication = unit.Authentication,
        Password = unit.Password is null ? null : seal.Open(unit.Password),
        PrivateKey = unit.PrivateKey is null ? null : seal.Open(unit.PrivateKey),
        Passphrase = unit.Passphrase is null ? null : seal.Open(unit.Passphrase),
        PinnedKey = unit.HostKey?.Fingerprint,
    };
}

/// <summary>Opens connections to units.</summary>
public interface IUnitConnector
{
    /// <summary>Connects and signs in. Nothing is sent to a unit that shows another key than the pinned one.</summary>
    /// <exception cref="Network.DeviceException">It is away, refuses us, or shows the wrong key.</exception>
    Task<IUnitSession> ConnectAsync(UnitAccess access, CancellationToken ct);
}
