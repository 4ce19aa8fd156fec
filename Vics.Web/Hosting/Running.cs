using Vics.Infrastructure.Persistence;
using Vics.Web.Commands;

namespace Vics.Web.Hosting;

/// <summary>Runs what the command line asks for: the server, or one sub-command.</summary>
internal static class Running
{
    /// <summary>Runs to the end and gives the exit code.</summary>
    public static async Task<int> RunVicsAsync(this WebApplication app, CommandLine commandLine)
    {
        await app.Services.MigrateVicsDatabaseAsync(CancellationToken.None);
        if (commandLine.IsCommand)
            return await RunCommandAsync(app, commandLine.Words);

        app.AnnounceAddresses();
        await app.RunAsync();
        return 0;
    }

    private static async Task<int> RunCommandAsync(WebApplication app, IReadOnlyList<string> words)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };

        await using var scope = app.Services.CreateAsyncScope();
        var commands = scope.ServiceProvider.GetServices<ICommand>().ToList();
        var command = commands.Find(c => words.Take(c.Name.Split(' ').Length).SequenceEqual(c.Name.Split(' ')));
        if (command is not null)
            return await command.RunAsync([.. words.Skip(command.Name.Split(' ').Length)], stop.Token);

        await Console.Error.WriteLineAsync($"There is no command '{string.Join(' ', words.TakeWhile(w => !w.StartsWith('-')))}'.");
        foreach (var known in commands)
            await Console.Error.WriteLineAsync($"  {known.Usage}");
        return 1;
    }
}
