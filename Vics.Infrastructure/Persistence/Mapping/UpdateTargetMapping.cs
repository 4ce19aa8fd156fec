using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Domain.Network;
using Vics.Domain.UpdateJobs;

namespace Vics.Infrastructure.Persistence.Mapping;

internal sealed class UpdateTargetMapping : IEntityTypeConfiguration<UpdateTarget>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<UpdateTarget> target)
    {
        target.ToTable("UpdateTargets");
        target.HasKey(t => t.Id);
        target.Property(t => t.Id).ValueGeneratedNever();
        target.Property(t => t.UnitName).HasMaxLength(HostName.MaxLength);
        target.Property(t => t.Code).HasMaxLength(64);
        target.HasOne<UpdateJob>().WithMany().HasForeignKey(t => t.JobId).OnDelete(DeleteBehavior.Cascade);
        target.HasIndex(t => new { t.JobId, t.State });
        target.HasIndex(t => new { t.JobId, t.Revision });
        target.HasIndex(t => t.UnitId);
    }
}
