using Microsoft.Extensions.DependencyInjection;
using Vics.Domain.Cameras;
using Vics.Domain.Live;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>The parts list of the video adapter.</summary>
internal static class FfmpegServices
{
    /// <summary>Registers what reads and converts video.</summary>
    public static IServiceCollection AddFfmpeg(this IServiceCollection services)
    {
        services.AddOptions<FfmpegOptions>().BindConfiguration(FfmpegOptions.Section);
        return services
            .AddSingleton<FfmpegProgram>().AddSingleton<FfmpegSlots>().AddSingleton<FfmpegLauncher>()
            .AddSingleton<RtspRedirector>().AddSingleton<PatternTitles>().AddSingleton<HttpJpegs>()
            .AddSingleton<IVideoOpener, FfmpegVideoOpener>()
            .AddSingleton<IPictureMaker, FfmpegPictureMaker>()
            .AddSingleton<IStreamStills, FfmpegStills>();
    }
}
