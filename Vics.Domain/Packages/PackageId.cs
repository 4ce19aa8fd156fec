namespace Vics.Domain.Packages;

/// <summary>Identifies a package.</summary>
public readonly record struct PackageId(Guid Value) : IEntityId<PackageId>
{
    /// <inheritdoc/>
    public static PackageId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
