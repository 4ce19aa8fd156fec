using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Xunit;
using Secret = Vics.Domain.Secret;

namespace Vics.Tests.Domain.Cameras;

public sealed class CameraTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly OpenSeal _seal = new();

    [Fact]
    public void An_account_in_the_address_counts_more_than_the_one_that_was_stored()
    {
        var camera = New(new CameraEntry { Source = CameraSource.Rtsp, StreamUrl = "rtsp://10.0.0.2/a", UserName = "old", Password = new Secret("old-password") });

        camera.Edit(new CameraEntry { Source = CameraSource.Rtsp, StreamUrl = "rtsp://new:p%40ss@10.0.0.2/a", UserName = "old" }, _seal);

        Assert.Equal(("rtsp://10.0.0.2/a", "new", "p@ss"), (camera.StreamUrl, camera.UserName, camera.Password?.Sealed));
    }

    [Fact]
    public void A_password_that_is_left_out_stays_and_an_empty_one_goes()
    {
        var camera = New(new CameraEntry { Host = "10.0.0.2", Password = new Secret("secret") });

        camera.Edit(new CameraEntry { Host = "10.0.0.2" }, _seal);
        Assert.Equal("secret", camera.Password?.Sealed);

        camera.Edit(new CameraEntry { Host = "10.0.0.2", Password = new Secret("") }, _seal);
        Assert.Null(camera.Password);
    }

    [Fact]
    public void An_address_that_is_not_the_cameras_kind_leaves_no_account_behind()
    {
        var camera = New(new CameraEntry { Host = "10.0.0.2", StreamUrl = "rtsp://ann:secret@10.0.0.3/a" });

        Assert.Equal((null, null, null, "10.0.0.2"), (camera.StreamUrl, camera.UserName, camera.Password, camera.Host));
    }

    [Fact]
    public void A_camera_without_a_name_is_called_by_what_is_known_of_it()
    {
        Assert.Equal("10.0.0.2", New(new CameraEntry { Host = " 10.0.0.2 " }).Name);
        Assert.Equal("cam.example", New(new CameraEntry { Source = CameraSource.Mjpeg, StreamUrl = "http://Cam.Example/a" }).Name);
        Assert.Equal("c-1", New(new CameraEntry { Source = CameraSource.Unit, UnitId = new UnitId(Guid.NewGuid()), UnitCameraId = "c-1" }).Name);
        Assert.Equal("Test pattern", New(new CameraEntry { Source = CameraSource.Test }).Name);
    }

    [Fact]
    public void It_is_disabled_while_switched_off_and_unknown_when_switched_on_again()
    {
        var camera = New(new CameraEntry { Host = "10.0.0.2", Enabled = false });
        Assert.Equal(CameraState.Disabled, camera.State);

        camera.Enable(true);

        Assert.Equal((CameraState.Unknown, 2), (camera.State, camera.Revision));
    }

    private Camera New(CameraEntry entry)
    {
        Assert.Empty(CameraRules.Check(entry));
        return Camera.Create(entry, _seal, Now);
    }

    /// <summary>Fake: seals nothing, so that a test can look inside.</summary>
    private sealed class OpenSeal : ISecretSeal
    {
        public SealedSecret Seal(Secret secret) => new(secret.Reveal());

        public Secret Open(SealedSecret secret) => new(secret.Sealed);
    }
}
