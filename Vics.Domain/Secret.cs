namespace Vics.Domain;

/// <summary>A password, key or passphrase in the clear, for as short as possible. It prints as <c>***</c>, so no log template can leak it.</summary>
public sealed record Secret
{
    private readonly string _value;

    /// <summary>Wraps a secret as it was typed.</summary>
    public Secret(string value) => _value = value;

    /// <summary>The secret itself: only for the adapter that hands it to a device.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}

/// <summary>A secret as it lies in the database: sealed, so that neither a page nor a copy of the file gives it away.</summary>
/// <param name="Sealed">Cipher text of <see cref="ISecretSeal"/>.</param>
public sealed record SealedSecret(string Sealed)
{
    /// <inheritdoc/>
    public override string ToString() => "***";
}

/// <summary>Seals secrets for storage and opens them for a device.</summary>
public interface ISecretSeal
{
    /// <summary>Seals a secret for storage.</summary>
    SealedSecret Seal(Secret secret);

    /// <summary>Opens a sealed secret.</summary>
    /// <exception cref="SecretUnreadableException">The keys it was sealed with are gone (another data directory, a partial restore).</exception>
    Secret Open(SealedSecret secret);
}

/// <summary>A stored secret cannot be opened any more: the key ring it was sealed with is missing.</summary>
public sealed class SecretUnreadableException : Exception
{
    /// <summary>Says so without saying the secret.</summary>
    public SecretUnreadableException()
        : base("A stored secret cannot be opened with the keys of this installation.")
    {
    }

    /// <summary>Says so, with what the key ring answered.</summary>
    public SecretUnreadableException(Exception cause)
        : base("A stored secret cannot be opened with the keys of this installation.", cause)
    {
    }
}
