using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Accounts;

public sealed class EndpointProtectionTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    /// <summary>All that may be asked for without an account. Whoever adds a line here says why in the review.</summary>
    private static readonly string[] Anonymous =
    [
        "error/{status:int?}", "health/live", "health/ready", "language", "setup", "sign-in", "theme",
    ];

    [Fact]
    public void Every_endpoint_but_the_listed_ones_demands_an_account()
    {
        var open = Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(Anonymous, open);
    }

    [Fact]
    public void What_names_no_role_demands_an_account_by_the_fallback_policy()
    {
        _ = vics.Address;
        var fallback = vics.Services.GetRequiredService<IOptions<AuthorizationOptions>>().Value.FallbackPolicy;

        Assert.Contains(fallback!.Requirements, demand => demand is Microsoft.AspNetCore.Authorization.Infrastructure.DenyAnonymousAuthorizationRequirement);
    }

    [Fact]
    public void Every_policy_that_an_endpoint_names_is_a_role()
    {
        var policies = Endpoints().SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()).Select(data => data.Policy);

        Assert.All(policies, policy => Assert.Contains(policy, RoleNames.All));
    }

    [Theory]
    [InlineData("/units")]
    [InlineData("/settings/users")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/nothing-of-the-kind")]
    public async Task A_page_asked_for_without_an_account_leads_to_the_sign_in_page(string path)
    {
        await vics.NewAccountAsync(Role.Viewer);
        using var client = vics.NewClient();
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(302, (int)answer.StatusCode);
        Assert.Equal($"/sign-in?returnUrl={Uri.EscapeDataString(path)}", answer.Headers.Location!.PathAndQuery);
    }

    private List<RouteEndpoint> Endpoints()
    {
        _ = vics.Address;
        return [.. vics.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .DistinctBy(endpoint => (endpoint.DisplayName, endpoint.RoutePattern.RawText))];
    }
}
