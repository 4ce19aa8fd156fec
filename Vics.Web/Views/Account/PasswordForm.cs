using System.ComponentModel.DataAnnotations;

namespace Vics.Web.Views.Account;

/// <summary>What a change of one's own password asks for.</summary>
public sealed class PasswordForm
{
    [Required]
    [StringLength(1024)]
    [DataType(DataType.Password)]
    [Display(Name = "Current password")]
    public string? CurrentPassword { get; set; }

    [Required]
    [StringLength(1024)]
    [DataType(DataType.Password)]
    [Display(Name = "New password")]
    public string? NewPassword { get; set; }

    [Required]
    [DataType(DataType.Password)]
    [Compare(nameof(NewPassword))]
    [Display(Name = "New password again")]
    public string? NewPasswordAgain { get; set; }
}
