using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Infrastructure.Accounts;

namespace Vics.Infrastructure.Persistence.Mapping;

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiTokenRow>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ApiTokenRow> token)
    {
        token.ToTable("ApiTokens");
        token.HasKey(t => t.Id);
        token.Property(t => t.Id).ValueGeneratedNever();
        token.Property(t => t.Name).HasMaxLength(VicsDbContext.ShortText);
        token.Property(t => t.Prefix).HasMaxLength(16);
        token.Property(t => t.Hash).HasMaxLength(64);
        token.HasIndex(t => t.Hash).IsUnique();
        token.HasOne<VicsUser>().WithMany().HasForeignKey(t => t.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
