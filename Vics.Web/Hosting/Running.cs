using Vics.Infrastructure.Persistence;
using Vics.Web.Accounts;
using Vics.Web.Commands;

namespace Vics.Web.Hosting;

/// <summary>Runs what the command line asks for: the server, or one sub-command.</summary>
internal static class Running
{
    /// <summary>Serves until the program is stopped.</summary>
    public static async Task<int> ServeAsync(this WebApplication app)
    {
        await app.Services.MigrateVicsDatabaseAsync(CancellationToken.None);
        await app.Services.GetRequiredService<FirstRun>().PrepareAsync(CancellationToken.None);
        app.AnnounceAddresses();
        await app.RunAsync();
        return 0;
    }

    /// <summary>Runs a sub-command. The application is only built where the command needs its services, not to show help.</summary>
    public static async Task<int> RunCommandAsync(CommandLine commandLine, Func<WebApplication> build)
    {
        WebApplication? app = null;
        try
        {
            return await SubCommands.RunAsync(commandLine.Words, async ct =>
            {
                app = build();
                await app.Services.MigrateVicsDatabaseAsync(ct);
                return app.Services;
            });
        }
        finally
        {
            if (app is not null)
                await app.DisposeAsync();
        }
    }
}
