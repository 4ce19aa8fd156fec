using System.Net.Sockets;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;
using Vics.Domain;
using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Ssh;

/// <summary>Turns what SSH.NET and the sockets throw into the domain's word for it, here and nowhere else.</summary>
internal static class SshFaults
{
    /// <summary>The unit was silent for too long.</summary>
    public static DeviceException Silent(TimeSpan limit, Exception? cause = null) =>
        Fault(DeviceFaultCode.Timeout, OperatorText.Of($"The unit did not answer within {(int)limit.TotalSeconds} s. Check that it is running and the network is not overloaded."), cause);

    /// <summary>The connection is gone.</summary>
    public static DeviceException Lost(Exception? cause = null) =>
        Fault(DeviceFaultCode.Unreachable, OperatorText.Of($"The connection to the unit broke."), cause);

    /// <summary>The unit shows another key than the pinned one.</summary>
    public static DeviceException HostKeyChanged(HostKeyFingerprint pinned, HostKeyFingerprint shown) =>
        new(new DeviceFault(
            DeviceFaultCode.HostKeyChanged,
            OperatorText.Of($"The unit shows the host key {shown.ToString()} ({shown.Algorithm}) instead of the pinned {pinned.ToString()}. If it was set up anew, pin the new key; if not, somebody may be in between. No password was sent."),
            shown));

    /// <summary>A command that should work failed.</summary>
    public static DeviceException CommandFailed(OperatorText message) => Fault(DeviceFaultCode.CommandFailed, message, null);

    /// <summary>No time at all is no failure of the unit, so a cancelled token is not for here.</summary>
    public static DeviceException WhileConnecting(Exception cause, UnitAccess access, TimeSpan limit) => cause switch
    {
        DeviceException fault => fault,
        SshAuthenticationException refused => Refused(refused, access),
        SshOperationTimeoutException or TimeoutException or OperationCanceledException =>
            Fault(DeviceFaultCode.Timeout, OperatorText.Of($"{access.Host} did not answer at port {access.Port} within {(int)limit.TotalSeconds} s. Check that the unit is running and nothing in between drops SSH."), cause),
        SocketException socket => Unreachable(socket, access),
        SshConnectionException { DisconnectReason: DisconnectReason.KeyExchangeFailed } => NoCommonAlgorithm(access, cause),
        SshConnectionException { DisconnectReason: DisconnectReason.ProtocolError or DisconnectReason.ProtocolVersionNotSupported } => NoSsh(access, cause),
        SshConnectionException => Fault(DeviceFaultCode.Unreachable, OperatorText.Of($"{access.Host} closed the connection at port {access.Port}. It may be starting or have too many connections open, or that is not the SSH port."), cause),
        SshException => NoSsh(access, cause),
        _ => Fault(DeviceFaultCode.Unreachable, OperatorText.Of($"The connection to {access.Host} at port {access.Port} could not be made."), cause),
    };

    /// <summary>What went wrong with a connection that was open.</summary>
    public static DeviceException WhileWorking(Exception cause, TimeSpan limit) => cause switch
    {
        DeviceException fault => fault,
        SshOperationTimeoutException or TimeoutException or OperationCanceledException => Silent(limit, cause),
        SftpPermissionDeniedException => Fault(DeviceFaultCode.CommandFailed, OperatorText.Of($"The account may not write there. Check the directory's permissions on the unit."), cause),
        SftpPathNotFoundException => Fault(DeviceFaultCode.CommandFailed, OperatorText.Of($"The target's directory does not exist on the unit."), cause),
        SftpException sftp => Fault(DeviceFaultCode.CommandFailed, OperatorText.Of($"The unit's SFTP refused: “{UnitText.OneLine(sftp.Message, 200)}”."), cause),
        SshException or SocketException or ObjectDisposedException or IOException => Lost(cause),
        _ => Fault(DeviceFaultCode.Protocol, OperatorText.Of($"The unit answered in a way that makes no sense ({cause.GetType().Name})."), cause),
    };

    /// <summary>The private key cannot be used at all.</summary>
    public static DeviceException BadKey(Exception cause) => cause switch
    {
        SshPassPhraseNullOrEmptyException => Fault(DeviceFaultCode.Authentication, OperatorText.Of($"The private key is protected by a passphrase, and none is stored. Enter it in the unit's settings."), null),
        _ => Fault(DeviceFaultCode.Authentication, OperatorText.Of($"The stored private key cannot be read, or its passphrase is wrong. Paste the whole key file, from BEGIN to END."), null),
    };

    /// <summary>The unit's entry lacks what is needed to sign in.</summary>
    public static DeviceException NoCredential(Authentication authentication) => Fault(
        DeviceFaultCode.Authentication,
        authentication is Authentication.Password
            ? OperatorText.Of($"No password is stored for the unit. Enter it in the unit's settings.")
            : OperatorText.Of($"No private key is stored for the unit. Enter it in the unit's settings."),
        null);

    // The library's text may name methods, never what was sent; even so only our own sentence goes on.
    private static DeviceException Refused(SshAuthenticationException refused, UnitAccess access)
    {
        if (refused.Message.StartsWith("No suitable authentication method", StringComparison.Ordinal))
        {
            return Fault(
                DeviceFaultCode.Authentication,
                access.Authentication is Authentication.Password
                    ? OperatorText.Of($"The unit does not let anybody sign in by password. Use a private key, or allow passwords in its sshd.")
                    : OperatorText.Of($"The unit does not let anybody sign in by key. Use a password, or allow keys in its sshd."),
                refused);
        }

        return Fault(
            DeviceFaultCode.Authentication,
            access.Authentication is Authentication.Password
                ? OperatorText.Of($"The unit refused the password of {access.UserName}. Correct it in the unit's settings.")
                : OperatorText.Of($"The unit refused the private key of {access.UserName}. Check that its public half is in authorized_keys."),
            refused);
    }

    private static DeviceException Unreachable(SocketException cause, UnitAccess access) => Fault(
        cause.SocketErrorCode is SocketError.TimedOut ? DeviceFaultCode.Timeout : DeviceFaultCode.Unreachable,
        cause.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => OperatorText.Of($"Nothing answers at port {access.Port} of {access.Host}. Check the port, and that sshd runs there."),
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => OperatorText.Of($"The name {access.Host} is not known to this server's DNS."),
            SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown => OperatorText.Of($"There is no way to {access.Host}. Check that it is switched on and its network."),
            _ => OperatorText.Of($"The connection to {access.Host} at port {access.Port} could not be made."),
        },
        cause);

    private static DeviceException NoCommonAlgorithm(UnitAccess access, Exception cause) =>
        Fault(DeviceFaultCode.Protocol, OperatorText.Of($"{access.Host} shares no encryption with this server: its sshd is too old. Update it."), cause);

    private static DeviceException NoSsh(UnitAccess access, Exception cause) =>
        Fault(DeviceFaultCode.Protocol, OperatorText.Of($"What answers at port {access.Port} of {access.Host} does not speak SSH as it should. Check the port."), cause);

    private static DeviceException Fault(DeviceFaultCode code, OperatorText message, Exception? cause) => new(new DeviceFault(code, message), cause);
}
