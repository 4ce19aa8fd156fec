using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Domain.Packages;
using Vics.Domain.UpdateJobs;
using Vics.Infrastructure.Persistence.Conversions;

namespace Vics.Infrastructure.Persistence.Mapping;

/// <summary>
/// A job refers to its package and profile, and its targets to their units, without foreign keys: history stays when they are removed.
/// </summary>
internal sealed class UpdateJobMapping : IEntityTypeConfiguration<UpdateJob>
{
    /// <summary>The revision given out last among the job's targets; the domain has no use for it.</summary>
    public const string LastRevision = nameof(LastRevision);

    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<UpdateJob> job)
    {
        job.ToTable("UpdateJobs");
        job.HasKey(j => j.Id);
        job.Property(j => j.Id).ValueGeneratedNever();
        job.Property(j => j.PackageVersion).HasMaxLength(PackageEntry.MaxVersionLength);
        job.Property(j => j.Plan).HasConversion<JsonTextConverter<UpdatePlan>>();
        job.Property(j => j.CreatedBy).HasMaxLength(VicsDbContext.ShortText);
        job.Property<long>(LastRevision);
        job.HasIndex(j => j.State);
        job.HasIndex(j => j.PackageId);
        job.HasIndex(j => j.CreatedAt);
    }
}
