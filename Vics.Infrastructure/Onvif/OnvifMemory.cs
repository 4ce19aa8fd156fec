using System.Globalization;
using Vics.Domain.Cameras;

namespace Vics.Infrastructure.Onvif;

/// <summary>The camera's clock, read off once and carried on by a counter that nobody sets.</summary>
/// <param name="Told">What it said.</param>
/// <param name="Timestamp">When, by <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="Skew">How far it was from our clock then.</param>
internal sealed record OnvifClock(DateTimeOffset Told, long Timestamp, TimeSpan Skew)
{
    /// <summary>What it shows now.</summary>
    public DateTimeOffset Now(TimeProvider clock) => Told + clock.GetElapsedTime(Timestamp);
}

/// <summary>What is known of how to speak to a camera.</summary>
internal sealed record OnvifKnowledge
{
    /// <summary>The way that its account was taken by; null: not yet.</summary>
    public OnvifWay? Way { get; init; }

    /// <summary>SOAP that it answers to.</summary>
    public SoapVersion Soap { get; init; }

    /// <summary>Its clock; null where it was not asked or does not tell.</summary>
    public OnvifClock? Clock { get; init; }

    /// <summary>It was asked for its time.</summary>
    public bool ClockAsked { get; init; }

    /// <summary>Where its services are.</summary>
    public OnvifServiceMap? Services { get; init; }

    /// <summary>Its profiles that can be steered.</summary>
    public IReadOnlyList<string>? Steerable { get; init; }

    /// <summary>It knows no Stop.</summary>
    public bool NoStop { get; init; }

    /// <summary>How it lets its picture be fetched; null: not yet.</summary>
    public PictureLogin? Picture { get; init; }
}

/// <summary>How a picture is fetched.</summary>
internal enum PictureLogin
{
    /// <summary>By HTTP Digest, if it asks.</summary>
    Digest,

    /// <summary>With the password sent readably.</summary>
    Basic,

    /// <summary>Without account.</summary>
    None,
}

/// <summary>
/// Remembers how cameras want to be spoken to, for some minutes: what a camera is asked a second time is asked in one message instead of five. No secret
/// is kept. The least recently used is forgotten where there are too many.
/// </summary>
internal sealed class OnvifMemory(TimeProvider clock)
{
    /// <summary>More cameras than one installation has.</summary>
    public const int MaxCameras = 4096;

    /// <summary>As long as the facts of a camera are believed.</summary>
    public static readonly TimeSpan Trust = CameraStreams.Trust;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (OnvifKnowledge Knowledge, DateTimeOffset Since, long Used)> _known = new(StringComparer.Ordinal);
    private long _uses;

    /// <summary>What is known; nothing where it is too old.</summary>
    public OnvifKnowledge Of(CameraAccess camera)
    {
        lock (_gate)
        {
            var key = KeyOf(camera);
            if (!_known.TryGetValue(key, out var entry) || clock.GetUtcNow() - entry.Since is var age && (age > Trust || age < TimeSpan.Zero))
                return new OnvifKnowledge();
            _known[key] = entry with { Used = ++_uses };
            return entry.Knowledge;
        }
    }

    /// <summary>Adds to it.</summary>
    public void Learn(CameraAccess camera, Func<OnvifKnowledge, OnvifKnowledge> learn)
    {
        lock (_gate)
        {
            var key = KeyOf(camera);
            var now = clock.GetUtcNow();
            var isKnown = _known.TryGetValue(key, out var entry) && now - entry.Since <= Trust && now >= entry.Since;
            if (!isKnown && _known.Count >= MaxCameras)
                _known.Remove(_known.MinBy(one => one.Value.Used).Key);
            _known[key] = (learn(isKnown ? entry.Knowledge : new OnvifKnowledge()), isKnown ? entry.Since : now, ++_uses);
        }
    }

    /// <summary>Ends it: what was known led nowhere.</summary>
    public void Forget(CameraAccess camera)
    {
        lock (_gate)
            _known.Remove(KeyOf(camera));
    }

    private static string KeyOf(CameraAccess camera) =>
        string.Create(CultureInfo.InvariantCulture, $"{camera.UseTls} {camera.Host}:{camera.Port}{camera.OnvifPath} {camera.UserName}");
}
