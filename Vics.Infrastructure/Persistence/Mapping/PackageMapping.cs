using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Domain.Packages;

namespace Vics.Infrastructure.Persistence.Mapping;

internal sealed class PackageMapping : IEntityTypeConfiguration<Package>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Package> package)
    {
        package.ToTable("Packages");
        package.HasKey(p => p.Id);
        package.Property(p => p.Id).ValueGeneratedNever();
        package.Property(p => p.FileName).HasMaxLength(PackageEntry.MaxFileNameLength);
        package.Property(p => p.Version).HasMaxLength(PackageEntry.MaxVersionLength);
        package.Property(p => p.Notes).HasMaxLength(PackageEntry.MaxNotesLength);
        package.Property(p => p.UploadedBy).HasMaxLength(VicsDbContext.ShortText);
        package.HasIndex(p => p.Sha256).IsUnique();
    }
}
