using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain;
using Vics.Domain.Audit;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Accounts;

/// <summary>The sub-commands as their own process, on the data directory of a server that runs.</summary>
public sealed class CommandLineTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_and_its_token_are_made_while_the_server_runs()
    {
        _ = vics.Address;
        var added = await RunAsync(SignedIn.Password + "\n", "user", "add", "night-shift", "--role", "operator");
        var made = await RunAsync("", "token", "create", "--user", "night-shift", "--name", "updates", "--days", "30");
        using var script = vics.NewClient();
        script.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Output.TrimEnd('\n'));

        using var answer = await script.GetAsync("/api/tokens", Ct);
        using var signedIn = await vics.SignedInClientAsync("night-shift");

        Assert.Equal((0, "Added the account night-shift (operator).\n", ""), added);
        Assert.Equal(0, made.ExitCode);
        Assert.Matches("^vics_[A-Za-z0-9_-]+\n$", made.Output);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var log = await vics.Services.GetRequiredService<IAuditLog>().ListAsync(new ListQuery(Search: "night-shift"), Ct);
        Assert.Contains(log.Items, entry => entry is { Action: "account.created", Actor.Origin: "command line" });
        Assert.Contains(log.Items, entry => entry is { Action: "token.created", Actor.Origin: "command line" });
    }

    [Fact]
    public async Task The_first_command_makes_the_database()
    {
        var directory = Directory.CreateTempSubdirectory("vics-command-").FullName;
        try
        {
            var added = await RunAsync(SignedIn.Password, ["user", "add", "first", "--role", "administrator"], directory);

            Assert.Equal((0, "Added the account first (administrator).\n", ""), added);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Settings_may_stand_on_the_command_line_too()
    {
        var directory = Directory.CreateTempSubdirectory("vics-command-").FullName;
        try
        {
            var elsewhere = Directory.CreateDirectory(Path.Combine(directory, "elsewhere")).FullName;

            var added = await RunAsync(SignedIn.Password, ["user", "add", "first", "--Urls=http://localhost:1", "--Vics:DataDirectory", directory, "--role", "administrator"], elsewhere);

            Assert.Equal((0, "Added the account first (administrator).\n", ""), added);
            Assert.True(File.Exists(Path.Combine(directory, "vics.db")));
            Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Theory]
    [InlineData("short", "user add x --role viewer", "A password has at least 10 characters.")]
    [InlineData("", "user add x --role viewer", "No password was given.")]
    [InlineData("", "user add x --role king", "'king' not recognized")]
    [InlineData("", "user add x", "'--role' is required")]
    [InlineData("", "token create --user nobody --name x", "There is no account “nobody”.")]
    [InlineData("", "token create --user nobody --name x --days soon", "--days takes a whole number of days.")]
    [InlineData("", "token create --name x", "'--user' is required")]
    [InlineData("", "user", "Required command was not provided.")]
    public async Task What_cannot_be_done_is_told_on_standard_error_alone(string input, string words, string reason)
    {
        var (exitCode, output, error) = await RunAsync(input, words.Split(' '));

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "token")]
    [InlineData("user add --help", "--role")]
    [InlineData("token create --help", "--days")]
    public async Task Help_says_what_there_is(string words, string expected)
    {
        var (exitCode, output, _) = await RunAsync("", words.Split(' '));

        Assert.Equal(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_first_administrator_ends_the_start_with_one_line_that_keeps_the_password()
    {
        var directory = Directory.CreateTempSubdirectory("vics-command-").FullName;
        try
        {
            string[] arguments = ["--urls=http://127.0.0.1:0", "--Vics:Bootstrap:AdminUserName=boss", "--Vics:Bootstrap:AdminPassword=tooshort"];
            var (exitCode, output, error) = await RunAsync("", arguments, directory);

            Assert.Equal(1, exitCode);
            Assert.Equal("VICS cannot start: Vics:Bootstrap:AdminPassword: A password has at least 10 characters.\n", error);
            Assert.DoesNotContain("tooshort", output + error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string input, params string[] words) => RunAsync(input, words, vics.DataDirectory);

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string input, string[] words, string directory)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = directory,
            Environment = { ["Vics__DataDirectory"] = directory },
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Vics.Web.dll"));
        foreach (var word in words)
            start.ArgumentList.Add(word);

        using var process = Process.Start(start)!;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            patience.CancelAfter(TimeSpan.FromSeconds(60));
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
