using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Vics.Tests.Layering;

/// <summary>The folders show how data flows; these tests hold the code to it, read from the compiled assemblies.</summary>
public sealed class LayeringTests
{
    private static readonly Assembly Domain = typeof(Vics.Domain.DomainServices).Assembly;
    private static readonly Assembly Infrastructure = typeof(Vics.Infrastructure.InfrastructureServices).Assembly;
    private static readonly Assembly Web = typeof(Program).Assembly;

    private static readonly ArchUnitNET.Domain.Architecture Product = new ArchLoader().LoadAssemblies(Domain, Infrastructure, Web).Build();

    [Fact]
    public void The_domain_references_nothing_but_the_runtime_and_logging_abstractions()
    {
        string[] allowed = ["Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions"];

        var foreign = Domain.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !allowed.Contains(name));

        Assert.Empty(foreign);
    }

    [Fact]
    public void Infrastructure_knows_nothing_of_the_web() =>
        Types().That().ResideInAssembly(Infrastructure).Should().NotDependOnAny(Types().That().ResideInAssembly(Web)).Check(Product);

    [Fact]
    public void Only_the_composition_root_of_the_web_touches_infrastructure()
    {
        IObjectProvider<IType> adapters = Types().That().ResideInAssembly(Infrastructure);

        Types().That().ResideInAssembly(Web)
            .And().DoNotHaveFullNameMatching("^Program$|^Program[+/]")
            .And().DoNotResideInNamespace("Vics.Web.Hosting")
            .Should().NotDependOnAny(adapters)
            .Check(Product);
    }

    [Theory]
    [InlineData("Helpers")]
    [InlineData("Manager")]
    [InlineData("Utils")]
    [InlineData("Repository")]
    public void No_type_has_a_name_that_says_nothing(string suffix) =>
        Types().That().ResideInAssembly(Domain, Infrastructure, Web).Should().NotHaveNameEndingWith(suffix)
            .Check(Product);
}
