using Renci.SshNet;
using Vics.Domain;

namespace Vics.Infrastructure.Ssh;

/// <summary>
/// A password offered in the way the unit asks for it, but once: a wrong one that is tried twice per contact locks the account
/// twice as fast (pam_faillock(8) counts failures).
/// </summary>
internal sealed class OnePassword(string userName, Secret password) : PasswordAuthenticationMethod(userName, password.Reveal())
{
    /// <summary>The unit has had it and said no.</summary>
    public bool WasRefused { get; private set; }

    /// <inheritdoc/>
    public override AuthenticationResult Authenticate(Session session)
    {
        var result = base.Authenticate(session);
        WasRefused = result is AuthenticationResult.Failure;
        return result;
    }
}

/// <summary>The same password for units whose PAM asks questions (RFC 4256), unless it was refused already.</summary>
internal sealed class OnePrompt : KeyboardInteractiveAuthenticationMethod
{
    private readonly OnePassword _first;

    /// <summary>Answers every question that is not echoed with the password.</summary>
    public OnePrompt(string userName, Secret password, OnePassword first)
        : base(userName)
    {
        _first = first;
        AuthenticationPrompt += (_, asked) =>
        {
            foreach (var prompt in asked.Prompts)
                prompt.Response = prompt.IsEchoed ? "" : password.Reveal();
        };
    }

    /// <inheritdoc/>
    public override AuthenticationResult Authenticate(Session session) =>
        _first.WasRefused ? AuthenticationResult.Failure : base.Authenticate(session);
}
