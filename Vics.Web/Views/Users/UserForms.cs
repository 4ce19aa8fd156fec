using System.ComponentModel.DataAnnotations;

namespace Vics.Web.Views.Users;

/// <summary>What a new account asks for.</summary>
public sealed class NewUserForm
{
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
    [Display(Name = "Role")]
    public string? Role { get; set; } = Domain.Accounts.RoleNames.Viewer;
}

/// <summary>What a reset of an account's password asks for.</summary>
public sealed class ResetPasswordForm
{
    [Required]
    [StringLength(1024)]
    [DataType(DataType.Password)]
    [Display(Name = "New password")]
    public string? Password { get; set; }
}
