using System.Text.Json;
using Vics.Domain.Units;

namespace Vics.Domain.Network;

/// <summary>What kind of trouble a device made, in the words of the API's <c>code</c>.</summary>
public enum DeviceFaultCode
{
    /// <summary>Nobody answers at the address and port, or the connection broke.</summary>
    Unreachable,

    /// <summary>It was silent for longer than the operation may take.</summary>
    Timeout,

    /// <summary>It refused the user name, password or key.</summary>
    Authentication,

    /// <summary>It showed another host key than the pinned one.</summary>
    HostKeyChanged,

    /// <summary>sudo refused the password or the command.</summary>
    SudoRefused,

    /// <summary>It answered something that makes no sense, or shares no algorithm with us.</summary>
    Protocol,

    /// <summary>The storage is full.</summary>
    DiskFull,

    /// <summary>A command it should be able to run failed.</summary>
    CommandFailed,

    /// <summary>A stored secret can no longer be opened on this server, so the device was not asked at all.</summary>
    SecretUnreadable,

    /// <summary>It refused the account, and its clock is so far off that this may be why.</summary>
    Clock,

    /// <summary>Something answers there, but it does not speak ONVIF.</summary>
    NotOnvif,

    /// <summary>It shows a certificate that nobody vouches for, or another one than the pinned.</summary>
    Certificate,

    /// <summary>Its address is not among the networks that may be reached.</summary>
    AddressNotAllowed,

    /// <summary>It cannot do what was asked.</summary>
    NotSupported,

    /// <summary>Too much is going on at once, with it or on this server.</summary>
    Busy,
}

/// <summary>Trouble with a device: a kind for programs, a sentence for people.</summary>
/// <param name="Code">The kind.</param>
/// <param name="Message">What happened and what to try; never a secret.</param>
/// <param name="ShownKey">The host key it showed, where that is the trouble.</param>
/// <param name="ShownCertificate">SHA-256 of the certificate it showed, in lower-case hexadecimal, where that is the trouble.</param>
public sealed record DeviceFault(DeviceFaultCode Code, OperatorText Message, HostKeyFingerprint? ShownKey = null, string? ShownCertificate = null)
{
    /// <summary>The code as programs read it: <c>hostKeyChanged</c>.</summary>
    public string CodeName => JsonNamingPolicy.CamelCase.ConvertName(Code.ToString());
}

/// <summary>Thrown by adapters, once, in place of whatever their library throws.</summary>
public sealed class DeviceException(DeviceFault fault, Exception? cause = null) : Exception(fault.Message.ToString(), cause)
{
    /// <summary>What happened.</summary>
    public DeviceFault Fault { get; } = fault;

    /// <summary>The connection may be tried again: the device is away, not unwilling.</summary>
    public bool IsAway => Fault.Code is DeviceFaultCode.Unreachable or DeviceFaultCode.Timeout;
}
