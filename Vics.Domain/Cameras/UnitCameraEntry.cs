using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Domain.Cameras;

/// <summary>A unit's camera as an entry of the inventory. What the unit lists is cleaned, not refused: one odd camera must not keep out the others.</summary>
public static class UnitCameraEntry
{
    /// <summary>The entry, which <see cref="CameraRules"/> find no fault with. Without password, for the unit never tells it.</summary>
    public static CameraEntry From(UnitId unit, UnitCamera camera) => new()
    {
        Source = CameraSource.Unit,
        UnitId = unit,
        UnitCameraId = camera.Id,
        Name = NameOf(camera),
        Host = HostName.TryParse(camera.Host, out var host) ? host : null,
        Port = camera.Port is >= 1 and <= 65535 and var port ? port : null,
        UserName = IsPlain(camera.UserName, UnitRules.MaxUserNameLength) && !camera.UserName.Contains(':', StringComparison.Ordinal) ? camera.UserName : null,
        OnvifPath = camera.OnvifPath.StartsWith('/') && IsPlain(camera.OnvifPath, CameraRules.MaxTokenLength) && !camera.OnvifPath.Any(char.IsWhiteSpace) ? camera.OnvifPath : null,
        ProfileToken = Token(camera.ProfileToken),
        SubProfileToken = Token(camera.SubProfileToken),
        Transport = camera.UsesUdp ? StreamTransport.Udp : StreamTransport.Tcp,
        Ptz = camera.Ptz,
    };

    /// <summary>What the unit calls it, as far as that is a name; null where it calls it nothing.</summary>
    public static string? NameOf(UnitCamera camera)
    {
        var name = string.Concat(camera.Name.Where(c => !char.IsControl(c)));
        if (name.Length > UnitRules.MaxNameLength)
            name = name[..(char.IsHighSurrogate(name[UnitRules.MaxNameLength - 1]) ? UnitRules.MaxNameLength - 1 : UnitRules.MaxNameLength)];
        return string.IsNullOrWhiteSpace(name) ? null : name.Trim();
    }

    private static string? Token(string token) => IsPlain(token, CameraRules.MaxTokenLength) ? token : null;

    private static bool IsPlain(string text, int longest) => text.Length > 0 && text.Length <= longest && !text.Any(char.IsControl);
}
