using System.ComponentModel.DataAnnotations;
using Vics.Domain.Accounts;

namespace Vics.Web.Views.Account;

/// <summary>What the page of one's own tokens shows: the list, the form and, once, the new token.</summary>
public sealed record TokensModel(IReadOnlyList<ApiToken> Tokens, TokenForm Form, string? NewToken = null);

/// <summary>What a new token asks for.</summary>
public sealed class TokenForm
{
    /// <summary>The choices of <see cref="Days"/>; nothing is "without end".</summary>
    public static IReadOnlyList<int> Choices { get; } = [30, 90, 365];

    [Required]
    [StringLength(ApiTokenIssue.MaxNameLength)]
    [Display(Name = "Name")]
    public string? Name { get; set; }

    [Range(1, ApiTokenIssue.MaxDays)]
    [Display(Name = "Valid for")]
    public int? Days { get; set; } = 90;
}
