namespace Vics.Domain.Units;

/// <summary>How a unit's SSH account is opened.</summary>
public enum Authentication
{
    /// <summary>By its password (also where the server asks for it by keyboard-interactive).</summary>
    Password,

    /// <summary>By a private key; the password, if any, is then for sudo only.</summary>
    PrivateKey,
}
