using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;

namespace Vics.Domain.Cameras;

/// <summary>How a PTZ command ended. Trouble with the camera is a <see cref="Network.DeviceException"/>.</summary>
public abstract record PtzOutcome
{
    private PtzOutcome()
    {
    }

    /// <summary>The camera took it.</summary>
    public sealed record Done : PtzOutcome;

    /// <summary>The camera remembers where it looks.</summary>
    public sealed record Saved(PtzPreset Preset) : PtzOutcome;

    /// <summary>What the camera remembers.</summary>
    public sealed record Presets(IReadOnlyList<PtzPreset> All) : PtzOutcome;

    /// <summary>Something entered is wrong.</summary>
    public sealed record Refused(IReadOnlyList<FieldError> Errors) : PtzOutcome;

    /// <summary>This camera cannot be steered now, and why.</summary>
    public sealed record NotNow(OperatorText Reason) : PtzOutcome;

    /// <summary>There is no such camera.</summary>
    public sealed record NoSuchCamera : PtzOutcome;
}

/// <summary>
/// Steers cameras for people. A continuous motion ends by itself when its time is over, whatever became of who asked for it. That somebody steers a
/// camera is in the audit log, once in a while; every change to its presets is.
/// </summary>
public sealed class PtzSteering(
    ICameraStore cameras, CameraStreams streams, IPtzControl ptz, AuditTrail audit, TimeProvider clock, ILogger<PtzSteering> log) : IAsyncDisposable
{
    /// <summary>How long a motion lasts where nobody says.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The shortest motion.</summary>
    public static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest motion.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long somebody who steers a camera is not noted again.</summary>
    public static readonly TimeSpan NotedFor = TimeSpan.FromMinutes(10);

    /// <summary>Longest name of a preset.</summary>
    public const int MaxPresetNameLength = 64;

    private readonly ConcurrentDictionary<CameraId, PtzMotion> _motions = new();
    private readonly ConcurrentDictionary<(string Account, CameraId Camera), DateTimeOffset> _noted = new();
    private volatile bool _closed;

    /// <summary>Moves at a speed until <paramref name="timeout"/> is over. A new motion replaces the one under way; no speed at all is a stop.</summary>
    public async Task<PtzOutcome> MoveAsync(CameraId id, PtzVector velocity, TimeSpan timeout, Actor actor, CancellationToken ct)
    {
        if (PtzRules.Check(velocity, timeout) is { Count: > 0 } errors)
            return new PtzOutcome.Refused(errors);
        if (velocity is { Pan: 0, Tilt: 0, Zoom: 0 })
            return await StopAsync(id, ct);
        return await WithAsync(id, actor, (motion, number, to) => motion.MoveAsync(number, to, velocity, timeout, ct), ct);
    }

    /// <summary>Stops every axis at once; not noted. A motion that is under way is stopped whatever became of the camera's entry meanwhile.</summary>
    public async Task<PtzOutcome> StopAsync(CameraId id, CancellationToken ct)
    {
        if (_motions.TryGetValue(id, out var under))
        {
            under.Ask();
            if (await under.TryStopAsync())
                return new PtzOutcome.Done();
        }

        return await WithAsync(id, null, (motion, _, to) => motion.InsteadAsync(
            () => ptz.StopAsync(to.Access, to.ProfileToken, CancellationToken.None), CancellationToken.None), ct);
    }

    /// <summary>Moves by so much of its range.</summary>
    public async Task<PtzOutcome> MoveByAsync(CameraId id, PtzVector translation, Actor actor, CancellationToken ct) =>
        PtzRules.Check(translation) is { Count: > 0 } errors
            ? new PtzOutcome.Refused(errors)
            : await InsteadAsync(id, actor, to => ptz.MoveByAsync(to.Access, to.ProfileToken, translation, ct), ct);

    /// <summary>Moves to a position.</summary>
    public async Task<PtzOutcome> MoveToAsync(CameraId id, PtzVector position, Actor actor, CancellationToken ct) =>
        PtzRules.Check(position) is { Count: > 0 } errors
            ? new PtzOutcome.Refused(errors)
            : await InsteadAsync(id, actor, to => ptz.MoveToAsync(to.Access, to.ProfileToken, position, ct), ct);

    /// <summary>Moves to its home position.</summary>
    public Task<PtzOutcome> GoHomeAsync(CameraId id, Actor actor, CancellationToken ct) =>
        InsteadAsync(id, actor, to => ptz.GoHomeAsync(to.Access, to.ProfileToken, ct), ct);

    /// <summary>The positions it remembers.</summary>
    public async Task<PtzOutcome> PresetsAsync(CameraId id, CancellationToken ct)
    {
        var (to, hindrance) = await AddressAsync(id, ct);
        return to is null ? hindrance! : new PtzOutcome.Presets(await ptz.PresetsAsync(to.Access, to.ProfileToken, ct));
    }

    /// <summary>Remembers where it looks now, under a name.</summary>
    public async Task<PtzOutcome> SavePresetAsync(CameraId id, string? name, Actor actor, CancellationToken ct)
    {
        if (PtzRules.CheckPresetName(name) is { Count: > 0 } errors)
            return new PtzOutcome.Refused(errors);
        var (to, hindrance) = await AddressAsync(id, ct);
        if (to is null)
            return hindrance!;
        var preset = new PtzPreset(await ptz.SavePresetAsync(to.Access, to.ProfileToken, name!.Trim(), ct), name.Trim());
        await audit.RecordAsync(actor, "camera.presetSaved", to.Camera.Name, id.Value, $"{preset.Name} ({preset.Token})", CancellationToken.None);
        return new PtzOutcome.Saved(preset);
    }

    /// <summary>Moves to a remembered position.</summary>
    public async Task<PtzOutcome> GoToPresetAsync(CameraId id, string token, Actor actor, CancellationToken ct) =>
        PtzRules.CheckPresetToken(token) is { Count: > 0 } errors
            ? new PtzOutcome.Refused(errors)
            : await InsteadAsync(id, actor, to => ptz.GoToPresetAsync(to.Access, to.ProfileToken, token, ct), ct);

    /// <summary>Forgets a position.</summary>
    public async Task<PtzOutcome> RemovePresetAsync(CameraId id, string token, Actor actor, CancellationToken ct)
    {
        if (PtzRules.CheckPresetToken(token) is { Count: > 0 } errors)
            return new PtzOutcome.Refused(errors);
        var (to, hindrance) = await AddressAsync(id, ct);
        if (to is null)
            return hindrance!;
        await ptz.RemovePresetAsync(to.Access, to.ProfileToken, token, ct);
        await audit.RecordAsync(actor, "camera.presetRemoved", to.Camera.Name, id.Value, token, CancellationToken.None);
        return new PtzOutcome.Done();
    }

    /// <summary>Takes no further motion, and stops those that are under way; returns when they stand still. For the end of the program.</summary>
    public async Task StopAllAsync()
    {
        _closed = true;
        await Task.WhenAll(_motions.Values.Select(motion => motion.StopNowAsync()));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAllAsync();
        foreach (var motion in _motions.Values)
            motion.Dispose();
    }

    private Task<PtzOutcome> InsteadAsync(CameraId id, Actor actor, Func<PtzAddress, Task> command, CancellationToken ct) =>
        WithAsync(id, actor, (motion, _, to) => motion.InsteadAsync(() => command(to), ct), ct);

    private async Task<PtzOutcome> WithAsync(CameraId id, Actor? actor, Func<PtzMotion, long, PtzAddress, Task> command, CancellationToken ct)
    {
        if (_closed)
            return new PtzOutcome.NotNow(OperatorText.Of($"The server is stopping."));
        var motion = _motions.GetOrAdd(id, _ => new PtzMotion(ptz, clock, log));
        var number = motion.Ask();
        var (to, hindrance) = await AddressAsync(id, ct);
        if (to is null)
        {
            if (hindrance is PtzOutcome.NoSuchCamera)
                _motions.TryRemove(id, out _);
            return hindrance!;
        }

        await command(motion, number, to);
        if (actor is not null)
            await NoteAsync(actor, to.Camera);
        return new PtzOutcome.Done();
    }

    private async Task<(PtzAddress? To, PtzOutcome? Hindrance)> AddressAsync(CameraId id, CancellationToken ct)
    {
        if (await cameras.FindAsync(id, ct) is not { } camera)
            return (null, new PtzOutcome.NoSuchCamera());
        if (HindranceOf(camera) is { } reason)
            return (null, new PtzOutcome.NotNow(reason));
        var profiles = (await streams.FactsAsync(camera, ct)).Profiles;
        // Cameras say for each profile whether it can be steered; the one that is shown is often not the one (ONVIF PTZ §5.1: the profile's configuration).
        var profile = profiles.FirstOrDefault(offered => offered.Ptz && offered.Token == camera.ProfileToken) ?? profiles.FirstOrDefault(offered => offered.Ptz);
        return (new PtzAddress(camera, streams.AccessTo(camera), profile?.Token), null);
    }

    /// <summary>Why a camera cannot be steered at all, or null where it can.</summary>
    public static OperatorText? HindranceOf(Camera camera) => camera switch
    {
        { Enabled: false } => OperatorText.Of($"The camera is switched off in the inventory. Switch it on first."),
        { Ptz: false } or { Source: CameraSource.Rtsp or CameraSource.Mjpeg or CameraSource.Test } => OperatorText.Of($"This camera cannot be steered."),
        _ when !CameraStreams.HasProfiles(camera) =>
            OperatorText.Of($"A camera of a unit is steered by its own address. Store its address, account and password first."),
        _ => null,
    };

    private async Task NoteAsync(Actor actor, Camera camera)
    {
        var now = clock.GetUtcNow();
        foreach (var (who, at) in _noted)
        {
            if (now - at >= NotedFor)
                _noted.TryRemove(who, out _);
        }

        if (_noted.TryAdd((actor.Id?.ToString() ?? actor.Name, camera.Id), now))
            await audit.RecordAsync(actor, "camera.steered", camera.Name, camera.Id.Value, null, CancellationToken.None);
    }
}
