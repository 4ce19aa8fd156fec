using System.Text.RegularExpressions;
using Vics.Domain;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Says what ffmpeg's complaints mean. Its exit code tells nothing: it is 0 for a camera that went silent.</summary>
internal static partial class FfmpegFaults
{
    private static readonly (string Sign, DeviceFaultCode Code, OperatorText Text)[] Known =
    [
        ("401 Unauthorized", DeviceFaultCode.Authentication, OperatorText.Of($"The camera refuses the user name or the password.")),
        ("403 Forbidden", DeviceFaultCode.Authentication, OperatorText.Of($"The camera does not let this account see the stream.")),
        ("404 Not Found", DeviceFaultCode.NotSupported, OperatorText.Of($"The camera knows no stream at this address.")),
        ("454 Session Not Found", DeviceFaultCode.Unreachable, OperatorText.Of($"The camera ended the stream.")),
        ("453 Not Enough Bandwidth", DeviceFaultCode.Busy, OperatorText.Of($"The camera has no room for another viewer. Close others, or raise its limit.")),
        ("503 Service Unavailable", DeviceFaultCode.Busy, OperatorText.Of($"The camera has no room for another viewer. Close others, or raise its limit.")),
        ("5XX Server Error", DeviceFaultCode.Busy, OperatorText.Of($"The camera has no room for another viewer. Close others, or raise its limit.")),
        ("461 Unsupported Transport", DeviceFaultCode.NotSupported, OperatorText.Of($"The camera does not send over this transport. Choose the other one (TCP or UDP).")),
        ("Connection refused", DeviceFaultCode.Unreachable, OperatorText.Of($"Nobody answers at the camera's address and port.")),
        ("No route to host", DeviceFaultCode.Unreachable, OperatorText.Of($"There is no way to the camera's address.")),
        ("Network is unreachable", DeviceFaultCode.Unreachable, OperatorText.Of($"There is no way to the camera's address.")),
        ("Failed to resolve hostname", DeviceFaultCode.Unreachable, OperatorText.Of($"The camera's host name is not known.")),
        ("Connection timed out", DeviceFaultCode.Timeout, OperatorText.Of($"The camera does not answer in time.")),
        ("Connection reset by peer", DeviceFaultCode.Unreachable, OperatorText.Of($"The camera broke off the connection.")),
        ("Broken pipe", DeviceFaultCode.Unreachable, OperatorText.Of($"The camera broke off the connection.")),
        ("Stream map '0:v:0' matches no streams", DeviceFaultCode.NotSupported, OperatorText.Of($"The stream carries no picture.")),
        ("Invalid data found", DeviceFaultCode.Protocol, OperatorText.Of($"What comes from the camera is no video stream.")),
    ];

    /// <summary>The trouble behind what ffmpeg said last.</summary>
    public static DeviceFault From(IReadOnlyList<string> complaints)
    {
        // The last word is the reason; what stands before may be about a packet that was lost.
        foreach (var line in complaints.Reverse())
        {
            if (Array.Find(Known, known => line.Contains(known.Sign, StringComparison.OrdinalIgnoreCase)) is { Sign: not null } known)
                return new(known.Code, known.Text);
        }

        return new(DeviceFaultCode.Unreachable, OperatorText.Of($"The camera ended the stream."));
    }

    /// <summary>A line without accounts: ffmpeg prints whole addresses.</summary>
    public static string Redacted(string line) => Parameters().Replace(Account().Replace(line, "$1***@"), "$1***");

    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]*://)[^\s/@]*(?:@[^\s/@]*)*@", RegexOptions.IgnoreCase)]
    private static partial Regex Account();

    [GeneratedRegex(@"([?&](?:user|usr|username|password|pass|pwd|token|auth)=)[^&\s'""]*", RegexOptions.IgnoreCase)]
    private static partial Regex Parameters();
}
