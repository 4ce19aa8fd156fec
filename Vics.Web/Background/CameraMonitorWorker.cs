using Vics.Domain.Cameras;

namespace Vics.Web.Background;

/// <summary>Looks after the cameras for as long as the server runs, unless the settings say never.</summary>
internal sealed class CameraMonitorWorker(IServiceProvider services, CameraMonitorSettings settings) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Interval <= TimeSpan.Zero)
            return;
        try
        {
            await services.GetRequiredService<CameraMonitor>().RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
