using System.Globalization;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Infrastructure.DeviceHttp;

namespace Vics.Infrastructure.Onvif;

/// <summary>
/// Steers by ONVIF. What a camera cannot do it is not asked for: an axis that rests is left out, since cameras without zoom refuse a whole move for a zoom
/// of nought.
/// </summary>
internal sealed class OnvifPtz(DeviceHttpClient http, OnvifMemory memory, TimeProvider clock, ILogger<OnvifPtz> log) : IPtzControl
{
    private static readonly XNamespace Tptz = OnvifNames.Ptz;
    private static readonly XNamespace Tt = OnvifNames.Schema;

    /// <inheritdoc/>
    public Task MoveAsync(CameraAccess camera, string? profileToken, PtzVector velocity, CancellationToken ct) =>
        velocity is { Pan: 0, Tilt: 0, Zoom: 0 }
            ? StopAsync(camera, profileToken, ct)
            : WithAsync(camera, profileToken, target => target.AskAsync("ContinuousMove", Axes("Velocity", velocity)), ct);

    /// <inheritdoc/>
    public Task StopAsync(CameraAccess camera, string? profileToken, CancellationToken ct) => WithAsync(camera, profileToken, StopAsync, ct);

    /// <inheritdoc/>
    public Task MoveByAsync(CameraAccess camera, string? profileToken, PtzVector translation, CancellationToken ct) =>
        translation is { Pan: 0, Tilt: 0, Zoom: 0 }
            ? Task.CompletedTask
            : WithAsync(camera, profileToken, target => target.AskAsync("RelativeMove", Axes("Translation", translation)), ct);

    /// <inheritdoc/>
    public Task MoveToAsync(CameraAccess camera, string? profileToken, PtzVector position, CancellationToken ct) => WithAsync(
        camera,
        profileToken,
        async target =>
        {
            // Zoom runs from 0 to 1 here (PTZ §5.7.2.1); 0 is a place of its own, so it is left out only for a camera that has no zoom.
            var pan = PanTilt(position);
            var zoom = Zoom(Math.Max(0, position.Zoom));
            try
            {
                return await target.AskAsync("AbsoluteMove", new XElement(Tptz + "Position", pan, zoom));
            }
            catch (DeviceException refused) when (position.Zoom <= 0 && refused.Fault.Code is DeviceFaultCode.CommandFailed or DeviceFaultCode.NotSupported)
            {
                return await target.AskAsync("AbsoluteMove", new XElement(Tptz + "Position", pan));
            }
        },
        ct);

