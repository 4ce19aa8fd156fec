using Vics.Domain.Cameras;
using Vics.Domain.Network;

namespace Vics.Web.Views.CameraSetup;

/// <summary>Where somebody is who adds a camera.</summary>
public enum CameraSetupStep
{
    /// <summary>Which camera?</summary>
    Find,

    /// <summary>With which account?</summary>
    SignIn,

    /// <summary>Which of its streams?</summary>
    Choose,

    /// <summary>The other way: by the address of its stream.</summary>
    Stream,
}

/// <summary>The page that adds a camera, at one of its steps.</summary>
public sealed record CameraSetupModel
{
    /// <summary>Width of the picture to recognise a camera by, in pixels.</summary>
    public const int StillWidth = 640;

    /// <summary>Where.</summary>
    public required CameraSetupStep Step { get; init; }

    /// <summary>What was typed so far of an ONVIF camera.</summary>
    public CameraSetupForm Form { get; init; } = new();

    /// <summary>What was typed so far of a camera by its stream.</summary>
    public CameraStreamForm Stream { get; init; } = new();

    /// <summary>What the network answered; null where nobody asked.</summary>
    public IReadOnlyList<FoundCamera>? Found { get; init; }

    /// <summary>The camera of the inventory with the same address, or null.</summary>
    public Camera? Known { get; init; }

    /// <summary>Why the camera did not let us in.</summary>
    public DeviceFault? Fault { get; init; }

    /// <summary>What the camera said of itself.</summary>
    public CameraFacts? Facts { get; init; }

    /// <summary>A picture to recognise it by.</summary>
    public byte[]? Still { get; init; }

    /// <summary>The stream was asked and is there.</summary>
    public bool StreamFound { get; init; }

    /// <summary>Every tag in use.</summary>
    public IReadOnlyList<string> KnownTags { get; init; } = [];

    /// <summary>May store a password.</summary>
    public required bool MaySetSecrets { get; init; }

    /// <summary>The still in the page itself; null where there is none.</summary>
    public string? StillUrl => Still is null ? null : $"data:image/jpeg;base64,{Convert.ToBase64String(Still)}";
}

/// <summary>A profile to choose, with what is chosen.</summary>
public static class ProfileChoice
{
    /// <summary>The profile to offer as main stream: the chosen one, else the largest picture that has a stream.</summary>
    public static CameraProfile? MainOf(CameraFacts facts, string? chosen)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var streams = facts.Profiles.Where(profile => profile.RtspUrl is not null).ToList();
        return streams.Find(profile => profile.Token == chosen) ?? streams.MaxBy(Pixels);
    }

    /// <summary>The profile to offer as sub stream: the smallest one that is smaller than the main stream.</summary>
    public static CameraProfile? SubOf(CameraFacts facts, CameraProfile? main)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Profiles.Where(profile => profile.RtspUrl is not null && main is not null && Pixels(profile) < Pixels(main)).MinBy(Pixels);
    }

    private static int Pixels(CameraProfile profile) => (profile.Width ?? 0) * (profile.Height ?? 0);
}
