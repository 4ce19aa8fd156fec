using Vics.Domain.Cameras;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Domain.Cameras;

public sealed class CameraRoundTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CameraMonitorSettings Settings = new() { Interval = TimeSpan.FromSeconds(60) };

    [Fact]
    public void Turns_are_spread_evenly_and_come_once_in_an_interval()
    {
        var rounds = Enumerable.Range(0, 600).Select(_ => new CameraRound(Guid.CreateVersion7(), null)).ToList();
        foreach (var round in rounds)
        {
            round.BeginWithin(TimeSpan.FromSeconds(10), Now);
            Assert.InRange(round.Due, Now, Now.AddSeconds(10));
            round.Next([null], round.Due, Settings);
        }

        // Evenly is 100 in ten seconds of the minute; this many or this few comes by chance less than once in a billion runs.
        var tenths = rounds.GroupBy(round => round.Due.Second / 10).ToDictionary(tenth => tenth.Key, tenth => tenth.Count());
        Assert.Equal(6, tenths.Count);
        Assert.All(tenths.Values, count => Assert.InRange(count, 40, 180));

        foreach (var round in rounds)
        {
            var before = round.Due;
            round.Next([null], before.AddSeconds(2), Settings);
            Assert.Equal(before + Settings.Interval, round.Due);
        }
    }

    [Fact]
    public void Who_stays_away_is_asked_more_and_more_seldom_and_who_is_back_as_often_as_before()
    {
        var round = new CameraRound(Guid.CreateVersion7(), null);
        var pauses = Enumerable.Range(0, 6).Select(_ => PauseAfter(round, FakeCameras.Away)).ToList();

        Assert.InRange(pauses[0], 30, 90);
        Assert.Equal([60, 120, 240, 300, 300], pauses[1..]);

        round.Next([null], Now, Settings);
        Assert.InRange(PauseAfter(round, null), 30, 90);
    }

    [Fact]
    public void A_refused_account_is_left_alone_for_long()
    {
        var round = new CameraRound(Guid.CreateVersion7(), null);

        Assert.Equal(300, PauseAfter(round, FakeCameras.WrongPassword));
    }

    [Fact]
    public void A_unit_is_asked_as_often_as_ever_while_one_of_its_cameras_is_there()
    {
        var round = new CameraRound(Guid.CreateVersion7(), null);
        for (var n = 0; n < 5; n++)
            round.Next([FakeCameras.Away, null], Now, Settings);

        Assert.InRange((round.Due - Now).TotalSeconds, 30, 90);
    }

    private static double PauseAfter(CameraRound round, Vics.Domain.Network.DeviceFault? trouble)
    {
        round.Next([trouble], Now, Settings);
        return (round.Due - Now).TotalSeconds;
    }
}
