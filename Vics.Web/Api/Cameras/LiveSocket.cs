using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Vics.Domain.Cameras;
using Vics.Domain.Live;
using Vics.Domain.Network;
using Vics.Web.Api.Conventions;
using Vics.Web.Localization;

namespace Vics.Web.Api.Cameras;

/// <summary>
/// Live video over a WebSocket. Text frames tell what is going on, as JSON with a <c>type</c>: <c>mse</c> (what the player has to be made for; the head
/// follows, then fragments), <c>waiting</c> (the camera is away; it goes on by itself), <c>skipped</c> (this viewer was too slow), <c>error</c> (the end).
/// Binary frames are the head, fragments, or JPEGs.
/// </summary>
public sealed class LiveSocket(LiveJoin join, IStringLocalizer<SharedText> text, TimeProvider clock)
{
    private const int LargestPart = 16 << 10;
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(2);

    private static readonly WebSocketAcceptContext Accept = new()
    {
        KeepAliveInterval = TimeSpan.FromSeconds(20),
        KeepAliveTimeout = TimeSpan.FromSeconds(20),
        // Video does not get smaller.
        DangerousEnableCompression = false,
    };

    /// <summary>Whether a page of ours asks, or a program: browsers name the page, and let any site open a WebSocket with our cookie (RFC 6455 §10.2).</summary>
    public static bool IsFromOurPage(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
            return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && string.Equals(page.Authority, new Uri($"{page.Scheme}://{request.Host.Value}").Authority, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Takes the WebSocket and shows the camera until one of them goes.</summary>
    public async Task ServeAsync(HttpContext context, Camera camera, LiveWish wish)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(Accept);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var listening = ListenAsync(socket, gone);
        try
        {
            using var attendance = join.Join(camera, wish, gone.Token);
            await ShowAsync(socket, attendance.Viewer, await join.BeginAsync(attendance.Viewer, camera, wish));
            await CloseAsync(socket, WebSocketCloseStatus.EndpointUnavailable);
        }
        catch (DeviceException trouble)
        {
            await EndAsync(socket, trouble.Fault);
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException or IOException)
        {
            socket.Abort();
        }

        await Task.WhenAny(listening, Task.Delay(FarewellLimit, clock));
        socket.Abort();
        await listening;
    }

    private async Task ShowAsync(WebSocket socket, LiveViewer viewer, LiveEvent.Began began)
    {
        using var watch = new SendWatch(socket, clock);
        var happened = (LiveEvent)began;
        while (true)
        {
            switch (happened)
            {
                case LiveEvent.Fragment fragment:
                    watch.Begin();
                    // A key frame goes to everybody at once, and the WebSocket copies what it sends: in parts that is no matter.
                    var rest = fragment.Bytes;
                    for (; rest.Length > LargestPart; rest = rest[LargestPart..])
                        await socket.SendAsync(rest[..LargestPart], WebSocketMessageType.Binary, endOfMessage: false, CancellationToken.None);
                    await socket.SendAsync(rest, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
                    watch.End();
                    break;
                case LiveEvent.Began { Init: { IsJpeg: false } init, Epoch: var epoch }:
                    await SayAsync(socket, watch, new { type = "mse", value = init.MimeType, codec = init.Codec, init.Width, init.Height, audio = init.HasAudio, epoch });
                    await socket.SendAsync(init.Bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
                    break;
                case LiveEvent.Skipped skipped:
                    await SayAsync(socket, watch, new { type = "skipped", skipped.Count });
                    break;
                case LiveEvent.Interrupted { Fault: var fault }:
                    await SayAsync(socket, watch, new { type = "waiting", code = fault.CodeName, message = text.Say(fault.Message) });
                    break;
                case LiveEvent.Ended { Fault: { } why }:
                    throw new DeviceException(why);
                case LiveEvent.Ended:
                    return;
            }

            happened = await viewer.NextAsync();
        }
    }

    private static async Task SayAsync(WebSocket socket, SendWatch watch, object message)
    {
        watch.Begin();
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, ApiJson.Options), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        watch.End();
    }

    private async Task EndAsync(WebSocket socket, DeviceFault fault)
    {
        try
        {
            using var watch = new SendWatch(socket, clock);
            await SayAsync(socket, watch, new { type = "error", code = fault.CodeName, message = text.Say(fault.Message) });
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException)
        {
            return;
        }

        await CloseAsync(socket, WebSocketCloseStatus.InternalServerError);
    }

    private static async Task CloseAsync(WebSocket socket, WebSocketCloseStatus status)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        try
        {
            using var limit = new CancellationTokenSource(FarewellLimit);
            await socket.CloseOutputAsync(socket.State is WebSocketState.CloseReceived ? WebSocketCloseStatus.NormalClosure : status, null, limit.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException)
        {
            // It is closed either way.
        }
    }

    // A viewer has nothing to say; but only a read sees that it has gone.
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource gone)
    {
        var heard = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(heard.AsMemory(), CancellationToken.None)).MessageType is not WebSocketMessageType.Close)
            {
                // Not for us.
            }
        }
        catch (Exception ended) when (ended is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone without a word.
        }

        await gone.CancelAsync();
    }

    /// <summary>Cuts off a viewer who takes nothing any more. One timer for all its frames: thousands are sent each second.</summary>
    private sealed class SendWatch : IDisposable
    {
        private readonly ITimer _timer;
        private long _since;

        public SendWatch(WebSocket socket, TimeProvider clock)
        {
            Clock = clock;
            _timer = clock.CreateTimer(
                _ =>
                {
                    if (Volatile.Read(ref _since) is var since and not 0 && Clock.GetElapsedTime(since) > StuckAfter)
                        socket.Abort();
                },
                null, StuckAfter / 4, StuckAfter / 4);
        }

        private TimeProvider Clock { get; }

        public void Begin() => Volatile.Write(ref _since, Clock.GetTimestamp());

        public void End() => Volatile.Write(ref _since, 0);

        public void Dispose() => _timer.Dispose();
    }
}
