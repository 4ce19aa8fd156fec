using System.IO.Pipelines;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Live;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Takes one picture from a stream that nobody reads: one run of ffmpeg, or one JPEG of those a camera sends by HTTP.</summary>
internal sealed class FfmpegStills(FfmpegLauncher launcher, RtspRedirector redirector, HttpJpegs jpegs, IPictureMaker pictures) : IStreamStills
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task<byte[]> TakeAsync(VideoOrigin origin, int? width, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            return origin switch
            {
                VideoOrigin.Rtsp rtsp => await OfStreamAsync(rtsp, width, limit.Token),
                VideoOrigin.Mjpeg mjpeg => await OfJpegsAsync(mjpeg, width, limit.Token),
                VideoOrigin.TestPattern pattern => await RunAsync(FfmpegLines.PatternStill(pattern.Kind, width), limit.Token),
                _ => throw new ArgumentOutOfRangeException(nameof(origin)),
            };
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new DeviceException(new(DeviceFaultCode.Timeout, OperatorText.Of($"No picture came in time.")), late);
        }
    }

    private async Task<byte[]> OfStreamAsync(VideoOrigin.Rtsp rtsp, int? width, CancellationToken ct)
    {
        using var lease = await redirector.LeadAsync(rtsp.Url, rtsp.UserName, rtsp.Password, ct);
        return await RunAsync(FfmpegLines.Still(lease.Url, rtsp.Transport, width), ct);
    }

    private async Task<byte[]> RunAsync(string[] line, CancellationToken ct)
    {
        await using var process = await launcher.StartAsync(line, ct);
        return await new JpegReader(process.Output).NextAsync(ct) ?? throw new DeviceException(FfmpegFaults.From(await process.LastWordsAsync()));
    }

    private async Task<byte[]> OfJpegsAsync(VideoOrigin.Mjpeg mjpeg, int? width, CancellationToken ct)
    {
        await using var stream = await jpegs.OpenAsync(mjpeg, ct);
        var reader = new JpegReader(PipeReader.Create(stream.Body));
        try
        {
            var jpeg = await reader.NextAsync(ct) ?? throw new DeviceException(new(DeviceFaultCode.Unreachable, OperatorText.Of($"The camera ended the stream.")));
            return await pictures.LastAsync(VideoInit.Jpeg(reader.Width, reader.Height), [jpeg], width, ct);
        }
        catch (InvalidDataException broken)
        {
            throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The camera's stream is broken.")), broken);
        }
    }
}
