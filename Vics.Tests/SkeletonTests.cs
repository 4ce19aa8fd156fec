using Xunit;

namespace Vics.Tests;

public sealed class SkeletonTests
{
    [Fact]
    public void The_house_stands() => Assert.EndsWith("Vics.Domain", typeof(Domain.DomainServices).Assembly.GetName().Name, StringComparison.Ordinal);
}
