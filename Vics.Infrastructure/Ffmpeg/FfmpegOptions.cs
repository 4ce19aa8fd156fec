namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Where ffmpeg is, from <c>Vics:Ffmpeg</c>.</summary>
internal sealed class FfmpegOptions
{
    /// <summary>Where it is configured.</summary>
    public const string Section = "Vics:Ffmpeg";

    /// <summary>The program, or the directory that holds it; looked for on <c>PATH</c> where empty.</summary>
    public string? Path { get; set; }
}
