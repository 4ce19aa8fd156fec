using System.IO.Pipelines;
using System.Text;
using Vics.Infrastructure.Ffmpeg;
using Xunit;

namespace Vics.Tests.Infrastructure.Ffmpeg;

public sealed class JpegReaderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // SOI; APP1 with a thumbnail inside; SOF0 of 640×360; SOS; data with a stuffed FF and a restart mark; EOI.
    private static readonly byte[] Picture = Convert.FromHexString(
        "FFD8" + "FFE10008" + "FFD8FFD9AABB" + "FFC0000B" + "08" + "0168" + "0280" + "01011100" + "FFDA0004" + "0102" + "11FF0022FFD03344" + "FFD9");

    [Theory]
    [InlineData("--b\r\nContent-Type: image/jpeg\r\nContent-Length: 9999\r\n\r\n", "\r\n")]
    [InlineData("", "")]
    [InlineData("HTTP junk \u00ff\u00ff \u00ff", "\u00ff")]
    public async Task Pictures_are_found_whatever_stands_between_them(string before, string after)
    {
        var (head, tail) = (Encoding.Latin1.GetBytes(before), Encoding.Latin1.GetBytes(after));
        var reader = Over([.. head, .. Picture, .. tail, .. head, .. Picture, .. tail], 1);

        Assert.Equal(Picture, await reader.NextAsync(Ct));
        Assert.Equal((640, 360), (reader.Width, reader.Height));
        Assert.Equal(Picture, await reader.NextAsync(Ct));
        Assert.Null(await reader.NextAsync(Ct));
    }

    [Fact]
    public async Task A_picture_that_was_cut_off_is_passed_over()
    {
        var reader = Over([.. Picture[..^6], .. Picture], 7);

        Assert.Equal(Picture, await reader.NextAsync(Ct));
    }

    [Fact]
    public async Task A_picture_without_end_is_refused()
    {
        var reader = Over([.. Picture[..^2], .. new byte[JpegReader.Largest + (2 << 20)]], 64 << 10);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await reader.NextAsync(Ct));
    }

    [Fact]
    public async Task Whatever_comes_ends_in_pictures_or_in_none()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = [.. Picture, .. Picture, .. Picture];
            for (var change = random.Next(1, 8); change > 0; change--)
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            var reader = Over(bytes, random.Next(1, 20));
            var pictures = 0;
            while (await reader.NextAsync(Ct) is not null)
                pictures++;
            Assert.InRange(pictures, 0, bytes.Length / 4);
        }
    }

    private static JpegReader Over(byte[] bytes, int pieces) =>
        new(PipeReader.Create(new MemoryStream(bytes), new StreamPipeReaderOptions(bufferSize: Math.Max(1, pieces), minimumReadSize: 1)));
}
