using Vics.Domain.Live;
using Xunit;

namespace Vics.Tests.Domain.Live;

public sealed class BackOffTests
{
    private static readonly BackOffSettings Exact = new() { Jitter = 0 };

    [Fact]
    public void Waits_grow_to_half_a_minute_and_no_further()
    {
        var backOff = new BackOff(Exact, new Random(1));

        var waits = Enumerable.Range(0, 40).Select(_ => backOff.Next(refused: false, TimeSpan.Zero).TotalSeconds).ToList();

        Assert.Equal(waits.Order(), waits);
        Assert.Equal((0.5, 30, 30), (waits[0], waits[20], waits[^1]));
    }

    [Theory]
    [InlineData(5, 2.5)]
    [InlineData(20, 3.6)]
    public void A_camera_that_was_away_for_seconds_is_found_again_within_seconds(int away, double longest)
    {
        var backOff = new BackOff(Exact with { Jitter = 0.2 }, new Random(7));
        double now = 0;
        while (now < away)
            now += backOff.Next(refused: false, TimeSpan.Zero).TotalSeconds;

        Assert.InRange(now - away, 0, longest);
    }

    [Fact]
    public void A_refused_account_is_not_tried_again_for_minutes()
    {
        var backOff = new BackOff(Exact, new Random(1));

        Assert.Equal([1, 5, 5], Enumerable.Range(0, 3).Select(_ => backOff.Next(refused: true, TimeSpan.Zero).TotalMinutes));
    }

    [Fact]
    public void What_ran_well_for_a_minute_starts_over()
    {
        var backOff = new BackOff(Exact, new Random(1));
        for (var i = 0; i < 5; i++)
            backOff.Next(refused: false, TimeSpan.FromSeconds(3));

        Assert.Equal(0.5, backOff.Next(refused: false, TimeSpan.FromSeconds(61)).TotalSeconds);
    }

    [Fact]
    public void Many_cameras_are_not_tried_in_step()
    {
        var waits = Enumerable.Range(0, 200).Select(seed => new BackOff(new BackOffSettings(), new Random(seed)).Next(refused: false, TimeSpan.Zero).TotalSeconds).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, 0.4, 0.6));
        Assert.True(waits.Distinct().Count() > 150);
    }
}
