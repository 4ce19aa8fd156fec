using Microsoft.Extensions.Options;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Web.Hosting;

namespace Vics.Web.Accounts;

/// <summary>
/// What happens while no account exists: the first administrator comes from the settings (<c>Vics:Bootstrap</c>), or from
/// the set-up page with the code that the log shows.
/// </summary>
public sealed partial class FirstRun(
    IAccountStore accounts, AccountAdministration administration, SetupCode code, IOptions<VicsOptions> settings, ILogger<FirstRun> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Whether the first account is still to be made.</summary>
    public async Task<bool> IsOpenAsync(CancellationToken ct) => !await accounts.AnyAsync(ct);

    /// <summary>At start: makes the account of the settings, or writes the code to the log.</summary>
    /// <exception cref="OptionsValidationException">The settings name an account that cannot be made.</exception>
    public async Task PrepareAsync(CancellationToken ct)
    {
        if (!await IsOpenAsync(ct))
            return;

        var bootstrap = settings.Value.Bootstrap;
        if (string.IsNullOrEmpty(bootstrap.AdminUserName) && string.IsNullOrEmpty(bootstrap.AdminPassword))
            code.Announce();
        else
            await BootstrapAsync(bootstrap.AdminUserName ?? "", new Secret(bootstrap.AdminPassword ?? ""), ct);
    }

    /// <summary>Makes the first administrator. <see cref="AccountChange.NoSuchAccount"/> where somebody else was first.</summary>
    public async Task<AccountChange> CompleteAsync(string? typedCode, string userName, Secret password, string origin, CancellationToken ct)
    {
        // Two forms sent at once must not make two administrators.
        await _one.WaitAsync(ct);
        try
        {
            if (!await IsOpenAsync(ct))
                return new AccountChange.NoSuchAccount();
            if (!code.IsRight(typedCode))
                return new AccountChange.Refused([new("code", OperatorText.Of($"This is not the code that the server's log shows."))]);
            return await administration.CreateAsync(userName, password, Role.Administrator, new Actor(null, userName, origin), ct);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task BootstrapAsync(string userName, Secret password, CancellationToken ct)
    {
        var change = await administration.CreateAsync(userName, password, Role.Administrator, Actor.Server, ct);
        if (change is AccountChange.Refused(var errors))
        {
            var failures = errors.Select(error => $"{(error.Field == "password" ? "Vics:Bootstrap:AdminPassword" : "Vics:Bootstrap:AdminUserName")}: {error.Message}");
            throw new OptionsValidationException(Options.DefaultName, typeof(VicsOptions), failures);
        }

        Log.Made(logger, userName);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Made the administrator {UserName} from the settings")]
        public static partial void Made(ILogger logger, string userName);
    }
}
