using Vics.Domain.Cameras;

namespace Vics.Web.Background;

/// <summary>Stops every camera that is moving when the server stops: nobody would be left to do it.</summary>
internal sealed class PtzStop(PtzSteering steering) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => steering.StopAllAsync().WaitAsync(cancellationToken);
}
