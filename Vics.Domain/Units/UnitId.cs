namespace Vics.Domain.Units;

/// <summary>Identifies a unit.</summary>
public readonly record struct UnitId(Guid Value) : IEntityId<UnitId>
{
    /// <inheritdoc/>
    public static UnitId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
