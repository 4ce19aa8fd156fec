using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Domain.Cameras;

/// <summary>Somebody whom the monitor asks again and again: a camera, or a unit for all its cameras.</summary>
/// <param name="key">Of the camera or unit.</param>
/// <param name="unit">The unit, where that is asked.</param>
internal sealed class CameraRound(Guid key, UnitId? unit)
{
    private int _failures;

    /// <summary>Of the camera or unit.</summary>
    public Guid Key { get; } = key;

    /// <summary>The unit, where that is asked; null where a camera is.</summary>
    public UnitId? Unit { get; } = unit;

    /// <summary>Its cameras.</summary>
    public Dictionary<CameraId, CameraWatch> Cameras { get; } = [];

    /// <summary>When it is asked next.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>It is being asked now.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>Where in the interval it has its turn, from 0 to 1: spread evenly, and the same after every start.</summary>
    private double Share { get; } = BitConverter.ToUInt32(key.ToByteArray(), 12) / (double)uint.MaxValue;

    /// <summary>Its first turn.</summary>
    public void BeginWithin(TimeSpan firstRound, DateTimeOffset now) => Due = now + Share * firstRound;

    /// <summary>Its next turn, after a look that all its cameras answered to with <paramref name="troubles"/>.</summary>
    public void Next(IReadOnlyCollection<DeviceFault?> troubles, DateTimeOffset now, CameraMonitorSettings settings)
    {
        var isAway = troubles.Count > 0 && troubles.All(trouble => trouble is not null);
        _failures = isAway ? _failures + 1 : 0;
        var longest = Max(settings.LongestPause, settings.Interval);
        if (isAway && troubles.All(trouble => CameraWatch.IsFutile(trouble!)))
            Due = now + longest;
        else if (Cameras.Values.Any(camera => camera.IsInDoubt))
            Due = now + settings.Interval / 4;
        else if (_failures < 2)
            Due = NextTurn(now, settings.Interval);
        else
            Due = now + Min(longest, settings.Interval * Math.Pow(2, Math.Min(_failures - 2, 16)));
    }

    /// <summary>The turn after this one that is at least half an interval away.</summary>
    private DateTimeOffset NextTurn(DateTimeOffset now, TimeSpan interval)
    {
        var earliest = now + interval / 2;
        var first = (long)(Share * interval.Ticks);
        var turns = (earliest.UtcTicks - first + interval.Ticks - 1) / interval.Ticks;
        return new DateTimeOffset(first + turns * interval.Ticks, TimeSpan.Zero);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
