using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Live;

namespace Vics.Web.Background;

/// <summary>Lets live video follow the inventory while the server runs, and ends all of it when the server stops.</summary>
internal sealed partial class LiveWorker(LiveSources sources, CameraFeed feed, ICameraStore cameras, TimeProvider clock, ILogger<LiveWorker> log) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Listener<CameraNews> _news = feed.Listen();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await sources.DisposeAsync();
    }

    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                if (await _news.NextAsync(Patience, clock, stoppingToken) is { } news)
                    await FollowAsync(news, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task FollowAsync(CameraNews news, CancellationToken ct)
    {
        try
        {
            if (news is CameraNews.Removed || (news is CameraNews.Changed && await cameras.FindAsync(news.Camera, ct) is null))
                await sources.RemovedAsync(news.Camera);
            else if (news is CameraNews.Changed && await cameras.FindAsync(news.Camera, ct) is { } camera)
                sources.Changed(camera);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The next news finds it in order again.
            Log.Missed(log, failure, news.Camera);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A change of camera {Camera} did not reach its live video")]
        public static partial void Missed(ILogger logger, Exception exception, CameraId camera);
    }
}
