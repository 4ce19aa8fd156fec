using Vics.Domain;
using Vics.Domain.Live;
using Vics.Domain.Network;
using Vics.Infrastructure.Ffmpeg.Mp4;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Reads the fragmented MP4 that an ffmpeg writes. Where it ends before it has shown anything, the next way is tried at once.</summary>
internal sealed class Fmp4Feed : IVideoFeed
{
    private static readonly uint Ftyp = Box.Type("ftyp"u8);
    private static readonly uint Moov = Box.Type("moov"u8);
    private static readonly uint Moof = Box.Type("moof"u8);
    private static readonly uint Mdat = Box.Type("mdat"u8);

    private readonly Func<IReadOnlyList<string>, CancellationToken, Task<FfmpegProcess?>> _again;
    private readonly TimeSpan _startAt;
    private FfmpegProcess? _process;
    private BoxReader _boxes;
    private InitSegment? _init;

    /// <summary>Takes over a started ffmpeg.</summary>
    /// <param name="process">It.</param>
    /// <param name="startAt">What its first moment is called.</param>
    /// <param name="again">Starts another one, given what the last one said; null where that would not help.</param>
    public Fmp4Feed(FfmpegProcess process, TimeSpan startAt, Func<IReadOnlyList<string>, CancellationToken, Task<FfmpegProcess?>> again)
    {
        (_process, _startAt, _again) = (process, startAt, again);
        _boxes = new BoxReader(process.Output);
    }

    /// <summary>The number of the process that runs now, for tests.</summary>
    public int ProcessId => _process!.Id;

    public async ValueTask<VideoPart> NextAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                if (_init is { } init)
                    return await FragmentAsync(init, ct) ?? throw await EndedAsync();
                if (await InitAsync(ct) is { } part)
                    return part;
                if (!await TryAgainAsync(ct))
                    throw await EndedAsync();
            }
        }
        catch (InvalidDataException broken)
        {
            throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The camera's stream is broken.")), broken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _process = null;
    }

    private async Task<bool> TryAgainAsync(CancellationToken ct)
    {
        var complaints = await _process!.LastWordsAsync();
        await _process.DisposeAsync();
        _process = null;
        var next = await _again(complaints, ct);
        if (next is null)
            throw new DeviceException(FfmpegFaults.From(complaints));
        _process = next;
        _boxes = new BoxReader(next.Output);
        return true;
    }

    private async Task<DeviceException> EndedAsync() => new(FfmpegFaults.From(await _process!.LastWordsAsync()));

    private async Task<VideoPart?> InitAsync(CancellationToken ct)
    {
        byte[] bytes = [];
        while (await _boxes.NextAsync(ct) is { } box)
        {
            if (box.Type != Ftyp && box.Type != Moov)
            {
                await _boxes.SkipAsync(box, ct);
                continue;
            }

            var before = bytes.Length;
            Array.Resize(ref bytes, before + box.Size);
            await _boxes.ReadAsync(bytes.AsMemory(before), ct);
            if (box.Type == Moov)
                return new VideoPart.Init((_init = InitSegment.Read(bytes)).Video);
        }

        return null;
    }

    private async Task<VideoPart?> FragmentAsync(InitSegment init, CancellationToken ct)
    {
        byte[]? moof = null;
        while (await _boxes.NextAsync(ct) is { } box)
        {
            if (box.Type == Moof)
            {
                moof = new byte[box.Size];
                await _boxes.ReadAsync(moof, ct);
            }
            else if (box.Type == Mdat && moof is not null)
            {
                var bytes = new byte[moof.Length + box.Size];
                moof.CopyTo(bytes, 0);
                await _boxes.ReadAsync(bytes.AsMemory(moof.Length), ct);
                var fragment = MovieFragment.Shift(bytes.AsSpan(0, moof.Length), init, _startAt);
                return new VideoPart.Fragment(fragment.IsKey, fragment.Frames, fragment.EndsAt, bytes);
            }
            else
            {
                await _boxes.SkipAsync(box, ct);
            }
        }

        return null;
    }
}
