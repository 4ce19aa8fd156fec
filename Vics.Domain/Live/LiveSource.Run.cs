using Vics.Domain.Network;

namespace Vics.Domain.Live;

/// <summary>The task of its own that reads the stream.</summary>
internal sealed partial class LiveSource
{
    private static DeviceFault Silent => new(DeviceFaultCode.Timeout, OperatorText.Of($"The camera has gone silent."));

    private static DeviceFault BrokenHere =>
        new(DeviceFaultCode.Protocol, OperatorText.Of($"The picture broke off inside this server. Its log tells more."));

    // The time of the last fragment, and when it came: after a restart the stream's time goes on from here.
    private TimeSpan _mediaEnd;
    private long _mediaEndAt;

    private async Task RunAsync(Task before, CancellationToken stop)
    {
        // At most one reader at a time: the camera may allow no second one.
        await before;
        await Task.Yield();
        Log.Begun(_log, Name);
        _backOff.Reset();
        while (!stop.IsCancellationRequested)
            await AttemptAsync(stop);
        lock (_gate)
        {
            // A viewer who came meanwhile has begun the next run already.
            if (_stop!.Token == stop)
            {
                _state = LiveState.Idle;
                _startedAt = null;
            }

            _ring.Clear();
            _init = null;
        }

        Log.Stopped(_log, Name);
    }

    private async Task AttemptAsync(CancellationToken stop)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (_gate)
        {
            _attempt = attempt;
            _state = LiveState.Starting;
            _init = null;
        }

        try
        {
            await WatchAsync(attempt.Token);
        }
        catch (Exception ended) when (attempt.IsCancellationRequested && ended is OperationCanceledException or DeviceException)
        {
            // Nobody watches any more, or the camera was edited.
        }
        catch (DeviceException trouble)
        {
            await RetryLaterAsync(trouble.Fault, attempt.Token);
        }
        catch (Exception broken)
        {
            Log.Broken(_log, broken, Name);
            await RetryLaterAsync(BrokenHere, attempt.Token);
        }
        finally
        {
            lock (_gate)
                _attempt = null;
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(_settings.StartLimit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await using var feed = await _origin.OpenAsync(NextStart(), either.Token);
            var began = false;
            while (true)
            {
                switch (await feed.NextAsync(either.Token))
                {
                    case VideoPart.Init { Video: var video }:
                        Begin(video);
                        patience.CancelAfter(_settings.KeyFrameLimit);
                        began = false;
                        break;
                    case VideoPart.Fragment fragment:
                        Take(fragment, isFirst: !began);
                        began = true;
                        patience.CancelAfter(_settings.SilenceLimit);
                        break;
                    case VideoPart.Interruption { Fault: var fault }:
                        Trouble(fault);
                        patience.CancelAfter(Timeout.InfiniteTimeSpan);
                        began = false;
                        break;
                }
            }
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new DeviceException(Silent, late);
        }
    }

    private TimeSpan NextStart()
    {
        lock (_gate)
            return _mediaEndAt == 0 ? TimeSpan.Zero : _mediaEnd + _clock.GetElapsedTime(_mediaEndAt);
    }

    private void Begin(VideoInit video)
    {
        lock (_gate)
        {
            _init = video;
            _epoch++;
            _ring.Clear();
        }

        Log.Shows(_log, Name, video.Codec, video.Width, video.Height);
        WakeAll();
    }

    private void Take(VideoPart.Fragment fragment, bool isFirst)
    {
        lock (_gate)
        {
            if (isFirst)
            {
                _state = LiveState.Live;
                _startedAt = _clock.GetUtcNow();
            }

            _ring.Append(fragment.IsKey, fragment.Bytes);
            _flow.Add(fragment.Bytes.Length, fragment.Frames);
            if (fragment.EndsAt > _mediaEnd)
                _mediaEnd = fragment.EndsAt;
            _mediaEndAt = _clock.GetTimestamp();
        }

        WakeAll();
    }

    private void Trouble(DeviceFault fault)
    {
        lock (_gate)
        {
            _state = LiveState.Retrying;
            _fault = fault;
            // Those who watch have it, and may see the last fragments; who joins now waits for what is to come.
            _init = null;
            _troubles++;
        }

        WakeAll();
    }

    private async Task RetryLaterAsync(DeviceFault fault, CancellationToken ct)
    {
        TimeSpan wait;
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(ct);
        lock (_gate)
        {
            var livedFor = _startedAt is { } since ? _clock.GetUtcNow() - since : TimeSpan.Zero;
            _startedAt = null;
            wait = _backOff.Next(fault.Code is DeviceFaultCode.Authentication, livedFor);
            _restarts++;
            _pause = pause;
        }

        _origin.Failed(fault);
        Log.Lost(_log, Name, fault.Message.ToString(), Math.Round(wait.TotalSeconds, 1));
        Trouble(fault);
        await Task.Delay(wait, _clock, pause.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
            _pause = null;
    }
}
