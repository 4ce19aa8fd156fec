using Microsoft.Extensions.Options;
using Vics.Domain.Live;
using Vics.Web.Api.Cameras;
using Vics.Web.Background;

namespace Vics.Web.Hosting;

/// <summary>Live video: its settings, those who watch, and its end with the server's.</summary>
internal static class Live
{
    public static IServiceCollection AddVicsLive(this IServiceCollection services) => services
        .AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<VicsOptions>>().Value.Live;
            return new LiveSettings { IdleTime = TimeSpan.FromSeconds(options.IdleSeconds), MaxProcesses = options.MaxProcesses, Audio = options.Audio };
        })
        .AddSingleton<LiveJoin>()
        .AddSingleton<LiveSocket>()
        .AddHostedService<LiveWorker>();
}
