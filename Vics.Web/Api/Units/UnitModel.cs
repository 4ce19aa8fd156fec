using Vics.Domain.Packages;
using Vics.Domain.Units;

namespace Vics.Web.Api.Units;

/// <summary>A unit as the API answers it. Of its secrets only that they are there.</summary>
public sealed record UnitModel
{
    /// <summary>Its id.</summary>
    public required UnitId Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>IP address or host name.</summary>
    public required string Host { get; init; }

    /// <summary>SSH port.</summary>
    public required int Port { get; init; }

    /// <summary>SSH account.</summary>
    public required string UserName { get; init; }

    /// <summary>How the account is opened.</summary>
    public required Authentication Authentication { get; init; }

    /// <summary>A password for SSH and sudo is stored.</summary>
    public required bool HasPassword { get; init; }

    /// <summary>A private key is stored.</summary>
    public required bool HasPrivateKey { get; init; }

    /// <summary>A passphrase of the private key is stored.</summary>
    public required bool HasPassphrase { get; init; }

    /// <summary>The unit it is reached through; always null in this version.</summary>
    public Guid? JumpHostId { get; init; }

    /// <summary>Port of the unit's HTTP API.</summary>
    public required int ApiPort { get; init; }

    /// <summary>Account of the unit's HTTP API.</summary>
    public required string? ApiUserName { get; init; }

    /// <summary>A password of the unit's HTTP API is stored.</summary>
    public required bool HasApiPassword { get; init; }

    /// <summary>How it is updated; null: by the default profile.</summary>
    public required UpdateProfileId? ProfileId { get; init; }

    /// <summary>Words to find and choose it by.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>For people.</summary>
    public required string Notes { get; init; }

    /// <summary>The host key it must show; null until the first contact.</summary>
    public required HostKeyModel? HostKey { get; init; }

    /// <summary>As last seen.</summary>
    public required UnitState State { get; init; }

    /// <summary>The recorder service as last seen.</summary>
    public required ServiceState ServiceState { get; init; }

    /// <summary>What runs on it as last seen.</summary>
    public required InstalledModel? Installed { get; init; }

    /// <summary>When it last answered.</summary>
    public required DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A unit in the shape of the API.</summary>
    public static UnitModel From(Unit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return new()
        {
            Id = unit.Id,
            Name = unit.Name,
            Host = unit.Host,
            Port = unit.Port,
            UserName = unit.UserName,
            Authentication = unit.Authentication,
            HasPassword = unit.Password is not null,
            HasPrivateKey = unit.PrivateKey is not null,
            HasPassphrase = unit.Passphrase is not null,
            ApiPort = unit.ApiPort,
            ApiUserName = unit.ApiUserName,
            HasApiPassword = unit.ApiPassword is not null,
            ProfileId = unit.ProfileId,
            Tags = unit.Tags,
            Notes = unit.Notes,
            HostKey = unit.HostKey is { } key ? new(key.Algorithm, key.Sha256, key.PinnedAt) : null,
            State = unit.State,
            ServiceState = unit.ServiceState,
            Installed = unit.Installed is { } installed ? new(installed.PackageId, installed.Version, installed.Sha256.ToString(), installed.InstalledAt) : null,
            LastSeenAt = unit.LastSeenAt,
            CreatedAt = unit.CreatedAt,
        };
    }
}

/// <summary>A pinned host key.</summary>
/// <param name="Algorithm"><c>ssh-ed25519</c> and the like; empty where only the checksum was given.</param>
/// <param name="Sha256">As OpenSSH prints it, without the <c>SHA256:</c> in front.</param>
/// <param name="PinnedAt">Since when it is trusted.</param>
public sealed record HostKeyModel(string Algorithm, string Sha256, DateTimeOffset? PinnedAt);

/// <summary>What runs on a unit.</summary>
/// <param name="PackageId">The package; null where the file is none we know.</param>
/// <param name="Version">Its version; null likewise.</param>
/// <param name="Sha256">Checksum of the installed file, in hexadecimal.</param>
/// <param name="InstalledAt">When it was first seen there.</param>
public sealed record InstalledModel(PackageId? PackageId, string? Version, string Sha256, DateTimeOffset InstalledAt);
