using Vics.Domain.Network;

namespace Vics.Domain.Units;

/// <summary>A recorder box in the inventory: how to reach it, and how it was when last seen.</summary>
public sealed class Unit
{
    private Unit()
    {
    }

    /// <summary>Its id.</summary>
    public UnitId Id { get; private set; }

    /// <summary>What people call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>IP address or host name, in its normal spelling; unique together with <see cref="Port"/>.</summary>
    public string Host { get; private set; } = "";

    /// <summary>SSH port.</summary>
    public int Port { get; private set; }

    /// <summary>SSH account.</summary>
    public string UserName { get; private set; } = "";

    /// <summary>How the account is opened.</summary>
    public Authentication Authentication { get; private set; }

    /// <summary>For SSH and sudo.</summary>
    public SealedSecret? Password { get; private set; }

    /// <summary>For SSH.</summary>
    public SealedSecret? PrivateKey { get; private set; }

    /// <summary>Of the private key.</summary>
    public SealedSecret? Passphrase { get; private set; }

    /// <summary>Port of the unit's HTTP API.</summary>
    public int ApiPort { get; private set; }

    /// <summary>Account of the unit's HTTP API.</summary>
    public string? ApiUserName { get; private set; }

    /// <summary>Password of the unit's HTTP API.</summary>
    public SealedSecret? ApiPassword { get; private set; }

    /// <summary>How it is updated; the default profile where null.</summary>
    public UpdateProfileId? ProfileId { get; private set; }

    /// <summary>Words to find and choose it by, sorted.</summary>
    public IReadOnlyList<string> Tags { get; private set; } = [];

    /// <summary>For people.</summary>
    public string Notes { get; private set; } = "";

    /// <summary>The host key it must show; null until the first contact.</summary>
    public PinnedHostKey? HostKey { get; private set; }

    /// <summary>As last seen.</summary>
    public UnitState State { get; private set; }

    /// <summary>The recorder service as last seen.</summary>
    public ServiceState ServiceState { get; private set; }

    /// <summary>What runs on it as last seen; null where nobody looked yet.</summary>
    public InstalledPackage? Installed { get; private set; }

    /// <summary>When it last answered.</summary>
    public DateTimeOffset? LastSeenAt { get; private set; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Counts edits, for <c>ETag</c>, <c>If-Match</c> and two people editing at once. Being seen is no edit.</summary>
    public int Revision { get; private set; }

    /// <summary>Adds a unit from an entry that <see cref="UnitRules"/> found no fault with.</summary>
    public static Unit Create(UnitEntry entry, ISecretSeal seal, DateTimeOffset at)
    {
        var unit = new Unit { Id = EntityId.New<UnitId>(at), CreatedAt = at };
        unit.Edit(entry, seal);
        return unit;
    }

    /// <summary>
    /// Takes over an entry that <see cref="UnitRules"/> found no fault with. Another address is another machine:
    /// its pinned key and what was seen of it are forgotten.
    /// </summary>
    public void Edit(UnitEntry entry, ISecretSeal seal)
    {
        if (!HostName.TryParse(entry.Host, out var host))
            throw new ArgumentException("The entry has not been checked.", nameof(entry));
        if (Revision > 0 && (host != Host || entry.Port != Port))
            Forget();
        Host = host;
        Port = entry.Port;
        Name = string.IsNullOrWhiteSpace(entry.Name) ? host : entry.Name.Trim();
        UserName = entry.UserName!.Trim();
        Authentication = entry.Authentication;
        Password = Reseal(entry.Password, Password, seal);
        PrivateKey = Reseal(entry.PrivateKey, PrivateKey, seal);
        Passphrase = Reseal(entry.Passphrase, Passphrase, seal);
        ApiPort = entry.ApiPort;
        ApiUserName = string.IsNullOrWhiteSpace(entry.ApiUserName) ? null : entry.ApiUserName.Trim();
        ApiPassword = Reseal(entry.ApiPassword, ApiPassword, seal);
        ProfileId = entry.ProfileId;
        Tags = Vics.Domain.Tags.Normal(entry.Tags);
        Notes = entry.Notes?.Trim() ?? "";
        Revision++;
    }

    /// <summary>From now on only this key is trusted.</summary>
    public void Pin(HostKeyFingerprint key, DateTimeOffset at)
    {
        HostKey = new PinnedHostKey(key.Algorithm, key.Sha256, at);
        Revision++;
    }

    private void Forget()
    {
        HostKey = null;
        State = UnitState.Unknown;
        ServiceState = ServiceState.Unknown;
        Installed = null;
        LastSeenAt = null;
    }

    private static SealedSecret? Reseal(Secret? entered, SealedSecret? kept, ISecretSeal seal) => entered switch
    {
        null => kept,
        _ when entered.Reveal().Length == 0 => null,
        _ => seal.Seal(entered),
    };
}
