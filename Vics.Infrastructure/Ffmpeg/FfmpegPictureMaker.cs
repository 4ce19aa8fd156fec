using Vics.Domain;
using Vics.Domain.Live;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Makes JPEGs with ffmpeg out of what is written into it: the camera has no part in it.</summary>
internal sealed class FfmpegPictureMaker(FfmpegLauncher launcher) : IPictureMaker
{
    private static readonly TimeSpan StillLimit = TimeSpan.FromSeconds(5);

    public async Task<IPictureSeries> BeginAsync(VideoInit video, PictureFormat format, CancellationToken ct)
    {
        var series = new Series(await launcher.StartAsync(FfmpegLines.Series(video, format), ct));
        await series.WriteAsync(video.Bytes, ct);
        return series;
    }

    public async Task<byte[]> LastAsync(VideoInit video, IReadOnlyList<ReadOnlyMemory<byte>> group, int? width, CancellationToken ct)
    {
        if (video.IsJpeg && (width is null || width >= video.Width))
            return group[^1].ToArray();
        IReadOnlyList<ReadOnlyMemory<byte>> needed = video.IsJpeg ? [group[^1]] : group;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(StillLimit);
        try
        {
            await using var series = new Series(await launcher.StartAsync(FfmpegLines.LastOf(video, needed.Count, width), limit.Token));
            var writing = WriteAllAsync(series, video, needed, limit.Token);
            var last = await series.LastAsync(limit.Token);
            await writing;
            return last ?? throw NoPicture();
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw NoPicture(late);
        }
    }

    private static async Task WriteAllAsync(Series series, VideoInit video, IReadOnlyList<ReadOnlyMemory<byte>> group, CancellationToken ct)
    {
        try
        {
            await series.WriteAsync(video.Bytes, ct);
            foreach (var fragment in group)
                await series.WriteAsync(fragment, ct);
        }
        catch (DeviceException)
        {
            // It may have seen enough; whether it has is seen by what comes out.
        }

        series.Finish();
    }

    private static DeviceException NoPicture(Exception? cause = null) =>
        new(new(DeviceFaultCode.Protocol, OperatorText.Of($"The picture of this camera cannot be converted to JPEG.")), cause);

    private sealed class Series(FfmpegProcess process) : IPictureSeries
    {
        private readonly JpegReader _jpegs = new(process.Output);

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> fragment, CancellationToken ct)
        {
            try
            {
                if (!fragment.IsEmpty)
                    await process.Input.WriteAsync(fragment, ct);
            }
            catch (Exception ended) when (ended is IOException or ObjectDisposedException)
            {
                throw NoPicture(ended);
            }
        }

        public async ValueTask<byte[]> ReadAsync(CancellationToken ct) => await _jpegs.NextAsync(ct) ?? throw NoPicture();

        public async Task<byte[]?> LastAsync(CancellationToken ct)
        {
            byte[]? last = null;
            while (await _jpegs.NextAsync(ct) is { } next)
                last = next;
            return last;
        }

        public void Finish() => process.CloseInput();

        public ValueTask DisposeAsync()
        {
            process.CloseInput();
            return process.DisposeAsync();
        }
    }
}
