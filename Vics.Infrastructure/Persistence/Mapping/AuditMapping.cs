using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Vics.Infrastructure.Persistence.Mapping;

/// <summary>No foreign key to the account: what a removed account did is still so.</summary>
internal sealed class AuditMapping : IEntityTypeConfiguration<AuditRow>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<AuditRow> entry)
    {
        entry.ToTable("Audit");
        entry.HasKey(e => e.Id);
        entry.Property(e => e.ActorName).HasMaxLength(VicsDbContext.ShortText);
        entry.Property(e => e.Origin).HasMaxLength(VicsDbContext.ShortText);
        entry.Property(e => e.Action).HasMaxLength(64);
        entry.HasIndex(e => e.At);
    }
}
