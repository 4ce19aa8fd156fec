using Microsoft.AspNetCore.Mvc;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api.Accounts;

/// <summary>API tokens: one's own; for administrators those of all accounts.</summary>
[Route("api/tokens")]
[Tags("Tokens")]
public sealed class TokensApiController(ApiTokenIssue tokens, IAccountStore accounts) : ApiController
{
    private AccountId Me => User.AccountId()!.Value;

    private AccountId? Reach => User.May(Role.Administrator) ? null : Me;

    [HttpGet]
    public async Task<PageModel<TokenModel>> List([FromQuery] ListRequest list, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(list);
        var search = list.ToQuery().Search ?? "";
        var found = (await tokens.ListAsync(Reach, ct)).Where(token =>
            token.Name.Contains(search, StringComparison.OrdinalIgnoreCase) || token.UserName.Contains(search, StringComparison.OrdinalIgnoreCase));
        return PageModel.From([.. found], list, TokenModel.From);
    }

    [HttpGet("{id:guid}")]
    [ProducesResponseType<TokenModel>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Get(ApiTokenId id, CancellationToken ct) =>
        (await tokens.ListAsync(Reach, ct)).FirstOrDefault(token => token.Id == id) is { } token ? Ok(TokenModel.From(token)) : Missing();

    [HttpPost]
    [ResponseCache(NoStore = true)]
    [ProducesResponseType<NewTokenModel>(StatusCodes.Status201Created)]
    public async Task<IActionResult> Create(TokenRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var owner = request.UserId ?? Me;
        if (owner != Me && !User.May(Role.Administrator))
            return Problem(StatusCodes.Status403Forbidden, OperatorText.Of($"Only administrators make tokens for other accounts."));
        if (await accounts.FindAsync(owner, ct) is null)
            return Invalid([new("userId", OperatorText.Of($"There is no such account."))]);

        var expiresAt = request.ExpiresAt ?? tokens.ExpiryAfter(request.Days);
        return await tokens.CreateAsync(owner, request.Name, expiresAt, Actor, ct) switch
        {
            TokenIssued.Done made => Created($"/api/tokens/{made.Token.Id}", NewTokenModel.From(made)),
            TokenIssued.Refused(var errors) => Invalid(errors),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    [HttpDelete("{id:guid}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Delete(ApiTokenId id, CancellationToken ct) =>
        await tokens.DeleteAsync(id, Reach, Actor, ct) ? NoContent() : Missing();
}
