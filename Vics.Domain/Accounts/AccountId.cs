namespace Vics.Domain.Accounts;

/// <summary>Identifies an account.</summary>
public readonly record struct AccountId(Guid Value) : IEntityId<AccountId>
{
    /// <inheritdoc/>
    public static AccountId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
