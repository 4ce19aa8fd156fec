using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Infrastructure;

/// <summary>Says of what this version cannot ask yet that it cannot. To be removed with the last adapter that takes its place.</summary>
internal sealed class AdaptersToCome : ICameraProbe, IStreamCheck, IUnitApi
{
    public static void Fill(IServiceCollection services)
    {
        services.TryAddSingleton<ICameraProbe, AdaptersToCome>();
        services.TryAddSingleton<IStreamCheck, AdaptersToCome>();
        services.TryAddSingleton<IUnitApi, AdaptersToCome>();
    }

    public Task<CameraFacts> ProbeAsync(CameraAccess camera, CancellationToken ct) => throw CannotYet();

    public Task CheckAsync(CameraAccess camera, CancellationToken ct) => throw CannotYet();

    public async Task CheckAsync(VideoOrigin origin, CancellationToken ct)
    {
        if (origin is VideoOrigin.TestPattern)
            return;
        if (origin is not VideoOrigin.Mjpeg mjpeg)
            throw CannotYet();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await client.GetAsync(new Uri(mjpeg.Url), HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (Exception away) when (away is HttpRequestException || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new DeviceException(new(DeviceFaultCode.Unreachable, OperatorText.Of($"The camera offers no stream.")), away);
        }
    }

    public Task<IReadOnlyList<UnitCamera>> CamerasAsync(UnitApiAccess unit, CancellationToken ct) => throw CannotYet();

    public Task<byte[]> ImageAsync(UnitApiAccess unit, string cameraId, int? width, int? height, CancellationToken ct) => throw CannotYet();

    public Task<IReadOnlyList<UnitStream>> StreamsAsync(UnitApiAccess unit, string cameraId, CancellationToken ct) => throw CannotYet();

    private static DeviceException CannotYet() => new(new(DeviceFaultCode.NotSupported, OperatorText.Of($"The camera offers no stream.")));
}
