using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Demo;

public sealed class DemoBadgeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Pages_say_that_they_are_of_the_demo_where_they_are(string setting, bool said)
    {
        await using var vics = VicsApplication.With(("Vics:Demo", setting), ("Vics:Bootstrap:AdminUserName", "admin"), ("Vics:Bootstrap:AdminPassword", "correct horse battery"));
        using var client = vics.NewClient();

        var page = await client.GetStringAsync("/sign-in", Ct);

        Assert.Equal(said, page.Contains("data-demo", StringComparison.Ordinal));
    }
}
