using Microsoft.Extensions.Logging;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Infrastructure.DeviceHttp;

namespace Vics.Infrastructure.Onvif;

/// <summary>Looks up by ONVIF what a camera is and where its pictures are.</summary>
internal sealed class OnvifCameraProbe(DeviceHttpClient http, OnvifMemory memory, TimeProvider clock, ILogger<OnvifCameraProbe> log) : ICameraProbe
{
    /// <summary>For a whole look-up.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<CameraFacts> ProbeAsync(CameraAccess camera, CancellationToken ct)
    {
        // A look-up is done where something changed: nothing that was remembered counts.
        memory.Forget(camera);
        return await OnvifLimit.WithinAsync(Limit, camera, clock, limited => LookUpAsync(NewConversation(camera), limited), ct);
    }

    /// <inheritdoc/>
    public Task CheckAsync(CameraAccess camera, CancellationToken ct) => OnvifLimit.WithinAsync(
        Limit,
        camera,
        clock,
        async limited =>
        {
            try
            {
                await NewConversation(camera).AskDeviceAsync("GetDeviceInformation", limited);
            }
            catch (DeviceException cannot) when (cannot.Fault.Code is DeviceFaultCode.NotSupported or DeviceFaultCode.CommandFailed or DeviceFaultCode.Protocol && memory.Of(camera).ClockAsked)
            {
                // It answers and did not refuse the account; that it cannot say what it is, is no trouble.
            }

            return true;
        },
        ct);

    private OnvifConversation NewConversation(CameraAccess camera) => new(camera, http, memory, clock, log);

    private static async Task<CameraFacts> LookUpAsync(OnvifConversation talk, CancellationToken ct)
    {
        await talk.ReadClockAsync(ct);
        var services = await talk.ServicesAsync(ct);
        var profiles = await OnvifMedia.ProfilesAsync(talk, services, ct);
        var identity = await IdentityAsync(talk, ct);
        return new CameraFacts
        {
            Manufacturer = identity.Manufacturer,
            Model = identity.Model,
            Firmware = identity.Firmware,
            Serial = identity.Serial,
            ClockSkew = talk.ClockSkew,
            Profiles = await OnvifMedia.WithAddressesAsync(talk, services, profiles, ct),
        };
    }

    // Asked after the profiles: a wrong password has shown by then, and some cameras lock an account that is refused too often.
    private static async Task<OnvifIdentity> IdentityAsync(OnvifConversation talk, CancellationToken ct)
    {
        try
        {
            return OnvifReplies.Identity(await talk.AskDeviceAsync("GetDeviceInformation", ct));
        }
        catch (DeviceException cannot) when (!cannot.IsAway)
        {
            return new OnvifIdentity("", "", "", "");
        }
    }
}

/// <summary>A time limit over several questions.</summary>
internal static class OnvifLimit
{
    /// <summary>Does it within the limit, or says that the camera is too slow.</summary>
    public static async Task<T> WithinAsync<T>(TimeSpan limit, CameraAccess camera, TimeProvider clock, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested && timeout.IsCancellationRequested)
        {
            throw OnvifSentences.TooSlow(camera, limit, late);
        }
    }
}
