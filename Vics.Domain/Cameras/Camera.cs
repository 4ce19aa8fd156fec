using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Domain.Cameras;

/// <summary>A camera in the inventory: how to reach it, which of its streams to show, and how it was when last seen.</summary>
public sealed class Camera
{
    private Camera()
    {
    }

    /// <summary>Its id.</summary>
    public CameraId Id { get; private set; }

    /// <summary>What people call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How its picture is had.</summary>
    public CameraSource Source { get; private set; }

    /// <summary>IP address or host name, in its normal spelling; empty for a test pattern. Taken from the stream's address where that was typed.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Port of its ONVIF service, or of the typed stream.</summary>
    public int Port { get; private set; }

    /// <summary>Its ONVIF service is asked over HTTPS.</summary>
    public bool UseTls { get; private set; }

    /// <summary>SHA-256 of the only certificate to trust, in hexadecimal; null: one that the machine trusts.</summary>
    public string? CertificateSha256 { get; private set; }

    /// <summary>Account on the camera.</summary>
    public string? UserName { get; private set; }

    /// <summary>Password on the camera.</summary>
    public SealedSecret? Password { get; private set; }

    /// <summary>Path of the ONVIF device service; the usual one where null.</summary>
    public string? OnvifPath { get; private set; }

    /// <summary>Address of the main stream where it was typed, without account: <c>rtsp://…</c>, or <c>http://…</c> for MJPEG.</summary>
    public string? StreamUrl { get; private set; }

    /// <summary>The same of the sub stream.</summary>
    public string? SubStreamUrl { get; private set; }

    /// <summary>ONVIF profile of the main stream; the first one where null.</summary>
    public string? ProfileToken { get; private set; }

    /// <summary>ONVIF profile of the sub stream.</summary>
    public string? SubProfileToken { get; private set; }

    /// <summary>How RTP comes.</summary>
    public StreamTransport Transport { get; private set; }

    /// <summary>The unit that records it, or null.</summary>
    public UnitId? UnitId { get; private set; }

    /// <summary>Its key in the unit's own list.</summary>
    public string? UnitCameraId { get; private set; }

    /// <summary>What the unit called it when it was last imported: whether its name was given by a person shows beside this.</summary>
    public string? UnitCameraName { get; private set; }

    /// <summary>Words to find and choose it by, sorted.</summary>
    public IReadOnlyList<string> Tags { get; private set; } = [];

    /// <summary>Whether it is watched at all.</summary>
    public bool Enabled { get; private set; }

    /// <summary>It can be steered, as far as is known.</summary>
    public bool Ptz { get; private set; }

    /// <summary>As last seen.</summary>
    public CameraState State { get; private set; }

    /// <summary>Why it is so, where that needs saying.</summary>
    public OperatorText? StateDetail { get; private set; }

