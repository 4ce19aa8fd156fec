using System.Security.Claims;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Web.Accounts;
using Vics.Web.Api.Units;

namespace Vics.Web.Api.Cameras;

/// <summary>
/// Who may do what to the inventory of cameras: the one place for pages and API alike (in words: docs/guide/cameras.md). It is as with units
/// (<see cref="InventoryRights"/>): a viewer reads, an operator keeps cameras without their passwords, an administrator also sets passwords and
/// empties the inventory. And as with units, the address of a camera with a password counts as one of its secrets, for the password goes there;
/// so does what proves that the right machine answers at it.
/// </summary>
public static class CameraRights
{
    /// <summary>May add, edit, switch on and off, and remove cameras.</summary>
    public static bool MayKeepCameras(this ClaimsPrincipal user) => user.May(Role.Operator);

    /// <summary>May move a camera to another address.</summary>
    public static bool MayMove(this ClaimsPrincipal user, Camera camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        return user.MaySetSecrets() || camera.Password is null;
    }

    /// <summary>May save this entry as it is: over <paramref name="camera"/>, or as a new one where that is null.</summary>
    public static bool MaySave(this ClaimsPrincipal user, CameraEntry entry, Camera? camera)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (user.MaySetSecrets())
            return true;
        return user.MayKeepCameras() && !entry.CarriesSecrets && (camera is null || user.MayMove(camera) || GoesToTheSamePlace(entry, camera));
    }

    /// <summary>Why something may not be saved.</summary>
    public static OperatorText Refusal { get; } = OperatorText.Of(
        $"Passwords, and the address of a camera that has one, are for administrators to change.");

    private static bool GoesToTheSamePlace(CameraEntry entry, Camera camera)
    {
        if (entry.Source != camera.Source || entry.UseTls != camera.UseTls || Digits(entry.CertificateSha256) != Digits(camera.CertificateSha256))
            return false;
        if (camera.StreamUrl is null)
            return HostOf(entry.Host) == camera.Host && (entry.Port ?? CameraEntry.DefaultPort) == camera.Port;
        var known = new[] { AuthorityOf(camera.StreamUrl), AuthorityOf(camera.SubStreamUrl) };
        return AuthorityOf(entry.StreamUrl) == known[0] && (string.IsNullOrWhiteSpace(entry.SubStreamUrl) || known.Contains(AuthorityOf(entry.SubStreamUrl)));
    }

    private static string HostOf(string? typed) => HostName.TryParse(typed, out var host) ? host : "";

    private static string Digits(string? sha256) => sha256?.Replace(":", "", StringComparison.Ordinal).Trim().ToLowerInvariant() ?? "";

    private static (string, string, int)? AuthorityOf(string? url) =>
        StreamAddress.TryParse(url, out var address) ? (address.Scheme, address.Host, address.Port) : null;
}
