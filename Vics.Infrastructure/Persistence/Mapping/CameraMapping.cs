using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Persistence.Mapping;

internal sealed class CameraMapping : IEntityTypeConfiguration<Camera>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<Camera> camera)
    {
        camera.ToTable("Cameras");
        camera.HasKey(c => c.Id);
        camera.Property(c => c.Id).ValueGeneratedNever();
        camera.Property(c => c.Name).HasMaxLength(HostName.MaxLength);
        camera.Property(c => c.Host).HasMaxLength(HostName.MaxLength);
        camera.Property(c => c.CertificateSha256).HasMaxLength(64);
        camera.Property(c => c.UserName).HasMaxLength(UnitRules.MaxUserNameLength);
        camera.Property(c => c.OnvifPath).HasMaxLength(CameraRules.MaxTokenLength);
        camera.Property(c => c.StreamUrl).HasMaxLength(StreamAddress.MaxLength);
        camera.Property(c => c.SubStreamUrl).HasMaxLength(StreamAddress.MaxLength);
        camera.Property(c => c.ProfileToken).HasMaxLength(CameraRules.MaxTokenLength);
        camera.Property(c => c.SubProfileToken).HasMaxLength(CameraRules.MaxTokenLength);
        camera.Property(c => c.UnitCameraId).HasMaxLength(CameraRules.MaxTokenLength);
        camera.Property(c => c.UnitCameraName).HasMaxLength(UnitRules.MaxNameLength);
        camera.Property(c => c.Revision).IsConcurrencyToken();
        camera.PrimitiveCollection(c => c.Tags);
        camera.HasIndex(c => c.State);
        // Nulls differ from one another in an index, so only cameras that name a unit and its camera are held to be one.
        camera.HasIndex(c => new { c.UnitId, c.UnitCameraId }).IsUnique();
        // The cameras that only the unit knows go with it; UnitStore removes them, a foreign key cannot choose.
        camera.HasOne<Unit>().WithMany().HasForeignKey(c => c.UnitId).OnDelete(DeleteBehavior.SetNull);
    }
}
