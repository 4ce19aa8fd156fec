namespace Vics.Domain.UpdateJobs;

/// <summary>Identifies a target: one unit within one update job.</summary>
public readonly record struct UpdateTargetId(Guid Value) : IEntityId<UpdateTargetId>
{
    /// <inheritdoc/>
    public static UpdateTargetId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
