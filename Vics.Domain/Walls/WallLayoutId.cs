namespace Vics.Domain.Walls;

/// <summary>Identifies a saved wall.</summary>
public readonly record struct WallLayoutId(Guid Value) : IEntityId<WallLayoutId>
{
    /// <inheritdoc/>
    public static WallLayoutId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