    /// <summary>When it last answered.</summary>
    public DateTimeOffset? LastSeenAt { get; private set; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Counts edits, for <c>ETag</c>, <c>If-Match</c> and two people editing at once. Being seen is no edit.</summary>
    public int Revision { get; private set; }

    /// <summary>Adds a camera from an entry that <see cref="CameraRules"/> found no fault with.</summary>
    public static Camera Create(CameraEntry entry, ISecretSeal seal, DateTimeOffset at)
    {
        var camera = new Camera { Id = EntityId.New<CameraId>(at), CreatedAt = at };
        camera.Edit(entry, seal);
        return camera;
    }

    /// <summary>Adds a camera that a unit lists.</summary>
    public static Camera CreateOfUnit(CameraEntry entry, ISecretSeal seal, DateTimeOffset at)
    {
        var camera = Create(entry, seal, at);
        camera.UnitCameraName = Trimmed(entry.Name);
        return camera;
    }

    /// <summary>
    /// Follows what its unit lists of it: its address, and its name unless a person gave it another one. What a person chose for that address (account,
    /// profiles) stays, and so does what the unit never knew.
    /// </summary>
    /// <param name="listed">What the unit lists.</param>
    /// <param name="mayTakePassword">To another address, even where that means that the stored password goes there.</param>
    /// <returns>Whether that changed anything.</returns>
    public bool FollowUnit(CameraEntry listed, bool mayTakePassword)
    {
        if (Source is not (CameraSource.Unit or CameraSource.Onvif))
            return false;
        var before = (Name, UnitCameraName, Host, Port, OnvifPath);
        var place = Whereabouts;
        var named = Name == (UnitCameraName ?? DefaultName());
        var path = OnvifPath;
        if (Password is null || mayTakePassword)
            (Host, Port, OnvifPath) = (listed.Host ?? "", listed.Port ?? CameraEntry.DefaultPort, Trimmed(listed.OnvifPath));
        UnitCameraName = Trimmed(listed.Name);
        if (named)
            Name = UnitCameraName ?? DefaultName();
        if (before == (Name, UnitCameraName, Host, Port, OnvifPath))
            return false;
        if (place != Whereabouts || path != OnvifPath)
            FollowToAnotherPlace(listed);
        Revision++;
        return true;
    }

    private void FollowToAnotherPlace(CameraEntry listed)
    {
        (ProfileToken, SubProfileToken, Ptz) = (Trimmed(listed.ProfileToken), Trimmed(listed.SubProfileToken), listed.Ptz);
        (State, StateDetail, LastSeenAt) = (Enabled ? CameraState.Unknown : CameraState.Disabled, null, null);
    }

    /// <summary>Takes over an entry that <see cref="CameraRules"/> found no fault with. At another address, what was seen of it is void.</summary>
    public void Edit(CameraEntry entry, ISecretSeal seal)
    {
        var place = Whereabouts;
        Source = entry.Source;
        (StreamUrl, SubStreamUrl) = (null, null);
        if (entry.Source is CameraSource.Rtsp or CameraSource.Mjpeg)
            TakeStreams(entry);
        else
            (Host, Port) = (HostName.TryParse(entry.Host, out var host) ? host : "", entry.Port ?? CameraEntry.DefaultPort);
        UseTls = entry.UseTls;
        CertificateSha256 = Trimmed(entry.CertificateSha256)?.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
        UserName = entry.AccountInAddress?.UserName ?? Trimmed(entry.UserName);
        Password = Reseal(PasswordOf(entry), Password, seal);
        OnvifPath = Trimmed(entry.OnvifPath);
        ProfileToken = Trimmed(entry.ProfileToken);
        SubProfileToken = Trimmed(entry.SubProfileToken);
        Transport = entry.Transport;
        UnitId = entry.UnitId;
        UnitCameraId = Trimmed(entry.UnitCameraId);
        Name = string.IsNullOrWhiteSpace(entry.Name) ? DefaultName() : entry.Name.Trim();
        Tags = Vics.Domain.Tags.Normal(entry.Tags);
        Ptz = entry.Ptz;
        if (Revision > 0 && place != Whereabouts)
            (State, StateDetail, LastSeenAt) = (CameraState.Unknown, null, null);
        SetEnabled(entry.Enabled);
        Revision++;
    }

    /// <summary>What was seen of the one holds for the other.</summary>
    public bool IsAtTheSamePlaceAs(Camera other) => Whereabouts == other.Whereabouts;

    /// <summary>Switches it on or off.</summary>
    public void Enable(bool enabled)
    {
        SetEnabled(enabled);
        Revision++;
    }

    private (CameraSource Source, string Host, int Port, string? StreamUrl, UnitId? Unit, string? UnitCamera) Whereabouts =>
        (Source, Host, Port, StreamUrl, UnitId, UnitCameraId);

    private void SetEnabled(bool enabled)
    {
        Enabled = enabled;
        if (!enabled)
            (State, StateDetail) = (CameraState.Disabled, null);
        else if (State is CameraState.Disabled)
            State = CameraState.Unknown;
    }

    private void TakeStreams(CameraEntry entry)
    {
        if (!StreamAddress.TryParse(entry.StreamUrl, out var main))
            throw new ArgumentException("The entry has not been checked.", nameof(entry));
        StreamUrl = main.Url;
        SubStreamUrl = StreamAddress.TryParse(entry.SubStreamUrl, out var sub) ? sub.Url : null;
        (Host, Port) = (main.Host, main.Port);
    }

    private string DefaultName() => Source switch
    {
        CameraSource.Test => "Test pattern",
        CameraSource.Unit when Host.Length == 0 => UnitCameraId!,
        _ => Host,
    };

    // One that was just typed into the address is meant, unless another stands in the field of its own.
    private static Secret? PasswordOf(CameraEntry entry) =>
        entry.Password is { } typed && typed.Reveal().Length > 0 ? typed : entry.AccountInAddress?.Password ?? entry.Password;

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static SealedSecret? Reseal(Secret? entered, SealedSecret? kept, ISecretSeal seal) => entered switch
    {
        null => kept,
        _ when entered.Reveal().Length == 0 => null,
        _ => seal.Seal(entered),
    };
}
