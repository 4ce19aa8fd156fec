using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Vics.Domain;
using Vics.Domain.Accounts;

namespace Vics.Web.Accounts;

/// <summary>Lets a script in by its API token: <c>Authorization: Bearer …</c>.</summary>
internal sealed class ApiTokenHandler(
    IApiTokenStore tokens, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Schemes.BearerToken(Request) is not { } token)
            return AuthenticateResult.NoResult();

        var account = await tokens.AuthenticateAsync(new Secret(token), Context.RequestAborted);
        return account is null
            ? AuthenticateResult.Fail("The API token is unknown, deleted or expired.")
            : AuthenticateResult.Success(new AuthenticationTicket(AccountPrincipal.For(account, Scheme.Name), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Schemes.RefuseAsync(Context, StatusCodes.Status401Unauthorized);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Schemes.RefuseAsync(Context, StatusCodes.Status403Forbidden);
}
