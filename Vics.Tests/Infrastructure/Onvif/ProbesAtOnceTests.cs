using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>Looks at many cameras at once. Its limit is a promise to people, so it runs while no other test takes the machine's time.</summary>
[Collection(nameof(Alone))]
public sealed class ProbesAtOnceTests : IAsyncDisposable
{
    private readonly OnvifBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>All at once, as a wall of cameras is looked at: none waits for another.</summary>
    [Fact]
    public async Task Each_kind_of_trouble_is_told_for_what_it_is_within_twelve_seconds_and_none_blocks_another()
    {
        await using var good = await SimulatedCamera.StartAsync(Ct);
        await using var off = await SimulatedCamera.StartAsync(Ct, "--clock-offset", "10800");
        await using var mapped = await SimulatedCamera.StartAsync(Ct, "--xaddr-host", "10.99.99.99:80", "--rtsp-host", "10.99.99.99");
        using var silent = Listening();
        using var full = Full(out var waiting);
        using var _ = waiting;
        int closed;
        using (var gone = Listening())
            closed = PortOf(gone);

        var began = Stopwatch.GetTimestamp();
        var outcomes = await Task.WhenAll(
            OutcomeAsync(OnvifBench.AccessTo(closed)),
            OutcomeAsync(OnvifBench.AccessTo(PortOf(silent))),
            OutcomeAsync(OnvifBench.AccessTo(PortOf(full))),
            OutcomeAsync(good.AccessWith("wrong")),
            OutcomeAsync(good.Access with { OnvifPath = "/" }),
            OutcomeAsync(off.Access),
            OutcomeAsync(mapped.Access));
        var took = Stopwatch.GetElapsedTime(began);

        Assert.Equal(["Unreachable", "Timeout", "Timeout", "Authentication", "NotOnvif", "2 profiles", "2 profiles"], outcomes.Select(outcome => outcome.Text));
        Assert.InRange(took.TotalSeconds, 0, 12);
        // The quick ones were done before the slow ones gave up (at a connect after 5 s, at an answer after 10 s).
        Assert.All(new[] { 0, 3, 4, 5, 6 }, quick => Assert.True(outcomes[quick].Took < outcomes[1].Took, $"{quick}: {outcomes[quick].Took}"));

        async Task<(string Text, TimeSpan Took)> OutcomeAsync(CameraAccess access)
        {
            try
            {
                return ($"{(await _bench.Probe.ProbeAsync(access, Ct)).Profiles.Count} profiles", Stopwatch.GetElapsedTime(began));
            }
            catch (DeviceException trouble)
            {
                return ($"{trouble.Fault.Code}", Stopwatch.GetElapsedTime(began));
            }
        }
    }

    // Connections are made by the system and wait for an accept that never comes.
    private static Socket Listening(int backlog = 16)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(backlog);
        return listener;
    }

    // With its queue full the system drops further attempts, as a host does that is not there.
    private static Socket Full(out Sockets waiting)
    {
        var listener = Listening(backlog: 0);
        waiting = new Sockets();
        for (var number = 0; number < 4; number++)
            waiting.Connect(PortOf(listener));
        return listener;
    }

    private static int PortOf(Socket listener) => ((IPEndPoint)listener.LocalEndPoint!).Port;

    private sealed class Sockets : IDisposable
    {
        private readonly List<Socket> _open = [];

        public void Connect(int port)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _open.Add(socket);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
            }
            catch (SocketException underWay) when (underWay.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // It waits in the queue, or for room in it.
            }
        }

        public void Dispose() => _open.ForEach(socket => socket.Dispose());
    }
}
