namespace Vics.Infrastructure.Accounts;

/// <summary>Rules for passwords and sign-in: <c>Vics:Accounts</c>.</summary>
public sealed class AccountOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Vics:Accounts";

    /// <summary>Shortest password, 8–128. Length is what counts (NIST SP 800-63B §3.1.1.2); what it is made of is not prescribed.</summary>
    public int MinPasswordLength { get; set; } = 10;

    /// <summary>Wrong passwords in a row that lock an account, 1–100.</summary>
    public int LockoutAttempts { get; set; } = 5;

    /// <summary>How long it stays locked, 1–1440.</summary>
    public int LockoutMinutes { get; set; } = 5;
}
