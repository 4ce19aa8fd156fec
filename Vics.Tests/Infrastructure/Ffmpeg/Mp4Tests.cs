using System.IO.Pipelines;
using Vics.Infrastructure.Ffmpeg.Mp4;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Ffmpeg;

/// <summary>Reading fragmented MP4, from bytes that ffmpeg wrote and from what became of them.</summary>
public sealed class Mp4Tests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("H264", "video/mp4; codecs=\"avc1.64001F\"", 1280, 720)]
    [InlineData("H265", "video/mp4; codecs=\"hvc1.1.6.L63.90\"", 640, 360)]
    [InlineData("H264Aac", "video/mp4; codecs=\"avc1.64001E, mp4a.40.2\"", 640, 360)]
    public async Task The_head_tells_what_a_player_must_know(string film, string mimeType, int width, int height)
    {
        var (init, _) = await ReadAsync(await CapturedVideo.OfAsync(FilmOf(film)));

        Assert.Equal(mimeType, init.Video.MimeType);
        Assert.Equal((width, height), (init.Video.Width, init.Video.Height));
        Assert.Equal(film == "H264Aac", init.Video.HasAudio);
        Assert.Equal(1, init.Tracks.Count(track => track.IsVideo));
    }

    [Theory]
    [InlineData("H264", 50)]
    [InlineData("H264Small", 25)]
    [InlineData("H264BFrames", 50)]
    [InlineData("H265", 50)]
    [InlineData("H264Aac", 50)]
    public async Task Key_frames_are_found_where_the_film_has_them_and_sound_is_never_one(string film, int distance)
    {
        var (init, moofs) = await ReadAsync(await CapturedVideo.OfAsync(FilmOf(film)));

        var pictures = moofs.Select(moof => MovieFragment.Shift(moof, init, TimeSpan.Zero)).Where(fragment => fragment.Frames > 0).ToList();
        var keys = pictures.Index().Where(one => one.Item.IsKey).Select(one => one.Index).ToList();

        Assert.Equal(Enumerable.Range(0, keys.Count).Select(key => key * distance), keys);
        Assert.InRange(keys.Count, 2, 4);
        Assert.InRange(pictures.Count, 70, 80);
    }

    [Fact]
    public async Task Time_is_moved_by_what_is_asked_and_by_no_less()
    {
        var (init, moofs) = await ReadAsync(await CapturedVideo.OfAsync(Film.H264Aac));

        var plain = moofs.Select(moof => MovieFragment.Shift(moof.ToArray(), init, TimeSpan.Zero).EndsAt).ToList();
        var moved = moofs.Select(moof => MovieFragment.Shift(moof.ToArray(), init, TimeSpan.FromHours(30)).EndsAt).ToList();

        Assert.All(plain.Zip(moved), pair => Assert.InRange((pair.Second - pair.First - TimeSpan.FromHours(30)).TotalMilliseconds, -0.001, 1));
    }

    [Fact]
    public async Task A_stream_cut_into_any_pieces_reads_the_same()
    {
        var bytes = await CapturedVideo.OfAsync(Film.H264Small);
        var (_, whole) = await ReadAsync(bytes);

        foreach (var seed in Enumerable.Range(0, 20))
        {
            var (_, cut) = await ReadAsync(bytes, new Random(seed));
            Assert.Equal(whole.Select(moof => moof.Length), cut.Select(moof => moof.Length));
        }
    }

    [Fact]
    public async Task Whatever_comes_is_read_or_refused_and_nothing_else()
    {
        var bytes = await CapturedVideo.OfAsync(Film.H264Aac);
        var refused = 0;
        for (var seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            // The head, where the most is believed, and a few fragments.
            var broken = bytes.AsSpan(0, 2000 + random.Next(8000)).ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
                broken[random.Next(random.Next(2) == 0 ? 1500 : broken.Length)] = random.Next(4) == 0 ? (byte)0xFF : (byte)random.Next(256);
            try
            {
                var (init, moofs) = await ReadAsync(broken, random);
                foreach (var moof in moofs)
                    MovieFragment.Shift(moof, init, TimeSpan.FromDays(random.Next(1000)));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 300, 1500);
    }

    [Theory]
    [InlineData("00000001 6D646174 00000000 01000001")]
    [InlineData("01000001 6D646174")]
    [InlineData("00000007 6D646174")]
    [InlineData("00000000 6D646174")]
    public async Task A_box_of_no_sensible_size_is_refused(string hex)
    {
        var boxes = new BoxReader(PipeReader.Create(new MemoryStream(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))));

        await Assert.ThrowsAsync<InvalidDataException>(async () => await boxes.NextAsync(Ct));
    }

    [Fact]
    public async Task A_box_with_a_long_size_is_read()
    {
        var bytes = Convert.FromHexString("00000001" + "66726565" + "0000000000000014" + "01020304");
        var boxes = new BoxReader(PipeReader.Create(new MemoryStream(bytes)));

        var box = await boxes.NextAsync(Ct);
        await boxes.SkipAsync(box!.Value, Ct);

        Assert.Equal(new BoxHeader(Box.Type("free"u8), 20), box);
        Assert.Null(await boxes.NextAsync(Ct));
    }

    private static Film FilmOf(string name) => (Film)typeof(Film).GetProperty(name)!.GetValue(null)!;

    // As the feed does it, but all at once: the head and every moof.
    private static async Task<(InitSegment Init, List<byte[]> Moofs)> ReadAsync(byte[] bytes, Random? cuts = null)
    {
        var pipe = new Pipe();
        var writing = WriteAsync(pipe.Writer, bytes, cuts);
        var boxes = new BoxReader(pipe.Reader);
        byte[] head = [];
        InitSegment? init = null;
        var moofs = new List<byte[]>();
        try
        {
            while (await boxes.NextAsync(Ct) is { } box)
            {
                var body = new byte[box.Size];
                await boxes.ReadAsync(body, Ct);
                if (Box.Name(box.Type) is "ftyp" or "moov")
                    head = [.. head, .. body];
                if (Box.Name(box.Type) == "moov")
                    init = InitSegment.Read(head);
                if (Box.Name(box.Type) == "moof" && init is not null)
                    moofs.Add(body);
            }
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
            await writing;
        }

        return (init ?? throw new InvalidDataException("No head came."), moofs);
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] bytes, Random? cuts)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var size = Math.Min(bytes.Length - at, cuts?.Next(1, 5000) ?? bytes.Length);
            if ((await writer.WriteAsync(bytes.AsMemory(at, size), Ct)).IsCompleted)
                break;
            at += size;
        }

        await writer.CompleteAsync();
    }
}
