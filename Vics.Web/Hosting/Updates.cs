using Vics.Web.Api.Conventions;
using Vics.Web.Api.Packages;
using Vics.Web.Api.UpdateJobs;
using Vics.Web.Background;
using Vics.Web.UpdateJobs;

namespace Vics.Web.Hosting;

/// <summary>Packages and update jobs: uploads, the worker, and those who watch.</summary>
internal static class Updates
{
    /// <summary>How long units that are being prepared may take to be left tidy when the server stops.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddVicsUpdates(this IServiceCollection services)
    {
        services.AddSignalR().AddJsonProtocol(options => ApiJson.Apply(options.PayloadSerializerOptions));
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        return services
            .AddSingleton<PackageUpload>()
            .AddSingleton<UpdateJobWatch>()
            .AddSingleton<UpdateJobDesk>()
            .AddSingleton<UpdateJobEventStream>()
            .AddHostedService<UpdateJobWorker>();
    }

    public static void MapVicsUpdates(this WebApplication app) => app.MapHub<UpdateJobsHub>("/hubs/update-jobs");
}
