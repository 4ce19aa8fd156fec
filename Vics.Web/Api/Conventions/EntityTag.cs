using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Vics.Web.Api.Conventions;

/// <summary>
/// Tells one state of a resource from another (RFC 9110 §8.8.3). It is made from what a person can change, not from
/// what a device reports: a unit that was just seen again must not make an edit stale.
/// </summary>
public sealed record EntityTag
{
    private readonly string _quoted;

    private EntityTag(string quoted) => _quoted = quoted;

    /// <summary>The tag of a state, given by the parts that a person can change.</summary>
    public static EntityTag Of(params object?[] parts)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(parts, ApiJson.Options);
        return new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
    }

    /// <summary>Whether an <c>If-Match</c> header wants another state than this. Without the header nothing is wanted.</summary>
    public bool IsStaleFor(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var wanted = request.Headers.IfMatch;
        return !StringValues.IsNullOrEmpty(wanted) && !Names(wanted, useStrongComparison: true);
    }

    /// <summary>Whether the asker has this state already (<c>If-None-Match</c>), so that 304 is enough.</summary>
    public bool IsKnownTo(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Names(request.Headers.IfNoneMatch, useStrongComparison: false);
    }

    /// <inheritdoc/>
    public override string ToString() => _quoted;

    private bool Names(StringValues header, bool useStrongComparison)
    {
        var mine = new EntityTagHeaderValue(_quoted);
        return EntityTagHeaderValue.TryParseList(header, out var named)
            && named.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(mine, useStrongComparison));
    }
}
