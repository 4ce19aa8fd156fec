namespace Vics.Domain.Live;

/// <summary>What a player needs before the first fragment: the initialization segment of fragmented MP4, or just the fact that pictures are JPEGs.</summary>
public sealed record VideoInit
{
    /// <summary>The media type of a stream of JPEGs.</summary>
    public const string JpegMimeType = "image/jpeg";

    /// <summary><c>ftyp</c> and <c>moov</c> (ISO/IEC 14496-12); empty for JPEGs, each of which stands for itself.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>For <c>MediaSource.isTypeSupported</c>: <c>video/mp4; codecs="avc1.64001F, mp4a.40.2"</c>.</summary>
    public required string MimeType { get; init; }

    /// <summary>Of the picture alone (RFC 6381): <c>avc1.64001F</c>; <c>jpeg</c> for JPEGs.</summary>
    public required string Codec { get; init; }

    /// <summary>Pixels; 0 where nobody says.</summary>
    public int Width { get; init; }

    /// <summary>Pixels.</summary>
    public int Height { get; init; }

    /// <summary>It carries sound.</summary>
    public bool HasAudio { get; init; }

    /// <summary>Single JPEGs, no MP4.</summary>
    public bool IsJpeg => MimeType == JpegMimeType;

    /// <summary>A stream of JPEGs.</summary>
    public static VideoInit Jpeg(int width = 0, int height = 0) => new() { MimeType = JpegMimeType, Codec = "jpeg", Width = width, Height = height };

    /// <summary>A player that was given the other can go on with this one's fragments.</summary>
    public bool ContinuesAs(VideoInit other) => MimeType == other.MimeType && Bytes.Span.SequenceEqual(other.Bytes.Span);
}
