namespace Vics.Domain.Cameras;

/// <summary>Identifies a camera.</summary>
public readonly record struct CameraId(Guid Value) : IEntityId<CameraId>
{
    /// <inheritdoc/>
    public static CameraId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
