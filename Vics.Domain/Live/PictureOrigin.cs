using System.Threading.Channels;
using Vics.Domain.Network;

namespace Vics.Domain.Live;

/// <summary>JPEGs out of a source that is being watched anyway: handed on where it delivers JPEGs itself and no other size is wanted, converted otherwise.</summary>
internal sealed class PictureOrigin(LiveSource source, PictureFormat format, IPictureMaker maker, TimeProvider clock) : ILiveOrigin
{
    public Task<IVideoFeed> OpenAsync(TimeSpan startAt, CancellationToken ct) => Task.FromResult<IVideoFeed>(new Feed(source, format, maker, clock));

    public void Failed(DeviceFault fault)
    {
        // The source sees to its camera itself.
    }

    private sealed class Feed : IVideoFeed
    {
        private const int StuckFragments = 5;
        private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(10);

        private readonly LiveViewer _viewer;
        private readonly PictureFormat _format;
        private readonly IPictureMaker _maker;
        private readonly TimeProvider _clock;
        private readonly CancellationTokenSource _end = new();
        private readonly Channel<VideoPart> _parts = Channel.CreateBounded<VideoPart>(new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.Wait });
        private readonly Task _pump;

        public Feed(LiveSource source, PictureFormat format, IPictureMaker maker, TimeProvider clock)
        {
            (_format, _maker, _clock) = (format, maker, clock);
            _viewer = source.Join();
            _pump = PumpAsync();
        }

        public async ValueTask<VideoPart> NextAsync(CancellationToken ct)
        {
            try
            {
                return await _parts.Reader.ReadAsync(ct);
            }
            catch (ChannelClosedException closed)
            {
                throw closed.InnerException ?? new OperationCanceledException("The source is gone.");
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            _viewer.Dispose();
            await _pump;
            _end.Dispose();
        }

        private async Task PumpAsync()
        {
            await Task.Yield();
            Conversion? conversion = null;
            Exception? cause = null;
            try
            {
                var began = false;
                var lastShown = long.MinValue;
                while (await _viewer.NextAsync() is var happened and not LiveEvent.Ended { Fault: null })
                {
                    switch (happened)
                    {
                        case LiveEvent.Began begun:
                            await EndAsync(conversion);
                            conversion = begun.Init.IsJpeg && _format.Width is null ? null : await BeginAsync(begun.Init);
                            await PutAsync(new VideoPart.Init(Shrunk(begun.Init)));
                            began = true;
                            break;
                        case LiveEvent.Fragment fragment when conversion is not null:
                            await conversion.WriteAsync(fragment.Bytes);
                            break;
                        case LiveEvent.Fragment jpeg:
                            lastShown = await PassOnAsync(jpeg, lastShown);
                            break;
                        case LiveEvent.Interrupted trouble when began:
                            await PutAsync(new VideoPart.Interruption(trouble.Fault));
                            break;
                        case LiveEvent.Interrupted trouble:
                            throw new DeviceException(trouble.Fault);
                        case LiveEvent.Ended ended:
                            throw new DeviceException(ended.Fault!);
                    }
                }
            }
            catch (Exception broken) when (broken is DeviceException or OperationCanceledException)
            {
                cause = broken;
            }
            finally
            {
                await EndAsync(conversion);
                _parts.Writer.TryComplete(cause);
            }
        }

        private VideoInit Shrunk(VideoInit video) => _format.Width is { } width && width < video.Width
            ? VideoInit.Jpeg(width, (int)Math.Round((double)video.Height * width / video.Width / 2) * 2)
            : VideoInit.Jpeg(video.Width, video.Height);

        private async Task<long> PassOnAsync(LiveEvent.Fragment jpeg, long lastShown)
        {
            // A tenth of patience: pictures do not come in perfect step.
            var due = lastShown == long.MinValue || _format.FramesPerSecond is not { } rate
                || _clock.GetElapsedTime(lastShown, jpeg.ArrivedAt).TotalSeconds >= 0.9 / rate;
            if (!due)
                return lastShown;
            await PutAsync(new VideoPart.Fragment(IsKey: true, Frames: 1, TimeSpan.Zero, jpeg.Bytes));
            return jpeg.ArrivedAt;
        }

        private async Task<Conversion> BeginAsync(VideoInit video)
        {
            var series = await _maker.BeginAsync(video, _format, _end.Token);
            return new Conversion(series, PutAsync, _clock, _end.Token);
        }

        private static async Task EndAsync(Conversion? conversion)
        {
            if (conversion is not null)
                await conversion.DisposeAsync();
        }

        private async Task PutAsync(VideoPart part) => await _parts.Writer.WriteAsync(part, _end.Token);

        /// <summary>One run of the converter, with the task that reads its JPEGs.</summary>
        private sealed class Conversion : IAsyncDisposable
        {
            private readonly IPictureSeries _series;
            private readonly TimeProvider _clock;
            private readonly CancellationTokenSource _stop;
            private readonly Task _reading;
            private long _unansweredSince;
            private int _unanswered;

            public Conversion(IPictureSeries series, Func<VideoPart, Task> put, TimeProvider clock, CancellationToken ct)
            {
                (_series, _clock) = (series, clock);
                _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
                _reading = ReadAsync(put);
            }

            public async Task WriteAsync(ReadOnlyMemory<byte> fragment)
            {
                if (_reading.IsFaulted)
                    await _reading;
                if (Interlocked.Increment(ref _unanswered) == 1)
                    _unansweredSince = _clock.GetTimestamp();
                else if (_unanswered > StuckFragments && _clock.GetElapsedTime(_unansweredSince) > StuckAfter)
                    throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The picture of this camera cannot be converted to JPEG.")));
                await _series.WriteAsync(fragment, _stop.Token);
            }

            public async ValueTask DisposeAsync()
            {
                await _stop.CancelAsync();
                await _series.DisposeAsync();
                await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _stop.Dispose();
            }

            private async Task ReadAsync(Func<VideoPart, Task> put)
            {
                while (true)
                {
                    var jpeg = await _series.ReadAsync(_stop.Token);
                    Interlocked.Exchange(ref _unanswered, 0);
                    await put(new VideoPart.Fragment(IsKey: true, Frames: 1, TimeSpan.Zero, jpeg));
                }
            }
        }
    }
}
