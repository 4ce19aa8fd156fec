namespace Vics.Domain.Accounts;

/// <summary>The browser sessions of an account. They live on the server; a cookie is only a key to one.</summary>
public interface IAccountSessions
{
    /// <summary>Signs an account out everywhere: its cookies open nothing any more from the next request on. How many sessions there were.</summary>
    Task<int> EndAllAsync(AccountId account, CancellationToken ct);
}
