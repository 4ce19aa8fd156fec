using Vics.Domain.Network;

namespace Vics.Domain.Cameras;

/// <summary>How a try went. A camera that is away or refuses is an outcome too.</summary>
public abstract record TrialOutcome
{
    private TrialOutcome()
    {
    }

    /// <summary>It answered by ONVIF, and what it offers.</summary>
    public sealed record Found(CameraFacts Facts) : TrialOutcome;

    /// <summary>The stream is there.</summary>
    public sealed record StreamFound : TrialOutcome;

    /// <summary>It is away, refuses, or is none.</summary>
    public sealed record Trouble(DeviceFault Fault) : TrialOutcome;

    /// <summary>Something entered is wrong.</summary>
    public sealed record Refused(IReadOnlyList<FieldError> Errors) : TrialOutcome;
}

/// <summary>Tries a camera as it was entered, before it is added or changed. Nothing is stored.</summary>
public sealed class CameraTrial(
    ICameraStore cameras, ICameraProbe probe, IStreamCheck streamCheck, IStreamStills streamStills, ICameraSnapshots snapshots, ISecretSeal seal, TimeProvider clock)
{
    /// <summary>How long a still is waited for, so that a page with one is no slower than that.</summary>
    public static readonly TimeSpan StillPatience = TimeSpan.FromSeconds(8);

    /// <summary>Asks an ONVIF camera what it is and what it offers.</summary>
    /// <param name="entry">As entered.</param>
    /// <param name="stored">A camera whose stored account is used where the entry has no password and asks the same address in the same way.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<TrialOutcome> ProbeAsync(CameraEntry entry, CameraId? stored, CancellationToken ct)
    {
        if (CameraRules.Check(entry) is { Count: > 0 } errors)
            return new TrialOutcome.Refused(errors);
        var access = AccessTo(entry);
        if (stored is { } id && entry.Password is null)
        {
            if (await cameras.FindAsync(id, ct) is not { } camera)
                return new TrialOutcome.Refused([new("cameraId", OperatorText.Of($"There is no such camera."))]);
            access = WithStoredAccount(access, camera);
        }

        try
        {
            return new TrialOutcome.Found(await probe.ProbeAsync(access, ct));
        }
        catch (DeviceException trouble)
        {
            return new TrialOutcome.Trouble(trouble.Fault);
        }
    }

    /// <summary>Asks a stream whose address was typed whether it is there.</summary>
    public async Task<TrialOutcome> CheckStreamAsync(CameraEntry entry, CancellationToken ct)
    {
        if (CameraRules.Check(entry) is { Count: > 0 } errors)
            return new TrialOutcome.Refused(errors);
        try
        {
            await streamCheck.CheckAsync(OriginOf(entry), ct);
            return new TrialOutcome.StreamFound();
        }
        catch (DeviceException trouble)
        {
            return new TrialOutcome.Trouble(trouble.Fault);
        }
    }

    /// <summary>A picture to recognise an ONVIF camera by, from one of its profiles; null where none is had in time.</summary>
    public Task<byte[]?> StillAsync(CameraEntry entry, CameraProfile profile, int width, CancellationToken ct) => InTimeAsync(
        [
            async limit => profile.RtspUrl is { } url ? await streamStills.TakeAsync(RtspOf(entry, url), width, limit) : null,
            async limit => profile.SnapshotUrl is { } url ? await snapshots.FetchAsync(AccessTo(entry), url, limit) : null,
        ],
        ct);

    /// <summary>A picture of a stream whose address was typed; null where none is had in time.</summary>
    public Task<byte[]?> StillAsync(CameraEntry entry, int width, CancellationToken ct) =>
        InTimeAsync([async limit => await streamStills.TakeAsync(OriginOf(entry), width, limit)], ct);

    private async Task<byte[]?> InTimeAsync(IReadOnlyList<Func<CancellationToken, Task<byte[]?>>> ways, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(StillPatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        foreach (var way in ways)
        {
            try
            {
                if (await way(either.Token) is { } jpeg)
                    return jpeg;
            }
            catch (DeviceException)
            {
                // The next way may lead there; the picture is a help, and its absence no reason not to add the camera.
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return null;
            }
        }

        return null;
    }

    // A stored password goes nowhere but where it went before: who may ask for a look could otherwise have it sent to a machine of his own.
    private CameraAccess WithStoredAccount(CameraAccess access, Camera camera)
    {
        var same = camera.Password is not null && access.Host == camera.Host && access.Port == camera.Port && access.UseTls == camera.UseTls
            && (access.UserName is null || access.UserName == camera.UserName)
            && (access.CertificateSha256 is null || access.CertificateSha256 == camera.CertificateSha256);
        return same
            ? access with { UserName = camera.UserName, Password = CameraAccess.To(camera, seal).Password, CertificateSha256 = camera.CertificateSha256 }
            : access;
    }

    // As the camera would be stored, so that a try and the camera that comes of it ask the same.
    private CameraAccess AccessTo(CameraEntry entry)
    {
        var camera = Camera.Create(entry with { Password = null }, seal, clock.GetUtcNow());
        return CameraAccess.To(camera, seal) with { Password = entry.Password };
    }

    private static VideoOrigin.Rtsp RtspOf(CameraEntry entry, string url) => new(url, entry.UserName, entry.Password, entry.Transport);

    private static VideoOrigin OriginOf(CameraEntry entry)
    {
        if (entry.Source is CameraSource.Test)
            return new VideoOrigin.TestPattern(entry.Name ?? "", StreamKind.Main);
        if (!StreamAddress.TryParse(entry.StreamUrl, out var address))
            throw new ArgumentException("The entry has not been checked.", nameof(entry));
        var (user, password) = (string.IsNullOrWhiteSpace(entry.UserName) ? address.UserName : entry.UserName.Trim(), entry.Password ?? address.Password);
        return entry.Source is CameraSource.Mjpeg
            ? new VideoOrigin.Mjpeg(address.Url, user, password)
            : new VideoOrigin.Rtsp(address.Url, user, password, entry.Transport);
    }
}
