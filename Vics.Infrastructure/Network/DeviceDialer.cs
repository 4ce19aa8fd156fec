using System.Net;
using System.Net.Sockets;
using Vics.Domain;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Network;

/// <summary>
/// The one way to devices. A name is resolved once and the connection made to the address that was checked: a name that resolves to another address the
/// next time gets nobody past <see cref="AllowedNetworks"/>.
/// </summary>
internal sealed class DeviceDialer(AllowedNetworks networks)
{
    /// <summary>For finding out the address and connecting.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The addresses of a device that may be reached, in the order of the resolver; at least one.</summary>
    /// <exception cref="DeviceException">Unreachable where there is no such name, AddressNotAllowed where it only has other addresses.</exception>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken ct)
    {
        var addresses = await AddressesAsync(host.Trim('[', ']'), ct);
        var allowed = addresses.Where(networks.Allows).ToList();
        return allowed.Count > 0
            ? allowed
            : throw new DeviceException(new(DeviceFaultCode.AddressNotAllowed, OperatorText.Of($"{host} is at an address that this server may not connect to. An administrator can allow its network with the setting {"Vics:Network:AllowedNetworks"}.")));
    }

    /// <summary>Connects within <see cref="ConnectTimeout"/>; the caller disposes of the socket.</summary>
    /// <exception cref="DeviceException">Unreachable, Timeout or AddressNotAllowed.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ConnectTimeout);
        try
        {
            return await ConnectAsync(await ResolveAsync(host, limit.Token), port, limit.Token);
        }
        catch (SocketException cause)
        {
            throw Unreachable(cause, host, port);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw Silent(host, port, late);
        }
    }

    private static async Task<Socket> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken ct)
    {
        foreach (var address in addresses.SkipLast(1))
        {
            try
            {
                return await ConnectAsync(address, port, ct);
            }
            catch (SocketException)
            {
                // The last address decides.
            }
        }

        return await ConnectAsync(addresses[^1], port, ct);
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken ct)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, ct);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct)
    {
        if (IPAddress.TryParse(host, out var address))
            return [address];
        try
        {
            return await Dns.GetHostAddressesAsync(host, ct);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            throw new DeviceException(new(DeviceFaultCode.Unreachable, OperatorText.Of($"The name {host} is not known to this server's DNS.")), unknown);
        }
    }

    private static DeviceException Unreachable(SocketException cause, string host, int port) => cause.SocketErrorCode switch
    {
        SocketError.TimedOut => Silent(host, port, cause),
        SocketError.ConnectionRefused => Fault(OperatorText.Of($"Nothing answers at port {port} of {host}. Check the port, and that the device is switched on."), cause),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown =>
            Fault(OperatorText.Of($"There is no way to {host}. Check that it is switched on and its network."), cause),
        _ => Fault(OperatorText.Of($"The connection to {host} at port {port} could not be made."), cause),
    };

    private static DeviceException Silent(string host, int port, Exception cause) => new(
        new(DeviceFaultCode.Timeout, OperatorText.Of($"{host} did not take the connection to port {port} within {(int)ConnectTimeout.TotalSeconds} s. Check that it is switched on and its network.")),
        cause);

    private static DeviceException Fault(OperatorText message, Exception cause) => new(new(DeviceFaultCode.Unreachable, message), cause);
}