    /// <inheritdoc/>
    public Task GoHomeAsync(CameraAccess camera, string? profileToken, CancellationToken ct) =>
        WithAsync(camera, profileToken, target => target.AskAsync("GotoHomePosition"), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PtzPreset>> PresetsAsync(CameraAccess camera, string? profileToken, CancellationToken ct) => WithAsync(
        camera,
        profileToken,
        async target =>
        {
            try
            {
                return OnvifReplies.Presets(await target.AskAsync("GetPresets"));
            }
            catch (DeviceException cannot) when (cannot.Fault.Code is DeviceFaultCode.CommandFailed or DeviceFaultCode.NotSupported)
            {
                return [];
            }
        },
        ct);

    /// <inheritdoc/>
    public Task<string> SavePresetAsync(CameraAccess camera, string? profileToken, string name, CancellationToken ct) => WithAsync(
        camera,
        profileToken,
        async target => OnvifReplies.PresetToken(await target.AskAsync("SetPreset", new XElement(Tptz + "PresetName", OnvifXml.Carried(name))))
            ?? throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The camera does not say under which token it saved the preset. Look at its list of presets."))),
        ct);

    /// <inheritdoc/>
    public Task GoToPresetAsync(CameraAccess camera, string? profileToken, string presetToken, CancellationToken ct) =>
        WithAsync(camera, profileToken, target => target.AskAsync("GotoPreset", Preset(presetToken)), ct);

    /// <inheritdoc/>
    public Task RemovePresetAsync(CameraAccess camera, string? profileToken, string presetToken, CancellationToken ct) =>
        WithAsync(camera, profileToken, target => target.AskAsync("RemovePreset", Preset(presetToken)), ct);

    private static async Task<XElement> StopAsync(Target target)
    {
        if (!target.Talk.Known.NoStop)
        {
            try
            {
                return await target.AskAsync("Stop", new XElement(Tptz + "PanTilt", "true"), new XElement(Tptz + "Zoom", "true"));
            }
            catch (DeviceException cannot) when (cannot.Fault.Code is DeviceFaultCode.CommandFailed or DeviceFaultCode.NotSupported)
            {
                target.Talk.Learn(known => known with { NoStop = cannot.Fault.Code is DeviceFaultCode.NotSupported });
            }
        }

        try
        {
            return await target.AskAsync("ContinuousMove", new XElement(Tptz + "Velocity", PanTilt(new(0, 0, 0)), Zoom(0)));
        }
        catch (DeviceException cannot) when (cannot.Fault.Code is DeviceFaultCode.CommandFailed or DeviceFaultCode.NotSupported)
        {
            return await target.AskAsync("ContinuousMove", new XElement(Tptz + "Velocity", PanTilt(new(0, 0, 0))));
        }
    }

    private static XElement Axes(string name, PtzVector vector) =>
        new(Tptz + name, vector is { Pan: 0, Tilt: 0 } ? null : PanTilt(vector), vector.Zoom == 0 ? null : Zoom(vector.Zoom));

    private static XElement PanTilt(PtzVector vector) => new(Tt + "PanTilt", new XAttribute("x", Number(vector.Pan)), new XAttribute("y", Number(vector.Tilt)));

    private static XElement Zoom(double zoom) => new(Tt + "Zoom", new XAttribute("x", Number(zoom)));

    private static string Number(double axis) => Math.Clamp(double.IsNaN(axis) ? 0 : axis, -1, 1).ToString("0.####", CultureInfo.InvariantCulture);

    private static XElement Preset(string token) => new(Tptz + "PresetToken", OnvifXml.Carried(token));

    private Task<T> WithAsync<T>(CameraAccess camera, string? profileToken, Func<Target, Task<T>> act, CancellationToken ct) => OnvifLimit.WithinAsync(
        OnvifCameraProbe.Limit,
        camera,
        clock,
        async limited => await act(await TargetAsync(new OnvifConversation(camera, http, memory, clock, log), profileToken, limited)),
        ct);

    // Profiles that say nothing of PTZ take no commands, whatever the camera's capabilities promise.
    private static async Task<Target> TargetAsync(OnvifConversation talk, string? profileToken, CancellationToken ct)
    {
        var services = await talk.ServicesAsync(ct);
        if (services.Ptz is not { } path)
            throw OnvifSentences.CannotDo(OperatorText.Of($"The camera has no PTZ service."));
        if (talk.Known.Steerable is not { } steerable)
            steerable = [.. (await OnvifMedia.ProfilesAsync(talk, services, ct)).Where(named => named.Profile.Ptz).Select(named => named.Profile.Token)];

        var profile = profileToken is not null && steerable.Contains(profileToken, StringComparer.Ordinal) ? profileToken : steerable is [var first, ..] ? first : null;
        return profile is null
            ? throw OnvifSentences.CannotDo(OperatorText.Of($"None of the camera's profiles can be steered."))
            : new Target(talk, path, profile, ct);
    }

    private sealed record Target(OnvifConversation Talk, string Path, string Profile, CancellationToken Ct)
    {
        public Task<XElement> AskAsync(string operation, params object?[] content) =>
            Talk.AskAsync(Path, new XElement(Tptz + operation, new XElement(Tptz + "ProfileToken", Profile), content), Ct);
    }
}
