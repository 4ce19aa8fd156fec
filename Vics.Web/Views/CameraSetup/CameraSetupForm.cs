using System.ComponentModel.DataAnnotations;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Web.Views.Shared;

namespace Vics.Web.Views.CameraSetup;

/// <summary>An ONVIF camera as it is typed and chosen, step by step. Whether it makes sense is decided by <see cref="CameraRules"/>.</summary>
public sealed class CameraSetupForm
{
    [Display(Name = "Address")]
    public string? Host { get; set; }

    [Display(Name = "Port")]
    public int? Port { get; set; }

    [Display(Name = "HTTPS")]
    public bool UseTls { get; set; }

    [Display(Name = "Path of the ONVIF service")]
    public string? OnvifPath { get; set; }

    /// <summary>The certificate that is trusted.</summary>
    public string? CertificateSha256 { get; set; }

    [Display(Name = "Account")]
    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>The password of an earlier step, sealed.</summary>
    public string? CarriedPassword { get; set; }

    [Display(Name = "Main stream")]
    public string? ProfileToken { get; set; }

    [Display(Name = "Sub stream")]
    public string? SubProfileToken { get; set; }

    [Display(Name = "Transport")]
    public StreamTransport Transport { get; set; }

    [Display(Name = "Name")]
    public string? Name { get; set; }

    [Display(Name = "Tags")]
    public string? Tags { get; set; }

    /// <summary>As its profiles said.</summary>
    public bool Ptz { get; set; }

    /// <summary>The same for a try and for the inventory.</summary>
    public CameraEntry ToEntry(Secret? password) => new()
    {
        Source = CameraSource.Onvif,
        Name = Name,
        Host = Host,
        Port = Port ?? (UseTls ? 443 : CameraEntry.DefaultPort),
        UseTls = UseTls,
        OnvifPath = OnvifPath,
        CertificateSha256 = CertificateSha256,
        UserName = UserName,
        Password = password,
        ProfileToken = ProfileToken,
        SubProfileToken = string.IsNullOrEmpty(SubProfileToken) ? null : SubProfileToken,
        Transport = Transport,
        Tags = TypedTags.Split(Tags),
        Ptz = Ptz,
    };
}

/// <summary>A camera whose stream's address is typed.</summary>
public sealed class CameraStreamForm
{
    [Display(Name = "Kind")]
    public CameraSource Source { get; set; } = CameraSource.Rtsp;

    [Display(Name = "Address of the main stream")]
    public string? StreamUrl { get; set; }

    [Display(Name = "Address of the sub stream")]
    public string? SubStreamUrl { get; set; }

    [Display(Name = "Transport")]
    public StreamTransport Transport { get; set; }

    [Display(Name = "Account")]
    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>The password of an earlier step, sealed.</summary>
    public string? CarriedPassword { get; set; }

    [Display(Name = "Name")]
    public string? Name { get; set; }

    [Display(Name = "Tags")]
    public string? Tags { get; set; }

    /// <summary>
    /// Takes the account out of the addresses, so that no page carries it back. An address that cannot be read but may hold one is dropped.
    /// </summary>
    public Secret? TakeAccount()
    {
        Secret? password = null;
        if (StreamAddress.TryParse(StreamUrl, out var main))
        {
            (StreamUrl, password) = (main.Url, main.Password);
            UserName = string.IsNullOrWhiteSpace(UserName) ? main.UserName : UserName;
        }
        else if (StreamUrl?.Contains('@', StringComparison.Ordinal) == true)
        {
            StreamUrl = "";
        }

        if (StreamAddress.TryParse(SubStreamUrl, out var sub))
            SubStreamUrl = sub.Url;
        else if (SubStreamUrl?.Contains('@', StringComparison.Ordinal) == true)
            SubStreamUrl = "";
        return password;
    }

    /// <summary>The same for a try and for the inventory.</summary>
    public CameraEntry ToEntry(Secret? password) => new()
    {
        Source = Source,
        Name = Name,
        StreamUrl = Source is CameraSource.Test ? null : StreamUrl,
        SubStreamUrl = Source is CameraSource.Test ? null : SubStreamUrl,
        Transport = Transport,
        UserName = UserName,
        Password = password,
        Tags = TypedTags.Split(Tags),
    };
}
