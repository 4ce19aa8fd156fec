namespace Vics.Domain.Units;

/// <summary>Identifies an update profile.</summary>
public readonly record struct UpdateProfileId(Guid Value) : IEntityId<UpdateProfileId>
{
    /// <inheritdoc/>
    public static UpdateProfileId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
