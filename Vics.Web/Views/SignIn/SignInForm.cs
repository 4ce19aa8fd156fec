using System.ComponentModel.DataAnnotations;

namespace Vics.Web.Views.SignIn;

/// <summary>What the sign-in page asks for.</summary>
public sealed class SignInForm
{
    [Required]
    [StringLength(256)]
    [Display(Name = "User name")]
    public string? UserName { get; set; }

    [Required]
    [StringLength(1024)]
    [DataType(DataType.Password)]
    [Display(Name = "Password")]
    public string? Password { get; set; }

    /// <summary>The page to go on to.</summary>
    public string? ReturnUrl { get; set; }
}
