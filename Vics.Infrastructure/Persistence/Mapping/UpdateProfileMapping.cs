using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Persistence.Mapping;

internal sealed class UpdateProfileMapping : IEntityTypeConfiguration<UpdateProfile>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<UpdateProfile> profile)
    {
        profile.ToTable("UpdateProfiles");
        profile.HasKey(p => p.Id);
        profile.Property(p => p.Id).ValueGeneratedNever();
        profile.Property(p => p.Name).HasMaxLength(100);
        profile.Property(p => p.ServiceName).HasMaxLength(VicsDbContext.ShortText);
        profile.Property(p => p.TargetPath).HasMaxLength(VicsDbContext.ShortText);
        profile.Property(p => p.FileMode).HasMaxLength(4);
        profile.Property(p => p.ProbePath).HasMaxLength(VicsDbContext.ShortText);
        profile.Property(p => p.Revision).IsConcurrencyToken();
        profile.HasIndex(p => p.Name).IsUnique();
        // At most one default; that there is one is the store's affair.
        profile.HasIndex(p => p.IsDefault).IsUnique().HasFilter("\"IsDefault\"");
    }
}
