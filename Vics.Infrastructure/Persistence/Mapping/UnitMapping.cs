using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Persistence.Mapping;

internal sealed class UnitMapping : IEntityTypeConfiguration<Unit>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Unit> unit)
    {
        unit.ToTable("Units");
        unit.HasKey(u => u.Id);
        unit.Property(u => u.Id).ValueGeneratedNever();
        unit.Property(u => u.Name).HasMaxLength(HostName.MaxLength);
        unit.Property(u => u.Host).HasMaxLength(HostName.MaxLength);
        unit.Property(u => u.UserName).HasMaxLength(UnitRules.MaxUserNameLength);
        unit.Property(u => u.ApiUserName).HasMaxLength(UnitRules.MaxUserNameLength);
        unit.Property(u => u.Notes).HasMaxLength(UnitRules.MaxNotesLength);
        unit.Property(u => u.Revision).IsConcurrencyToken();
        unit.PrimitiveCollection(u => u.Tags);
        unit.ComplexProperty(u => u.HostKey, key =>
        {
            key.Ignore(k => k.Fingerprint);
            key.Property(k => k.Algorithm).HasMaxLength(VicsDbContext.ShortText);
            key.Property(k => k.Sha256).HasMaxLength(64);
        });
        unit.ComplexProperty(u => u.Installed, installed => installed.Property(i => i.Version).HasMaxLength(VicsDbContext.ShortText));
        unit.HasIndex(u => new { u.Host, u.Port }).IsUnique();
        unit.HasOne<UpdateProfile>().WithMany().HasForeignKey(u => u.ProfileId).OnDelete(DeleteBehavior.SetNull);
    }
}
