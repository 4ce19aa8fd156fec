using Vics.Domain;
using Vics.Domain.Units;

namespace Vics.Web.Api.Units;

/// <summary>How a connection test went. A unit that is away or refuses is an answer too, not an error of the request.</summary>
public sealed record ConnectionTestModel
{
    /// <summary>The unit is ready to be updated.</summary>
    public required bool Ok { get; init; }

    /// <summary>Why not, for programs; null where it is.</summary>
    public required string? Code { get; init; }

    /// <summary>The outcome in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>The key the unit showed; null where it got not that far.</summary>
    public required HostKeyModel? HostKey { get; init; }

    /// <summary>That key is the pinned one.</summary>
    public required bool HostKeyPinned { get; init; }

    /// <summary>How root is had; null where it was not tried.</summary>
    public required SudoKind? Sudo { get; init; }

    /// <summary>The recorder service; null where the unit was not reached.</summary>
    public required ServiceState? ServiceState { get; init; }

    /// <summary>Free for the account beside the installed file.</summary>
    public required long? FreeBytes { get; init; }

    /// <summary>As the unit names its system.</summary>
    public required string? Os { get; init; }

    /// <summary>As the kernel names it.</summary>
    public required string? Architecture { get; init; }

    /// <summary>From asking to being answered, in milliseconds.</summary>
    public required double? RoundTripMs { get; init; }

    /// <summary>Every check that was made.</summary>
    public required IReadOnlyList<ConnectionCheckModel> Checks { get; init; }

    /// <summary>A result in the shape of the API.</summary>
    public static ConnectionTestModel From(ConnectionTestResult result, Func<OperatorText, string> say)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(say);
        return new()
        {
            Ok = result.Ok,
            Code = result.Code,
            Message = say(result.Message),
            HostKey = result.HostKey is { } key ? new(key.Algorithm, key.Sha256, null) : null,
            HostKeyPinned = result.HostKeyPinned,
            Sudo = result.Sudo,
            ServiceState = result.Facts?.ServiceState,
            FreeBytes = result.Facts?.FreeBytes,
            Os = result.Facts?.OperatingSystem,
            Architecture = result.Facts?.Architecture,
            RoundTripMs = result.Facts is { } facts ? Math.Round(facts.RoundTrip.TotalMilliseconds, 1) : null,
            Checks = [.. result.Checks.Select(check => new ConnectionCheckModel(check.Name, check.Ok, say(check.Message)))],
        };
    }
}

/// <summary>One check of a connection test.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Ok">It holds.</param>
/// <param name="Message">What was found.</param>
public sealed record ConnectionCheckModel(string Name, bool Ok, string Message);
