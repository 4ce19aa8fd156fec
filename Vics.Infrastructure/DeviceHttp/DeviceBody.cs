using System.Globalization;
using Vics.Domain;
using Vics.Domain.Network;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>Reads the bodies of answers, never more than was agreed.</summary>
internal static class DeviceBody
{
    private const int BlockSize = 16 << 10;

    /// <summary>Reads to the end.</summary>
    /// <exception cref="DeviceException">Protocol where it is longer than the limit, or its length is nonsense.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage answer, string host, int limit, CancellationToken ct)
    {
        if (LengthOf(answer, host) > limit)
            throw TooLong(host, limit);
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        using var taken = new MemoryStream();
        var block = new byte[BlockSize];
        while (await body.ReadAsync(block, ct) is var read and > 0)
        {
            if (taken.Length + read > limit)
                throw TooLong(host, limit);
            taken.Write(block, 0, read);
        }

        return taken.ToArray();
    }

    /// <summary>Reads what nobody wants, as long as it is little, so that the connection can be kept.</summary>
    public static async Task DiscardAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        using (answer)
        {
            await using var body = await answer.Content.ReadAsStreamAsync(ct);
            var block = new byte[BlockSize];
            for (var total = 0; total < BlockSize;)
            {
                var read = await body.ReadAsync(block, ct);
                if (read == 0)
                    return;
                total += read;
            }
        }
    }

    /// <summary>
    /// The length the answer claims, or null. .NET passes over a length it cannot read and one that comes twice, and then takes whatever comes for the
    /// body; what says two things of its own length is broken (RFC 9112 §6.3).
    /// </summary>
    /// <exception cref="DeviceException">Protocol where that is nonsense.</exception>
    public static long? LengthOf(HttpResponseMessage answer, string host)
    {
        if (!answer.Content.Headers.NonValidated.TryGetValues("Content-Length", out var values))
            return null;
        return values.Count == 1 && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The answer of {host} says nonsense of its own length.")));
    }

    private static DeviceException TooLong(string host, int limit) =>
        new(new(DeviceFaultCode.Protocol, OperatorText.Of($"The answer of {host} is longer than {limit / 1024} KB, which no sensible one is.")));
}
