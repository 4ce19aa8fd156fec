namespace Vics.Domain.Live;

/// <summary>Measures what flows, over the last few seconds.</summary>
internal sealed class FlowMeter(TimeProvider clock)
{
    private const int Window = 5;
    private readonly (long Second, long Bytes, int Frames)[] _seconds = new (long, long, int)[Window + 1];
    private readonly long _start = clock.GetTimestamp();

    public void Add(int bytes, int frames)
    {
        var second = Now();
        ref var slot = ref _seconds[second % _seconds.Length];
        slot = slot.Second == second ? (second, slot.Bytes + bytes, slot.Frames + frames) : (second, bytes, frames);
    }

    /// <summary>Kilobits and pictures a second; the second under way does not count.</summary>
    public (int Kbps, double FrameRate) Read()
    {
        var now = Now();
        var whole = _seconds.Where(slot => slot.Bytes > 0 && slot.Second < now && slot.Second >= now - Window).ToList();
        return whole.Count == 0
            ? (0, 0)
            : ((int)(whole.Sum(slot => slot.Bytes) * 8 / 1000 / whole.Count), Math.Round((double)whole.Sum(slot => slot.Frames) / whole.Count, 1));
    }

    private long Now() => (long)clock.GetElapsedTime(_start).TotalSeconds;
}
