using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Xunit;
using Secret = Vics.Domain.Secret;

namespace Vics.Tests.Domain.Cameras;

/// <summary>Cameras that follow what their unit lists.</summary>
public sealed class UnitCameraTests
{
    private static readonly UnitCamera Listed = new()
    {
        Id = "key-1",
        Name = "정문",
        Host = "10.0.0.9",
        Port = 8000,
        UserName = "admin",
        OnvifPath = "/onvif/device_service",
        ProfileToken = "p1",
        SubProfileToken = "p2",
        Ptz = true,
    };

    private readonly UnitId _unit = UnitId.From(Guid.CreateVersion7());
    private readonly Unsealed _seal = new();

    [Fact]
    public void It_is_added_with_all_that_the_unit_tells()
    {
        var camera = New(Listed);
        Assert.Equal((CameraSource.Unit, _unit, "key-1", "정문", "10.0.0.9", 8000), (camera.Source, camera.UnitId, camera.UnitCameraId, camera.Name, camera.Host, camera.Port));
        Assert.Equal(("admin", "/onvif/device_service", "p1", "p2", true), (camera.UserName, camera.OnvifPath, camera.ProfileToken, camera.SubProfileToken, camera.Ptz));
        Assert.Null(camera.Password);
    }

    [Fact]
    public void The_same_list_again_changes_nothing()
    {
        var camera = New(Listed);
        Assert.False(Follow(camera, Listed));
        Assert.Equal(1, camera.Revision);
    }

    [Fact]
    public void Without_a_name_it_is_called_by_its_address_or_key_until_the_unit_names_it()
    {
        var (placed, bare) = (New(Listed with { Name = "" }), New(new UnitCamera { Id = "key-2" }));
        Assert.Equal(("10.0.0.9", "key-2"), (placed.Name, bare.Name));
        Assert.False(Follow(bare, new UnitCamera { Id = "key-2" }));
        Assert.True(Follow(placed, Listed));
        Assert.Equal("정문", placed.Name);
    }

    [Fact]
    public void It_follows_to_another_address_with_the_profiles_that_belong_to_it()
    {
        var camera = New(Listed);
        Assert.True(Follow(camera, Listed with { Host = "10.0.0.10", Port = null, ProfileToken = "q1", SubProfileToken = "" }));
        Assert.Equal(("10.0.0.10", 80, "q1", null, 2), (camera.Host, camera.Port, camera.ProfileToken, camera.SubProfileToken, camera.Revision));
    }

    [Fact]
    public void What_a_person_gave_it_stays()
    {
        var camera = New(Listed);
        camera.Edit(UnitCameraEntry.From(_unit, Listed) with { Name = "Main gate", Tags = ["gate"], Password = new Secret("own"), UserName = "viewer", ProfileToken = "p3" }, _seal);

        Assert.False(Follow(camera, Listed));
        Assert.True(Follow(camera, Listed with { Name = "후문" }));
        Assert.Equal(("Main gate", "viewer", "own", "p3"), (camera.Name, camera.UserName, camera.Password?.Sealed, camera.ProfileToken));
        Assert.Equal(["gate"], camera.Tags);
    }

    [Fact]
    public void A_name_that_nobody_changed_follows_the_units()
    {
        var camera = New(Listed);
        Assert.True(Follow(camera, Listed with { Name = "후문" }));
        Assert.True(Follow(camera, Listed with { Name = "별관" }));
        Assert.Equal("별관", camera.Name);
    }

    [Fact]
    public void A_stored_password_goes_to_another_address_only_with_who_may_send_it_there()
    {
        var camera = New(Listed);
        camera.Edit(UnitCameraEntry.From(_unit, Listed) with { Password = new Secret("own") }, _seal);
        var moved = UnitCameraEntry.From(_unit, Listed with { Host = "10.6.6.6" });

        Assert.False(camera.FollowUnit(moved, mayTakePassword: false));
        Assert.Equal("10.0.0.9", camera.Host);
        Assert.True(camera.FollowUnit(moved, mayTakePassword: true));
        Assert.Equal("10.6.6.6", camera.Host);
    }

    [Fact]
    public void What_was_seen_at_the_old_address_is_void_and_switched_off_stays_switched_off()
    {
        var camera = New(Listed);
        camera.Enable(false);
        Assert.True(Follow(camera, Listed with { Host = "10.0.0.10" }));
        Assert.Equal(CameraState.Disabled, camera.State);
    }

    [Theory]
    [InlineData("bad host name", 0, "no/slash", "a:b", "\u0007bell")]
    [InlineData("010.1", 70000, "/with blank", "line\nbreak", "  ")]
    [InlineData("", -1, "", "", "")]
    public void What_is_odd_in_the_list_keeps_no_camera_out(string host, int port, string path, string user, string name)
    {
        var odd = new UnitCamera
        {
            Id = "key",
            Name = name + new string('가', 300),
            Host = host,
            Port = port,
            OnvifPath = path,
            UserName = user,
            ProfileToken = new string('t', 300),
            SubProfileToken = "\0",
        };
        var entry = UnitCameraEntry.From(_unit, odd);
        Assert.Empty(CameraRules.Check(entry));
        Assert.False(Follow(New(odd), odd));
    }

    private Camera New(UnitCamera listed) => Camera.CreateOfUnit(UnitCameraEntry.From(_unit, listed), _seal, DateTimeOffset.UnixEpoch);

    private bool Follow(Camera camera, UnitCamera listed) => camera.FollowUnit(UnitCameraEntry.From(_unit, listed), mayTakePassword: true);

    private sealed class Unsealed : ISecretSeal
    {
        public SealedSecret Seal(Secret secret) => new(secret.Reveal());

        public Secret Open(SealedSecret secret) => new(secret.Sealed);
    }
}
