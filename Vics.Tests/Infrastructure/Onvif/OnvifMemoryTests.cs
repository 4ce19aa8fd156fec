using Microsoft.Extensions.Time.Testing;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Infrastructure.Onvif;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>What is remembered of cameras.</summary>
public sealed class OnvifMemoryTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void It_is_kept_by_place_and_account_and_not_by_password()
    {
        var memory = new OnvifMemory(_clock);
        var camera = new CameraAccess { Host = "192.0.2.1", UserName = "a", Password = new Secret("x") };

        memory.Learn(camera, known => known with { NoStop = true });

        Assert.True(memory.Of(camera with { Password = new Secret("y") }).NoStop);
        Assert.False(memory.Of(camera with { UserName = "b" }).NoStop);
        Assert.False(memory.Of(camera with { Port = 81 }).NoStop);
        Assert.False(memory.Of(camera with { UseTls = true }).NoStop);
    }

    [Fact]
    public void It_ends_after_some_minutes_or_when_told()
    {
        var memory = new OnvifMemory(_clock);
        var camera = new CameraAccess { Host = "192.0.2.1" };
        memory.Learn(camera, known => known with { NoStop = true });

        _clock.Advance(OnvifMemory.Trust + TimeSpan.FromSeconds(1));
        Assert.False(memory.Of(camera).NoStop);

        memory.Learn(camera, known => known with { NoStop = true });
        memory.Forget(camera);
        Assert.False(memory.Of(camera).NoStop);
    }

    [Fact]
    public void It_is_bounded_and_the_least_recently_used_goes_first()
    {
        var memory = new OnvifMemory(_clock);
        CameraAccess Number(int number) => new() { Host = $"camera-{number}" };
        for (var number = 0; number < OnvifMemory.MaxCameras; number++)
            memory.Learn(Number(number), known => known with { NoStop = true });
        Assert.True(memory.Of(Number(0)).NoStop);

        memory.Learn(Number(OnvifMemory.MaxCameras), known => known with { NoStop = true });

        Assert.True(memory.Of(Number(0)).NoStop);
        Assert.False(memory.Of(Number(1)).NoStop);
    }

    [Fact]
    public void Quirk01_The_cameras_clock_runs_on_when_ours_is_set()
    {
        var told = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var clock = new OnvifClock(told, _clock.GetTimestamp(), default);

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(told.AddSeconds(5), clock.Now(_clock));
    }
}
