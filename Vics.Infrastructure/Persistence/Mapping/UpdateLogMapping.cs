using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Domain.UpdateJobs;

namespace Vics.Infrastructure.Persistence.Mapping;

internal sealed class UpdateLogMapping : IEntityTypeConfiguration<UpdateLogRow>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<UpdateLogRow> line)
    {
        line.ToTable("UpdateLog");
        line.HasKey(l => l.Id);
        line.HasOne<UpdateTarget>().WithMany().HasForeignKey(l => l.TargetId).OnDelete(DeleteBehavior.Cascade);
    }
}
