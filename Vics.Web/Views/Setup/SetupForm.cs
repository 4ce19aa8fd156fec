using System.ComponentModel.DataAnnotations;

namespace Vics.Web.Views.Setup;

/// <summary>What the first visit asks for.</summary>
public sealed class SetupForm
{
    [Required]
    [StringLength(64)]
    [Display(Name = "Set-up code")]
    public string? Code { get; set; }

    [Required]
    [StringLength(64)]
    [Display(Name = "User name")]
    public string? UserName { get; set; }

    [Required]
    [StringLength(1024)]
    [DataType(DataType.Password)]
    [Display(Name = "Password")]
    public string? Password { get; set; }

    [Required]
    [DataType(DataType.Password)]
    [Compare(nameof(Password))]
    [Display(Name = "Password again")]
    public string? PasswordAgain { get; set; }
}
