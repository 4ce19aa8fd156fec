using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Domain.Cameras;

public sealed class CameraWatchTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Accuracy = TimeSpan.FromMinutes(4);

    private readonly CameraWatch _watch = new(Camera.Create(new CameraEntry { Host = "10.0.0.2" }, new NoSeal(), Now));

    [Fact]
    public void The_first_look_at_an_unknown_camera_is_believed()
    {
        Assert.Equal((CameraState.Offline, FakeCameras.Away.Message, true), Told(_watch.Take(FakeCameras.Away, Now, Accuracy)));
        Assert.Equal((CameraState.Online, null, true), Told(_watch.Take(null, Now, Accuracy)));
    }

    [Fact]
    public void An_online_camera_is_offline_only_after_two_looks_in_a_row_and_back_at_once()
    {
        _watch.Take(null, Now, Accuracy);

        Assert.Null(_watch.Take(FakeCameras.Away, Now, Accuracy));
        Assert.True(_watch.IsInDoubt);
        Assert.Null(_watch.Take(null, Now, Accuracy));
        Assert.Null(_watch.Take(FakeCameras.Away, Now, Accuracy));
        Assert.Equal((CameraState.Offline, FakeCameras.Away.Message, true), Told(_watch.Take(FakeCameras.Away, Now, Accuracy)));
        Assert.Equal((CameraState.Online, null, true), Told(_watch.Take(null, Now, Accuracy)));
    }

    [Theory]
    [InlineData(DeviceFaultCode.Authentication)]
    [InlineData(DeviceFaultCode.Clock)]
    [InlineData(DeviceFaultCode.SecretUnreadable)]
    public void What_asking_again_cannot_change_is_told_at_once(DeviceFaultCode code)
    {
        _watch.Take(null, Now, Accuracy);

        var trouble = FakeCameras.Away with { Code = code };

        Assert.Equal((CameraState.Offline, trouble.Message, true), Told(_watch.Take(trouble, Now, Accuracy)));
    }

    [Fact]
    public void Another_reason_is_news_and_the_same_one_is_not()
    {
        _watch.Take(FakeCameras.Away, Now, Accuracy);

        Assert.Null(_watch.Take(FakeCameras.Away, Now, Accuracy));
        Assert.Equal((CameraState.Offline, FakeCameras.WrongPassword.Message, true), Told(_watch.Take(FakeCameras.WrongPassword, Now, Accuracy)));
    }

    [Fact]
    public void That_it_is_still_there_is_written_only_now_and_then()
    {
        _watch.Take(null, Now, Accuracy);

        Assert.Null(_watch.Take(null, Now + Accuracy - TimeSpan.FromSeconds(1), Accuracy));
        Assert.Equal((CameraState.Online, null, false), Told(_watch.Take(null, Now + Accuracy, Accuracy)));
        Assert.Null(_watch.Take(null, Now + Accuracy + TimeSpan.FromSeconds(1), Accuracy));
    }

    private static (CameraState, OperatorText?, bool)? Told((CameraObservation Observation, bool Flipped)? news) =>
        news is { } told ? (told.Observation.State, told.Observation.Detail, told.Flipped) : null;

    /// <summary>Fake: there is nothing to seal.</summary>
    private sealed class NoSeal : ISecretSeal
    {
        public SealedSecret Seal(Vics.Domain.Secret secret) => throw new NotSupportedException();

        public Vics.Domain.Secret Open(SealedSecret secret) => throw new NotSupportedException();
    }
}
