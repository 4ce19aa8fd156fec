using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;

namespace Vics.Web.Views.Cameras;

/// <summary>A camera as it is typed into the form. Whether it makes sense is decided by <see cref="CameraRules"/>.</summary>
public sealed class CameraForm
{
    [Display(Name = "Name")]
    public string? Name { get; set; }

    [Display(Name = "Kind of camera")]
    public CameraSource Source { get; set; }

    [Display(Name = "Address")]
    public string? Host { get; set; }

    [Display(Name = "Port")]
    public int? Port { get; set; }

    [Display(Name = "Ask over HTTPS")]
    public bool UseTls { get; set; }

    [Display(Name = "Fingerprint of its certificate")]
    public string? CertificateSha256 { get; set; }

    [Display(Name = "Account")]
    public string? UserName { get; set; }

    public string? Password { get; set; }

    public bool RemovePassword { get; set; }

    [Display(Name = "Path of the ONVIF service")]
    public string? OnvifPath { get; set; }

    [Display(Name = "Address of the stream")]
    public string? RtspUrl { get; set; }

    [Display(Name = "Address of the sub stream")]
    public string? SubRtspUrl { get; set; }

    [Display(Name = "Profile of the main stream")]
    public string? ProfileToken { get; set; }

    [Display(Name = "Profile of the sub stream")]
    public string? SubProfileToken { get; set; }

    [Display(Name = "Transport")]
    public StreamTransport Transport { get; set; }

    [Display(Name = "Recorded by unit")]
    public UnitId? UnitId { get; set; }

    [Display(Name = "Its id on the unit")]
    public string? UnitCameraId { get; set; }

    [Display(Name = "Tags")]
    public string? Tags { get; set; }

    [Display(Name = "Watch this camera")]
    public bool Enabled { get; set; } = true;

    [Display(Name = "It can be steered (PTZ)")]
    public bool Ptz { get; set; }

    /// <summary>The state that was shown, to notice that somebody else saved meanwhile.</summary>
    public int? Revision { get; set; }

    /// <summary>What stands around the fields; never sent.</summary>
    [BindNever]
    [ValidateNever]
    public CameraFormFrame? Frame { get; set; }

    /// <summary>A camera as it stands in the inventory, without its password.</summary>
    public static CameraForm From(Camera camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        return new()
        {
            Name = camera.Name,
            Source = camera.Source,
            Host = camera.StreamUrl is null ? camera.Host : null,
            Port = camera.StreamUrl is null ? camera.Port : null,
            UseTls = camera.UseTls,
            CertificateSha256 = camera.CertificateSha256,
            UserName = camera.UserName,
            OnvifPath = camera.OnvifPath,
            RtspUrl = camera.StreamUrl,
            SubRtspUrl = camera.SubStreamUrl,
            ProfileToken = camera.ProfileToken,
            SubProfileToken = camera.SubProfileToken,
            Transport = camera.Transport,
            UnitId = camera.UnitId,
            UnitCameraId = camera.UnitCameraId,
            Tags = string.Join(", ", camera.Tags),
            Enabled = camera.Enabled,
            Ptz = camera.Ptz,
            Revision = camera.Revision,
        };
    }

    /// <summary>The same for the inventory. Fields of another kind of camera, which the page may have hidden, are left out.</summary>
    public CameraEntry ToEntry()
    {
        var isTyped = Source is CameraSource.Rtsp or CameraSource.Mjpeg;
        return new()
        {
            Name = Name,
            Source = Source,
            Host = isTyped ? null : Host,
            Port = isTyped ? null : Port,
            UseTls = UseTls,
            CertificateSha256 = CertificateSha256,
            UserName = UserName,
            Password = TypedPassword(),
            OnvifPath = OnvifPath,
            StreamUrl = isTyped ? RtspUrl : null,
            SubStreamUrl = isTyped ? SubRtspUrl : null,
            ProfileToken = ProfileToken,
            SubProfileToken = SubProfileToken,
            Transport = Transport,
            UnitId = UnitId,
            UnitCameraId = UnitCameraId,
            Tags = (Tags ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Enabled = Enabled,
            Ptz = Ptz,
        };
    }

    /// <summary>An address as it may be shown again: without account, even where the rest of it cannot be read.</summary>
    public static string? WithoutAccount(string? address)
    {
        if (StreamAddress.TryParse(address, out var read))
            return read is { UserName: null, Password: null } ? address : read.Url;
        return address is not null && address.LastIndexOf('@') is var at and >= 0 ? address[(at + 1)..] : address;
    }

    // What is typed counts more than the box beside it.
    private Secret? TypedPassword() => (Password, RemovePassword) switch
    {
        ({ Length: > 0 }, _) => new Secret(Password),
        (_, true) => new Secret(""),
        _ => null,
    };
}
