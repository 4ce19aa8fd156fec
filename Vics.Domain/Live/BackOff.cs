namespace Vics.Domain.Live;

/// <summary>How long to wait between attempts.</summary>
public sealed record BackOffSettings
{
    /// <summary>One after the other; the last one for ever. Short for half a minute, in which a camera restarts or a switch comes back.</summary>
    public IReadOnlyList<TimeSpan> Delays { get; init; } =
        [.. new double[] { 0.5, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 5, 5, 10, 10, 30 }.Select(TimeSpan.FromSeconds)];

    /// <summary>After a refused password: cameras lock accounts that fail too often.</summary>
    public IReadOnlyList<TimeSpan> AfterRefusal { get; init; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    /// <summary>A stream that ran for so long starts over with the first delay.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Share by which a wait is longer or shorter, so that many cameras behind one switch are not tried in step.</summary>
    public double Jitter { get; init; } = 0.2;
}

/// <summary>Counts failures and says how long to wait.</summary>
public sealed class BackOff(BackOffSettings settings, Random random)
{
    private int _failures;
    private int _refusals;

    /// <summary>The wait after one more failure.</summary>
    /// <param name="refused">The camera refused the account.</param>
    /// <param name="livedFor">How long the stream ran before it failed; zero where it never did.</param>
    public TimeSpan Next(bool refused, TimeSpan livedFor)
    {
        if (livedFor >= settings.StableAfter)
            Reset();
        var wait = refused ? Pick(settings.AfterRefusal, _refusals++) : Pick(settings.Delays, _failures++);
        return wait * (1 + (settings.Jitter * ((2 * random.NextDouble()) - 1)));
    }

    /// <summary>Forgets the failures: something was changed that may help.</summary>
    public void Reset() => (_failures, _refusals) = (0, 0);

    private static TimeSpan Pick(IReadOnlyList<TimeSpan> waits, int turn) => waits[Math.Min(turn, waits.Count - 1)];
}
