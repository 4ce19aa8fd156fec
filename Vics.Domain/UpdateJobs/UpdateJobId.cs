namespace Vics.Domain.UpdateJobs;

/// <summary>Identifies an update job.</summary>
public readonly record struct UpdateJobId(Guid Value) : IEntityId<UpdateJobId>
{
    /// <inheritdoc/>
    public static UpdateJobId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
