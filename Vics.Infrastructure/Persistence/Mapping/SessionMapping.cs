using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Infrastructure.Accounts;

namespace Vics.Infrastructure.Persistence.Mapping;

internal sealed class SessionMapping : IEntityTypeConfiguration<SessionRow>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<SessionRow> session)
    {
        session.ToTable("Sessions");
        session.HasKey(s => s.KeyHash);
        session.Property(s => s.KeyHash).HasMaxLength(64);
        session.HasIndex(s => s.ExpiresAt);
        session.HasOne<VicsUser>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
