using Microsoft.Extensions.Time.Testing;
using Vics.Domain.Live;
using Xunit;

namespace Vics.Tests.Domain.Live;

public sealed class FragmentRingTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FragmentRing _ring;
    private long _position = FragmentRing.AtNextKey;

    public FragmentRingTests() => _ring = new FragmentRing(new LiveSettings { MostBytes = 1_000_000 }, _clock);

    [Fact]
    public void Who_joins_begins_with_the_newest_key_frame()
    {
        Play(seconds: 5, gop: 50);

        Assert.True(Assert.IsType<LiveEvent.Fragment>(Next()).IsKey);
        Assert.Equal(101, _position);
    }

    [Fact]
    public void Who_joins_before_the_first_key_frame_waits_for_it()
    {
        Append(isKey: false);
        Assert.Null(Next());

        Append(isKey: true);

        Assert.True(Assert.IsType<LiveEvent.Fragment>(Next()).IsKey);
    }

    [Fact]
    public void A_group_of_a_minute_is_kept_whole_and_what_came_before_is_not()
    {
        Play(seconds: 2, gop: 50);
        Play(seconds: 59, gop: 1500);

        Assert.Equal(59 * 25, _ring.LastGroup().Count);
        Assert.Equal(59 * 25, _ring.Count);
    }

    [Fact]
    public void A_group_larger_than_allowed_is_let_go_and_who_joins_waits_for_the_next()
    {
        Append(isKey: true);
        for (var i = 0; i < 200; i++)
            Append(isKey: false, size: 10_000);

        Assert.Null(Next());
        Assert.InRange(_ring.Bytes, 1, 1_000_000);

        Append(isKey: true);
        Assert.NotNull(Next());
    }

    [Fact]
    public void Who_lags_too_far_goes_on_at_the_newest_key_frame_and_is_told_what_it_missed()
    {
        Play(seconds: 1, gop: 50);
        Assert.IsType<LiveEvent.Fragment>(Next());

        Play(seconds: 6, gop: 50);

        // It stood at 1; 25 + 100 is the newest key frame.
        Assert.Equal(124, Assert.IsType<LiveEvent.Skipped>(Next()).Count);
        Assert.True(Assert.IsType<LiveEvent.Fragment>(Next()).IsKey);
    }

    [Fact]
    public void Who_lags_a_little_misses_nothing()
    {
        Play(seconds: 1, gop: 25);
        _ = Next();
        Play(seconds: 3, gop: 25);

        for (var number = 1; number < 100; number++)
            Assert.Equal(number, Assert.IsType<LiveEvent.Fragment>(Next()).Number);
        Assert.Null(Next());
    }

    [Fact]
    public void Who_wants_only_the_latest_gets_only_the_latest()
    {
        Play(seconds: 1, gop: 1);

        Assert.Equal(24, Assert.IsType<LiveEvent.Fragment>(_ring.Read(ref _position, latestOnly: true)).Number);
        Play(seconds: 1, gop: 1);
        Assert.Equal(49, Assert.IsType<LiveEvent.Fragment>(_ring.Read(ref _position, latestOnly: true)).Number);
    }

    [Fact]
    public void Memory_stays_within_bounds_whatever_comes()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            Append(random.Next(40) == 0, random.Next(1, 40_000));
            Assert.True(_ring.Bytes <= 1_040_000);
            if (random.Next(3) == 0)
                _ = Next();
        }
    }

    private LiveEvent? Next() => _ring.Read(ref _position, latestOnly: false);

    private void Play(int seconds, int gop)
    {
        for (var frame = 0; frame < seconds * 25; frame++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(40));
            Append(frame % gop == 0);
        }
    }

    private void Append(bool isKey, int size = 100) => _ring.Append(isKey, new byte[size]);
}
