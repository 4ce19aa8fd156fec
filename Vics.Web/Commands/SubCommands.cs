using System.CommandLine;
using System.CommandLine.Invocation;

namespace Vics.Web.Commands;

/// <summary>
/// What the program does besides serving: <c>user add</c>, <c>token create</c>. They use the server's configuration and
/// database and work while it runs. The answer goes to standard output, everything else to standard error.
/// </summary>
internal static class SubCommands
{
    /// <summary>The exit code of a command that could not do what it was asked.</summary>
    public const int Failed = 1;

    private const string Description = """
        VICS updates a fleet of VICS units.

        Without a command it serves the web application. Settings are given as --Urls=http://*:8000 or
        --Vics:DataDirectory=/var/lib/vics, in the environment (Vics__DataDirectory) or in appsettings.json.
        """;

    /// <summary>Whether the arguments ask for a command rather than for the server.</summary>
    public static bool AreMeantBy(string[] arguments) =>
        arguments is [var first, ..] && (first is "--help" or "-h" or "-?" or "--version" || Create(_ => throw new InvalidOperationException()).Subcommands.Any(c => c.Name == first));

    /// <summary>Runs the command that is asked for. <paramref name="open"/> readies the database and gives the services; help needs neither.</summary>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, Func<CancellationToken, Task<IServiceProvider>> open)
    {
        var asked = Create(open).Parse(arguments);
        // What was wrong is said in a line; the whole help would bury it.
        if (asked.Action is ParseErrorAction wrong)
            wrong.ShowHelp = false;
        return asked.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static RootCommand Create(Func<CancellationToken, Task<IServiceProvider>> open) => new(Description)
    {
        new Command("user", "Accounts.") { UserAdd.Create(open) },
        new Command("token", "API tokens.") { TokenCreate.Create(open) },
    };
}
