using Vics.Domain.Live;

namespace Vics.Infrastructure.Ffmpeg.Mp4;

/// <summary>A track of fragmented MP4, as far as its fragments are read.</summary>
/// <param name="Id">What fragments call it.</param>
/// <param name="Timescale">Ticks a second.</param>
/// <param name="IsVideo">It is the picture.</param>
/// <param name="SampleDuration">Of a sample that says nothing else, in ticks.</param>
/// <param name="SampleFlags">Likewise.</param>
internal sealed record Track(uint Id, uint Timescale, bool IsVideo, uint SampleDuration, uint SampleFlags);

/// <summary>The beginning of a fragmented MP4 stream: <c>ftyp</c> and <c>moov</c>.</summary>
internal sealed record InitSegment(VideoInit Video, IReadOnlyList<Track> Tracks)
{
    private static readonly uint Moov = Box.Type("moov"u8);
    private static readonly uint Trak = Box.Type("trak"u8);

    /// <summary>Reads it. An H.265 entry that allows parameter sets in the stream is renamed to one that does not: Safari plays no other.</summary>
    /// <exception cref="InvalidDataException">It is none, or shows no picture.</exception>
    public static InitSegment Read(byte[] bytes)
    {
        var moov = Box.Find(bytes, Moov);
        var tracks = new List<Track>();
        string? video = null, audio = null;
        int width = 0, height = 0;
        var row = moov;
        while (Box.TryTake(ref row, out var type, out var trak))
        {
            if (type != Trak)
                continue;
            var media = Box.Find(trak, Box.Type("mdia"u8));
            var handler = Box.UInt32(Box.Find(media, Box.Type("hdlr"u8)), 8);
            var entry = SampleEntry(media, out var entryType);
            var isVideo = handler == Box.Type("vide"u8);
            if (isVideo)
                (video, width, height) = CodecName.OfVideo(entryType, entry);
            else if (handler == Box.Type("soun"u8))
                audio = CodecName.OfAudio(entryType, entry);
            tracks.Add(ReadTrack(moov, trak, media, isVideo));
        }

        if (video is null)
            throw new InvalidDataException("The stream shows no picture.");
        Rename(bytes);
        var init = new VideoInit
        {
            Bytes = bytes,
            MimeType = $"video/mp4; codecs=\"{video}{(audio is null ? "" : ", " + audio)}\"",
            Codec = video,
            Width = width,
            Height = height,
            HasAudio = audio is not null,
        };
        return new InitSegment(init, tracks);
    }

    private static Track ReadTrack(ReadOnlySpan<byte> moov, ReadOnlySpan<byte> trak, ReadOnlySpan<byte> media, bool isVideo)
    {
        var header = Box.Find(trak, Box.Type("tkhd"u8));
        var mediaHeader = Box.Find(media, Box.Type("mdhd"u8));
        var id = Box.UInt32(header, Box.Version(header) == 1 ? 20 : 12);
        var timescale = Box.UInt32(mediaHeader, Box.Version(mediaHeader) == 1 ? 20 : 12);
        if (timescale == 0)
            throw new InvalidDataException("A track without time.");
        var extends = Box.Find(moov, Box.Type("mvex"u8));
        while (Box.TryTake(ref extends, out var type, out var trex))
        {
            if (type == Box.Type("trex"u8) && Box.UInt32(trex, 4) == id)
                return new Track(id, timescale, isVideo, Box.UInt32(trex, 12), Box.UInt32(trex, 20));
        }

        return new Track(id, timescale, isVideo, 0, 0);
    }

    private static ReadOnlySpan<byte> SampleEntry(ReadOnlySpan<byte> media, out uint type)
    {
        var table = Box.Find(Box.Find(Box.Find(media, Box.Type("minf"u8)), Box.Type("stbl"u8)), Box.Type("stsd"u8));
        var entries = Box.Part(table, 8, Math.Max(0, table.Length - 8));
        return Box.TryTake(ref entries, out type, out var entry) ? entry : throw new InvalidDataException("A track without description.");
    }

    private static void Rename(byte[] bytes)
    {
        // The entry is the first to stand in the table; nothing before it holds free text.
        var table = bytes.AsSpan().IndexOf("stsd"u8);
        var entry = bytes.AsSpan(Math.Max(0, table));
        if (entry.IndexOf("hev1"u8) is var at and >= 0)
            "hvc1"u8.CopyTo(entry[at..]);
    }
}
