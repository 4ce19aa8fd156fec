using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Ssh;

/// <summary>Decides about the key a unit shows, before anything is sent to it.</summary>
internal sealed class HostKeyCheck(HostKeyFingerprint? pinned)
{
    /// <summary>The key shown last.</summary>
    public HostKeyFingerprint? Shown { get; private set; }

    /// <summary>It is not the pinned one.</summary>
    public bool Refused { get; private set; }

    /// <summary>Watches a client. SSH.NET trusts every key unless somebody says no.</summary>
    public void Watch(BaseClient client) => client.HostKeyReceived += Judge;

    /// <summary>
    /// A unit has a key of each kind and shows the kind agreed on. The kind that was pinned must be asked for first, or an honest unit
    /// looks changed; and plain keys only, since a certificate has a fingerprint of its own.
    /// </summary>
    /// <param name="kind">What its name begins with; null for no preference.</param>
    /// <param name="info">Where to ask for it.</param>
    public static void Prefer(string? kind, ConnectionInfo info)
    {
        foreach (var name in info.HostKeyAlgorithms.Keys.ToArray())
        {
            if (name.Contains("-cert-", StringComparison.Ordinal))
                info.HostKeyAlgorithms.Remove(name);
        }

        if (string.IsNullOrEmpty(kind))
            return;
        var preferred = info.HostKeyAlgorithms.Where(algorithm => KindOf(algorithm.Key).StartsWith(kind, StringComparison.Ordinal)).Reverse().ToArray();
        foreach (var (name, algorithm) in preferred)
        {
            info.HostKeyAlgorithms.Remove(name);
            info.HostKeyAlgorithms.Insert(0, name, algorithm);
        }
    }

    /// <summary>The fingerprint of a public key as it goes over the line (RFC 4253 §6.6): it begins with the name of its kind.</summary>
    public static HostKeyFingerprint Of(ReadOnlySpan<byte> key)
    {
        var length = key.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(key) : 0;
        var kind = length is > 0 and <= 64 && key.Length >= 4 + length ? Encoding.ASCII.GetString(key.Slice(4, (int)length)) : "";
        return new HostKeyFingerprint(kind, Convert.ToBase64String(SHA256.HashData(key)).TrimEnd('='));
    }

    private void Judge(object? sender, HostKeyEventArgs shown)
    {
        shown.CanTrust = false;
        Shown = Of(shown.HostKey);
        // First contact takes any key and reports it; from then on there is exactly one.
        shown.CanTrust = pinned is null || pinned.Matches(Shown);
        Refused = !shown.CanTrust;
    }

    // An RSA key of one and the same fingerprint signs by three names (RFC 8332).
    private static string KindOf(string algorithm) => algorithm is "rsa-sha2-256" or "rsa-sha2-512" ? "ssh-rsa" : algorithm;
}
