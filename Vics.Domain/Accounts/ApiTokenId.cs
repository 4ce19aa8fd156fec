namespace Vics.Domain.Accounts;

/// <summary>Identifies an API token (not the token itself).</summary>
public readonly record struct ApiTokenId(Guid Value) : IEntityId<ApiTokenId>
{
    /// <inheritdoc/>
    public static ApiTokenId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
