using Vics.Domain.Live;
using Xunit;

namespace Vics.Tests.Domain.Live;

public sealed class PictureFormatTests
{
    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData(1, 1, 320, 1)]
    [InlineData(320, 5, 320, 5)]
    [InlineData(321, 6, 640, 10)]
    [InlineData(1921, 16, null, null)]
    public void Wishes_are_rounded_up_to_a_few(int? width, int? rate, int? keptWidth, int? keptRate) =>
        Assert.Equal(new PictureFormat(keptWidth, keptRate), PictureFormat.Near(width, rate));
}
