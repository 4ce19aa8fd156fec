using Vics.Domain;
using Vics.Domain.Accounts;

namespace Vics.Web.Commands;

/// <summary>What the commands have in common: who acts, and how a refusal is told.</summary>
internal static class CommandActor
{
    /// <summary>Whoever may run the program on this machine, by the machine's name for them.</summary>
    public static Actor Current { get; } = new(null, Environment.UserName, "command line");

    /// <summary>Tells what was refused and gives the exit code.</summary>
    public static async Task<int> RefuseAsync(IEnumerable<FieldError> errors)
    {
        foreach (var error in errors)
            await Console.Error.WriteLineAsync(error.Message.ToString());
        return SubCommands.Failed;
    }
}
