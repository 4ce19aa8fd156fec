using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vics.Domain.Cameras;

namespace Vics.Infrastructure.Onvif;

/// <summary>
/// Calls cameras in the networks of this machine. The system would send a multicast out of one interface alone, so there is a socket for each; answers
/// come to it from whatever port a camera likes.
/// </summary>
internal sealed partial class WsDiscovery(IOptions<OnvifOptions> options, TimeProvider clock, ILogger<WsDiscovery> log) : ICameraDiscovery
{
    private const int MaxAnswers = 4096;
    private const short TimeToLive = 4;

    private static readonly IPEndPoint Group = new(IPAddress.Parse("239.255.255.250"), 3702);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly (TimeSpan Least, TimeSpan Most) Patience = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DiscoveredCamera>> DiscoverAsync(TimeSpan listen, CancellationToken ct)
    {
        var answers = new ConcurrentQueue<DiscoveryMatch>();
        using var end = new CancellationTokenSource(listen < Patience.Least ? Patience.Least : listen > Patience.Most ? Patience.Most : listen, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, end.Token);
        await Task.WhenAll(Interfaces().Select(address => AskFromAsync(address, answers, either.Token)));
        ct.ThrowIfCancellationRequested();
        return [.. DiscoveryMessages.Distinct(answers).OrderBy(camera => IPAddress.Parse(camera.Address).GetAddressBytes(), AddressOrder)];
    }

    private static readonly Comparer<byte[]> AddressOrder = Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

    private IEnumerable<IPAddress> Interfaces() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        where network.OperationalStatus is OperationalStatus.Up || (IsLoopback(network) && options.Value.DiscoverOnLoopback)
        where IsLoopback(network) ? options.Value.DiscoverOnLoopback : network.SupportsMulticast
        from address in network.GetIPProperties().UnicastAddresses
        where address.Address.AddressFamily is AddressFamily.InterNetwork
        select address.Address;

    private static bool IsLoopback(NetworkInterface network) => network.NetworkInterfaceType is NetworkInterfaceType.Loopback;

    // What goes wrong at one interface, as with one that loses its address just now, leaves the others alone.
    private async Task AskFromAsync(IPAddress from, ConcurrentQueue<DiscoveryMatch> answers, CancellationToken end)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(from, 0));
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, from.GetAddressBytes());
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, TimeToLive);
            await Task.WhenAll(CallAsync(socket, end), HearAsync(socket, answers, end));
        }
        catch (SocketException trouble)
        {
            LogTrouble(from, trouble.SocketErrorCode);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Time is up: that is how listening ends.
        }
    }

    // Datagrams get lost, so everything is said twice.
    private async Task CallAsync(Socket socket, CancellationToken end)
    {
        for (var time = 0; time < 2; time++)
        {
            if (time > 0)
                await Task.Delay(Pause, clock, end);
            foreach (var probe in DiscoveryMessages.Probes())
                await socket.SendToAsync(probe, SocketFlags.None, Group, end);
        }
    }

    private static async Task HearAsync(Socket socket, ConcurrentQueue<DiscoveryMatch> answers, CancellationToken end)
    {
        var buffer = new byte[DiscoveryMessages.MaxAnswer];
        while (answers.Count < MaxAnswers)
        {
            var heard = await socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), end);
            foreach (var match in DiscoveryMessages.Matches(buffer.AsMemory(0, heard.ReceivedBytes), ((IPEndPoint)heard.RemoteEndPoint).Address))
                answers.Enqueue(match);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "No camera can be called from {Address}: {Error}")]
    private partial void LogTrouble(IPAddress address, SocketError error);
}
