using System.CommandLine;
using Vics.Domain.Accounts;

namespace Vics.Web.Commands;

/// <summary><c>user add NAME --role administrator|operator|viewer</c>.</summary>
internal static class UserAdd
{
    public static Command Create(Func<CancellationToken, Task<IServiceProvider>> open)
    {
        var name = new Argument<string>("NAME") { Description = "The name to sign in with." };
        var role = new Option<string>("--role") { Description = "What the account may do.", Required = true };
        role.AcceptOnlyFromAmong([.. RoleNames.All.Reverse()]);
        var command = new Command("add", "Adds an account. Its password is asked for, or read from standard input when that is no terminal.") { name, role };
        command.SetAction((asked, ct) => RunAsync(asked.GetRequiredValue(name), asked.GetRequiredValue(role), open, ct));
        return command;
    }

    private static async Task<int> RunAsync(
        string name, string roleName, Func<CancellationToken, Task<IServiceProvider>> open, CancellationToken ct)
    {
        if (!RoleNames.TryParse(roleName, out var role) || await PasswordPrompt.ReadAsync(name, ct) is not { } password)
            return SubCommands.Failed;

        var services = await open(ct);
        switch (await services.GetRequiredService<AccountAdministration>().CreateAsync(name, password, role, CommandActor.Current, ct))
        {
            case AccountChange.Done(var account):
                Console.WriteLine($"Added the account {account.UserName} ({roleName}).");
                return 0;
            case AccountChange.Refused(var errors):
                return await CommandActor.RefuseAsync(errors);
            default:
                return SubCommands.Failed;
        }
    }
}
