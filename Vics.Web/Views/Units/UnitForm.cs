using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Vics.Domain;
using Vics.Domain.Units;

namespace Vics.Web.Views.Units;

/// <summary>A unit as it is typed into the form. Whether it makes sense is decided by <see cref="UnitRules"/>.</summary>
public sealed class UnitForm
{
    [Display(Name = "Name")]
    public string? Name { get; set; }

    [Display(Name = "Address")]
    public string? Host { get; set; }

    [Display(Name = "SSH port")]
    public int Port { get; set; } = 22;

    [Display(Name = "Account")]
    public string? UserName { get; set; }

    [Display(Name = "Sign in with")]
    public Authentication Authentication { get; set; }

    public string? Password { get; set; }

    public bool RemovePassword { get; set; }

    public string? PrivateKey { get; set; }

    public bool RemovePrivateKey { get; set; }

    public string? Passphrase { get; set; }

    public bool RemovePassphrase { get; set; }

    [Display(Name = "HTTP port")]
    public int ApiPort { get; set; } = 9080;

    [Display(Name = "HTTP account")]
    public string? ApiUserName { get; set; }

    public string? ApiPassword { get; set; }

    public bool RemoveApiPassword { get; set; }

    [Display(Name = "Update profile")]
    public UpdateProfileId? ProfileId { get; set; }

    [Display(Name = "Tags")]
    public string? Tags { get; set; }

    [Display(Name = "Notes")]
    public string? Notes { get; set; }

    /// <summary>The state that was shown, to notice that somebody else saved meanwhile.</summary>
    public int? Revision { get; set; }

    /// <summary>What stands around the fields; never sent.</summary>
    [BindNever]
    [ValidateNever]
    public UnitFormFrame? Frame { get; set; }

    /// <summary>A password or key was typed; no page carries it back.</summary>
    public bool CarriesSecrets => !string.IsNullOrEmpty(Password + PrivateKey + Passphrase + ApiPassword);

    /// <summary>A unit as it stands in the inventory, without its secrets.</summary>
    public static UnitForm From(Unit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return new()
        {
            Name = unit.Name,
            Host = unit.Host,
            Port = unit.Port,
            UserName = unit.UserName,
            Authentication = unit.Authentication,
            ApiPort = unit.ApiPort,
            ApiUserName = unit.ApiUserName,
            ProfileId = unit.ProfileId,
            Tags = string.Join(", ", unit.Tags),
            Notes = unit.Notes,
            Revision = unit.Revision,
        };
    }

    /// <summary>The same for the inventory.</summary>
    public UnitEntry ToEntry() => new()
    {
        Name = Name,
        Host = Host,
        Port = Port,
        UserName = UserName,
        Authentication = Authentication,
        Password = Typed(Password, RemovePassword),
        // Browsers send the lines of a text area with CR LF, which OpenSSH's own key files do not have.
        PrivateKey = Typed(PrivateKey?.ReplaceLineEndings("\n"), RemovePrivateKey),
        Passphrase = Typed(Passphrase, RemovePassphrase),
        ApiPort = ApiPort,
        ApiUserName = ApiUserName,
        ApiPassword = Typed(ApiPassword, RemoveApiPassword),
        ProfileId = ProfileId,
        Tags = (Tags ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        Notes = Notes,
    };

    // What is typed counts more than the box beside it.
    private static Secret? Typed(string? text, bool remove) => (text, remove) switch
    {
        ({ Length: > 0 }, _) => new Secret(text),
        (_, true) => new Secret(""),
        _ => null,
    };
}
