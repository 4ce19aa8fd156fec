using Vics.Domain;

namespace Vics.Infrastructure.Ssh;

/// <summary>
/// What sudo said about a command. Its exit status cannot tell: a refused password ends with 1 as a failing command does
/// (sudo(8), "Exit value"). So the prompt tells whether it asked, and its messages, in English by <c>LC_ALL=C</c>, why it refused.
/// </summary>
/// <param name="Asked">The prompt appeared.</param>
/// <param name="Refusal">Why sudo did not run the command; null where it did, or did not get to refusing.</param>
/// <param name="Complaint">What else was said on standard error, in one line.</param>
internal sealed record SudoReply(bool Asked, OperatorText? Refusal, string Complaint)
{
    // In the words of sudo 1.8 to 1.9 and, after the bar, of sudo-rs. The first that is found counts, so the more exact ones come first.
    private static readonly (string Words, OperatorText Refusal)[] Refusals =
    [
        ("must have a tty", OperatorText.Of($"sudo on the unit asks for a terminal (requiretty). Add “Defaults:ACCOUNT !requiretty” to its sudoers for this account.")),
        ("is not in the sudoers file", NotAllowed),
        ("may not run sudo", NotAllowed),
        ("is not allowed to execute", NotAllowed),
        ("not allowed to run", NotAllowed),
        ("afraid I can't do that", NotAllowed),
        ("a password is required", PasswordNeeded),
        ("interactive authentication is required", PasswordNeeded),
        ("account validation failure", AccountTrouble),
        ("Account or password is expired", AccountTrouble),
        ("account is locked", AccountTrouble),
        ("PAM account management error", AccountTrouble),
        ("authentication token is no longer valid", AccountTrouble),
        ("Sorry, try again", WrongPassword),
        ("incorrect password attempt", WrongPassword),
        ("no password was provided", WrongPassword),
        ("Authentication failed, try again", WrongPassword),
        ("incorrect authentication attempt", WrongPassword),
        ("no new privileges", Broken),
        ("effective uid is not 0", Broken),
        ("must be owned by uid 0", Broken),
        ("must be setuid root", Broken),
        ("sudo: not found", Missing),
        ("sudo: command not found", Missing),
        ("sudo: No such file", Missing),
        ("‘sudo’: No such file", Missing),
        ("'sudo': No such file", Missing),
    ];

    private static OperatorText NotAllowed => OperatorText.Of($"sudo does not let the account run systemd-run as root. Add “ACCOUNT ALL=(root) /usr/bin/systemd-run” to the unit's sudoers, or use an account that may.");

    private static OperatorText PasswordNeeded => OperatorText.Of($"sudo asks for a password, and none is stored for the unit. Enter it in the unit's settings.");

    private static OperatorText WrongPassword => OperatorText.Of($"sudo did not take the stored password. Correct it in the unit's settings.");

    private static OperatorText AccountTrouble => OperatorText.Of($"sudo says that the account is locked or its password has expired. Unlock it on the unit.");

    private static OperatorText Broken => OperatorText.Of($"sudo on the unit is not set up as it must be (owner root, set-user-ID). Repair it on the unit.");

    private static OperatorText Missing => OperatorText.Of($"There is no sudo on the unit. Install it, or sign in as root.");

    /// <summary>Reads what a command under sudo left behind.</summary>
    public static SudoReply Read(CommandReply reply, string? prompt)
    {
        var asked = prompt is not null && reply.Error.Contains(prompt, StringComparison.Ordinal);
        var said = prompt is null ? reply.Error : reply.Error.Replace(prompt, "", StringComparison.Ordinal);
        // sudo warns so and goes on.
        said = string.Join('\n', said.Split('\n').Where(line => !line.Contains("unable to resolve host", StringComparison.Ordinal)));
        var complaint = UnitText.OneLine(said, 300);
        return new SudoReply(asked, reply.Succeeded ? null : RefusalIn(said), complaint);
    }

    private static OperatorText? RefusalIn(string said)
    {
        foreach (var (words, refusal) in Refusals)
        {
            if (said.Contains(words, StringComparison.Ordinal))
                return refusal;
        }

        // Any other word of sudo itself before the command ran: a sudoers file with an error, a plugin, a policy server.
        var line = said.Split('\n').FirstOrDefault(line => line.StartsWith("sudo: ", StringComparison.Ordinal) && !line.Contains("systemd-run", StringComparison.Ordinal));
        return line is null ? null : OperatorText.Of($"sudo refused: “{UnitText.OneLine(line, 200)}”.");
    }
}
