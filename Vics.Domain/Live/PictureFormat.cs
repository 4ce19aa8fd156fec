namespace Vics.Domain.Live;

/// <summary>How JPEGs are wanted, rounded to a few sizes and rates so that those who want about the same share the work.</summary>
/// <param name="Width">Pixels at most; the stream's own where null.</param>
/// <param name="FramesPerSecond">At most; as many as come where null.</param>
public readonly record struct PictureFormat(int? Width, int? FramesPerSecond)
{
    private static readonly int[] Widths = [320, 640, 960, 1280, 1920];
    private static readonly int[] Rates = [1, 2, 5, 10, 15];

    /// <summary>The next larger size and rate that are kept.</summary>
    public static PictureFormat Near(int? width, int? framesPerSecond) => new(Next(Widths, width), Next(Rates, framesPerSecond));

    /// <inheritdoc/>
    public override string ToString() => $"{(Width is { } width ? $"{width} px" : "full size")}, {(FramesPerSecond is { } rate ? $"{rate}/s" : "full rate")}";

    private static int? Next(int[] kept, int? wanted) => wanted is null ? null : kept.Select(one => (int?)one).FirstOrDefault(one => one >= wanted);
}
