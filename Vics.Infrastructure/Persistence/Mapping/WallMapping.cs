using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Domain.Walls;
using Vics.Infrastructure.Accounts;

namespace Vics.Infrastructure.Persistence.Mapping;

internal sealed class WallMapping : IEntityTypeConfiguration<WallRow>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<WallRow> wall)
    {
        wall.ToTable("Walls");
        wall.HasKey(w => w.Id);
        wall.Property(w => w.Id).ValueGeneratedNever();
        wall.Property(w => w.Name).HasMaxLength(WallLayout.MaxNameLength);
        wall.Property(w => w.Revision).IsConcurrencyToken();
        wall.HasIndex(w => new { w.OwnerId, w.Name }).IsUnique();
        wall.HasOne<VicsUser>().WithMany().HasForeignKey(w => w.OwnerId).OnDelete(DeleteBehavior.Cascade);
    }
}
