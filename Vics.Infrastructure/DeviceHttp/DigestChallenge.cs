namespace Vics.Infrastructure.DeviceHttp;

/// <summary>How a Digest challenge hashes.</summary>
internal enum DigestHash
{
    /// <summary>MD5: what most devices know.</summary>
    Md5,

    /// <summary>SHA-256.</summary>
    Sha256,
}

/// <summary>What a device wants to be answered by Digest (RFC 7616 §3.3; without <c>qop</c>, RFC 2069).</summary>
internal sealed record DigestChallenge
{
    /// <summary>Part of what is hashed.</summary>
    public required string Realm { get; init; }

    /// <summary>Part of what is hashed.</summary>
    public required string Nonce { get; init; }

    /// <summary>To be sent back, where there is one, be it empty.</summary>
    public string? Opaque { get; init; }

    /// <summary>As the device spells it, to be sent back; null where it names none, which means MD5.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Its hash.</summary>
    public DigestHash Hash { get; init; }

    /// <summary>The algorithm is of the kind <c>-sess</c>.</summary>
    public bool Session { get; init; }

    /// <summary><c>auth</c>, or <c>auth-int</c> where the device wants nothing else; null where it speaks RFC 2069.</summary>
    public string? Qop { get; init; }

    /// <summary>Only the nonce was too old: the account itself was not refused.</summary>
    public bool Stale { get; init; }

    /// <summary>The strongest one that can be answered, the first among equals; null where there is none (SHA-512-256 is not in .NET).</summary>
    public static DigestChallenge? Best(IEnumerable<HttpChallenge> challenges) =>
        challenges.Select(Read).OfType<DigestChallenge>().OrderByDescending(challenge => challenge.Hash).FirstOrDefault();

    private static DigestChallenge? Read(HttpChallenge challenge)
    {
        if (!challenge.Is("Digest") || !challenge.Has("nonce"))
            return null;
        var algorithm = challenge["algorithm"];
        DigestHash? hash = algorithm.ToUpperInvariant() switch
        {
            "" or "MD5" or "MD5-SESS" => DigestHash.Md5,
            "SHA-256" or "SHA-256-SESS" => DigestHash.Sha256,
            _ => null,
        };
        var offered = challenge["qop"].Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        var qop = Array.Find(["auth", "auth-int"], known => offered.Contains(known, StringComparer.OrdinalIgnoreCase));
        return hash is null || (qop is null && offered.Length > 0) ? null : new()
        {
            Realm = challenge["realm"],
            Nonce = challenge["nonce"],
            Opaque = challenge.Has("opaque") ? challenge["opaque"] : null,
            Algorithm = algorithm.Length > 0 ? algorithm : null,
            Hash = hash.Value,
            Session = algorithm.EndsWith("-sess", StringComparison.OrdinalIgnoreCase),
            Qop = qop,
            Stale = challenge["stale"].Equals("true", StringComparison.OrdinalIgnoreCase),
        };
    }
}
