using System.Net;
using System.Net.Sockets;
using System.Text;
using Vics.Domain.Cameras;
using Vics.Infrastructure.Onvif;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>WS-Discovery: recorded answers, and real multicast on loopback.</summary>
public sealed class DiscoveryTests
{
    private static readonly IPAddress Sender = IPAddress.Parse("192.168.1.70");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cameras_answer_the_call_each_once_from_ports_of_their_own_past_a_bad_answer()
    {
        await using var bench = new OnvifBench();
        await using var first = await SimulatedCamera.StartAsync(Ct, "--host", "127.0.0.12", "--discovery", "127.0.0.1", "--name", "정문 카메라");
        await using var second = await SimulatedCamera.StartAsync(Ct, "--host", "127.0.0.13", "--discovery", "127.0.0.1", "--xaddr-host", "0.0.0.0:8899");
        await using var nuisance = new Nuisance("<not-xml", "<a><b/></a>", "<!DOCTYPE x [<!ENTITY e 'e'>]><x>&e;</x>", "", "\0\0\0");

        var found = (await bench.Discovery.DiscoverAsync(TimeSpan.FromSeconds(4), Ct)).Where(camera => camera.Address is "127.0.0.12" or "127.0.0.13").ToList();

        Assert.Equal(["127.0.0.12", "127.0.0.13"], found.Select(camera => camera.Address));
        Assert.Equal($"http://127.0.0.12:{first.Port}/onvif/device_service", found[0].XAddrs[0]);
        Assert.Equal(("정문 카메라", "DC-100"), (found[0].Name, found[0].Hardware));
        Assert.Equal("http://127.0.0.13:8899/onvif/device_service", found[1].XAddrs[0]);
        Assert.True(nuisance.Answers >= 4, $"{nuisance.Answers} bad answers");
    }

    [Fact]
    public async Task Listening_ends_with_its_caller()
    {
        await using var bench = new OnvifBench();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var search = bench.Discovery.DiscoverAsync(TimeSpan.FromSeconds(30), caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
    }

    [Fact]
    public void Both_calls_are_one_line_each_with_an_id_of_its_own()
    {
        var probes = DiscoveryMessages.Probes().Select(probe => Encoding.UTF8.GetString(probe)).ToList();

        Assert.Equal(2, probes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(probes, probe => Assert.DoesNotContain('\n', probe));
        Assert.Single(probes, probe => probe.Contains(">dn:NetworkVideoTransmitter<", StringComparison.Ordinal));
        Assert.Single(probes, probe => !probe.Contains("Types", StringComparison.Ordinal));
    }

    [Fact]
    public void Scopes_are_decoded_and_link_local_addresses_passed_over()
    {
        var camera = Assert.Single(DiscoveryMessages.Matches(OnvifBench.Recorded("discovery-hikvision"), IPAddress.Parse("192.168.1.64"))).Camera;

        Assert.Equal(("HIKVISION DS-2CD2143G2-I", "DS-2CD2143G2-I"), (camera.Name, camera.Hardware));
        Assert.Equal(["http://192.168.1.64/onvif/device_service"], camera.XAddrs);
        Assert.Contains("onvif://www.onvif.org/MAC/24:28:fd:11:11:11", camera.Scopes);
    }

    [Fact]
    public void The_address_that_the_answer_came_from_is_chosen_before_others() =>
        Assert.Equal(
            ["http://192.168.1.70:8000/onvif/device_service", "http://10.0.0.5/onvif/device_service"],
            Assert.Single(DiscoveryMessages.Matches(OnvifBench.Recorded("discovery-two-networks"), Sender)).Camera.XAddrs);

    [Fact]
    public void The_address_that_means_any_is_replaced_by_the_senders() =>
        Assert.Equal(["http://192.168.1.70:8899/onvif/device_service"], Assert.Single(DiscoveryMessages.Matches(OnvifBench.Recorded("discovery-any-address"), Sender)).Camera.XAddrs);

    [Fact]
    public void Printers_and_answers_that_are_too_long_are_left_out()
    {
        Assert.Empty(DiscoveryMessages.Matches(OnvifBench.Recorded("discovery-printer"), Sender));
        Assert.Empty(DiscoveryMessages.Matches(new byte[DiscoveryMessages.MaxAnswer + 1], Sender));
        Assert.Empty(DiscoveryMessages.Matches(OnvifBench.Recorded("time-hikvision"), Sender));
    }

    [Fact]
    public void Devices_are_one_by_endpoint_and_by_address()
    {
        DiscoveryMatch Match(string endpoint, string address, int port) =>
            new(endpoint, new DiscoveredCamera { Address = address, XAddrs = [$"http://{address}:{port}/onvif/device_service"] });

        var distinct = DiscoveryMessages.Distinct(
            [Match("a", "10.0.0.1", 80), Match("A", "10.0.0.2", 80), Match("b", "10.0.0.1", 80), Match("c", "10.0.0.1", 8000), Match("", "10.0.0.3", 80), Match("", "10.0.0.3", 80)]);

        Assert.Equal(["10.0.0.1:80", "10.0.0.1:8000", "10.0.0.3:80"], distinct.Select(camera => new Uri(camera.XAddrs[0])).Select(address => $"{address.Host}:{address.Port}"));
    }

    /// <summary>Hears calls on loopback and answers nonsense.</summary>
    private sealed class Nuisance : IAsyncDisposable
    {
        private readonly UdpClient _ear = new();
        private readonly Task _answering;
        private int _answers;

        public Nuisance(params string[] answers)
        {
            _ear.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _ear.Client.Bind(new IPEndPoint(IPAddress.Parse("239.255.255.250"), 3702));
            _ear.JoinMulticastGroup(IPAddress.Parse("239.255.255.250"), IPAddress.Loopback);
            _answering = AnswerAsync(answers);
        }

        public int Answers => _answers;

        public async ValueTask DisposeAsync()
        {
            _ear.Dispose();
            await _answering;
        }

        private async Task AnswerAsync(string[] answers)
        {
            using var mouth = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            try
            {
                while (true)
                {
                    var call = await _ear.ReceiveAsync(CancellationToken.None);
                    foreach (var answer in answers)
                    {
                        await mouth.SendAsync(Encoding.UTF8.GetBytes(answer), call.RemoteEndPoint, CancellationToken.None);
                        Interlocked.Increment(ref _answers);
                    }
                }
            }
            catch (Exception over) when (over is ObjectDisposedException or SocketException)
            {
                // The test is over.
            }
        }
    }
}
