using Vics.Domain;
using Vics.Domain.Units;

namespace Vics.Web.Api.Units;

/// <summary>
/// A unit as the API takes it. A secret that is null or left out keeps what is stored; an empty one removes it. What only
/// the server knows (<c>state</c>, <c>hostKey</c>, <c>hasPassword</c> …) may be sent along and is not looked at, so that
/// what was read can be sent back.
/// </summary>
public sealed record UnitRequest
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

    /// <summary>For SSH and sudo. Never answered.</summary>
    public string? Password { get; init; }

    /// <summary>In OpenSSH or PEM form. Never answered.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>Of the private key. Never answered.</summary>
    public string? Passphrase { get; init; }

    /// <summary>The unit it is reached through: null only, in this version.</summary>
    public Guid? JumpHostId { get; init; }

    /// <summary>Port of the unit's HTTP API, 1–65535.</summary>
    public int ApiPort { get; init; } = 9080;

    /// <summary>Account of the unit's HTTP API.</summary>
    public string? ApiUserName { get; init; }

    /// <summary>Password of the unit's HTTP API. Never answered.</summary>
    public string? ApiPassword { get; init; }

    /// <summary>How it is updated; null: by the default profile.</summary>
    public UpdateProfileId? ProfileId { get; init; }

    /// <summary>Words to find and choose it by.</summary>
    public IReadOnlyList<string?>? Tags { get; init; }

    /// <summary>For people.</summary>
    public string? Notes { get; init; }

    internal static string[] Secrets { get; } = ["password", "privateKey", "passphrase", "apiPassword"];

    /// <summary>What this version cannot do yet; empty where it can do all that is asked.</summary>
    public IReadOnlyList<FieldError> UnsupportedFields() => JumpHostId is null
        ? []
        : [new("jumpHostId", OperatorText.Of($"Units behind a jump host come with a later version. Leave it out."))];

    /// <summary>What is stored of a unit, as a request that would change nothing.</summary>
    public static UnitRequest From(Unit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return new()
        {
            Name = unit.Name,
            Host = unit.Host,
            Port = unit.Port,
            UserName = unit.UserName,
            Authentication = unit.Authentication,
            ApiPort = unit.ApiPort,
            ApiUserName = unit.ApiUserName,
            ProfileId = unit.ProfileId,
            Tags = unit.Tags,
            Notes = unit.Notes,
        };
    }

    /// <summary>The same for the inventory.</summary>
    public UnitEntry ToEntry() => new()
    {
        Name = Name,
        Host = Host,
        Port = Port,
        UserName = UserName,
        Authentication = Authentication,
        Password = Typed(Password),
        PrivateKey = Typed(PrivateKey),
        Passphrase = Typed(Passphrase),
        ApiPort = ApiPort,
        ApiUserName = ApiUserName,
        ApiPassword = Typed(ApiPassword),
        ProfileId = ProfileId,
        Tags = [.. (Tags ?? []).Select(tag => tag ?? "")],
        Notes = Notes,
    };

    // A record's ToString would print them.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{UserName}@{Host}:{Port}");
        return true;
    }

    private static Secret? Typed(string? text) => text is null ? null : new(text);
}
