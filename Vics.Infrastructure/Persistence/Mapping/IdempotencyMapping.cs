using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Domain.UpdateJobs;

namespace Vics.Infrastructure.Persistence.Mapping;

internal sealed class IdempotencyMapping : IEntityTypeConfiguration<IdempotencyRow>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<IdempotencyRow> request)
    {
        request.ToTable("IdempotencyKeys");
        request.HasKey(r => new { r.Owner, r.Key });
        request.Property(r => r.Owner).HasMaxLength(VicsDbContext.ShortText);
        request.Property(r => r.Key).HasMaxLength(VicsDbContext.ShortText);
        request.Property(r => r.RequestHash).HasMaxLength(128);
        request.HasOne<UpdateJob>().WithMany().HasForeignKey(r => r.JobId).OnDelete(DeleteBehavior.Cascade);
    }
}
