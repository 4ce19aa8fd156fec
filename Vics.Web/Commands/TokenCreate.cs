using System.CommandLine;
using System.Globalization;
using Vics.Domain;
using Vics.Domain.Accounts;

namespace Vics.Web.Commands;

/// <summary><c>token create --user NAME --name LABEL [--days N]</c>: prints the token, alone.</summary>
internal static class TokenCreate
{
    public static Command Create(Func<CancellationToken, Task<IServiceProvider>> open)
    {
        var user = new Option<string>("--user") { Description = "The account the token acts as.", HelpName = "NAME", Required = true };
        var name = new Option<string>("--name") { Description = "What the token is for.", HelpName = "LABEL", Required = true };
        var days = new Option<int?>("--days") { Description = "How many days it is valid; without it, until it is deleted.", HelpName = "N" };
        days.CustomParser = typed =>
        {
            if (int.TryParse(typed.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
            typed.AddError("--days takes a whole number of days.");
            return null;
        };
        var command = new Command("create", "Makes an API token and prints it, alone, on standard output.") { user, name, days };
        command.SetAction((asked, ct) =>
            RunAsync(asked.GetRequiredValue(user), asked.GetRequiredValue(name), asked.GetValue(days), open, ct));
        return command;
    }

    private static async Task<int> RunAsync(
        string userName, string name, int? days, Func<CancellationToken, Task<IServiceProvider>> open, CancellationToken ct)
    {
        var services = await open(ct);
        if (await services.GetRequiredService<IAccountStore>().FindByNameAsync(userName, ct) is not { } account)
            return await CommandActor.RefuseAsync([new("user", OperatorText.Of($"There is no account “{userName}”."))]);

        var tokens = services.GetRequiredService<ApiTokenIssue>();
        switch (await tokens.CreateAsync(account.Id, name, tokens.ExpiryAfter(days), CommandActor.Current, ct))
        {
            case TokenIssued.Done(_, var secret):
                Console.WriteLine(secret.Reveal());
                return 0;
            case TokenIssued.Refused(var errors):
                return await CommandActor.RefuseAsync(errors);
            default:
                return SubCommands.Failed;
        }
    }
}
