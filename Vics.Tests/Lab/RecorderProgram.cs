using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Vics.Tests.Lab;

/// <summary>How a generated recorder program behaves once it is started.</summary>
public enum RecorderBehaviour
{
    /// <summary>Serves, and tells its version.</summary>
    Good,

    /// <summary>Ends with exit code 1 before it serves anything.</summary>
    DiesAtStart,

    /// <summary>Serves for some seconds, then ends with exit code 1; systemd starts it anew.</summary>
    CrashesAfterSeconds,

    /// <summary>Stays active, with one and the same process, but listens to nobody.</summary>
    StartsButDoesNotAnswer,
}

/// <summary>Makes program files of any version, size and behaviour, for the units of the lab to run.</summary>
public static partial class RecorderProgram
{
    /// <summary>The version every unit of the lab starts with.</summary>
    public const string BaseVersion = "1.0.0";

    /// <summary>The smallest program: the part that is loaded.</summary>
    public const int MinimumSize = 4096;

    private static readonly byte[] Stub = ReadStub();

    /// <summary>The same arguments always make the same bytes; beyond the first 4096 they look random, as compressed code does.</summary>
    public static byte[] Create(
        string version, int sizeBytes = MinimumSize, RecorderBehaviour behaviour = RecorderBehaviour.Good, int seconds = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeBytes, MinimumSize);
        if (!PlainVersion().IsMatch(version))
            throw new ArgumentException("A version is letters, digits, dots, pluses and dashes.", nameof(version));

        const string serve = "/usr/lib/vics-recorder/serve \"$VERSION\"";
        var action = behaviour switch
        {
            RecorderBehaviour.Good => $"exec {serve}",
            RecorderBehaviour.DiesAtStart => "echo \"VICS $VERSION: cannot load libvics.so.3\" >&2\nexit 1",
            RecorderBehaviour.CrashesAfterSeconds => $"timeout {seconds} {serve}\necho \"VICS $VERSION: crashed\" >&2\nexit 1",
            RecorderBehaviour.StartsButDoesNotAnswer => "exec sleep infinity",
            _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
        };

        var program = new byte[sizeBytes];
        Stub.CopyTo(program, 0);
        Encoding.UTF8.GetBytes($"VERSION={version}\n{action}\n").CopyTo(program, Stub.Length);
        var seed = BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{version} {behaviour} {seconds}")));
        new Random(seed).NextBytes(program.AsSpan(MinimumSize));
        return program;
    }

    private static byte[] ReadStub()
    {
        var lines = File.ReadLines(Path.Combine(LabShell.Folder, "recorder-stub.hex"));
        return Convert.FromHexString(string.Concat(lines.Select(line => line.Split('#')[0].Trim())));
    }

    [GeneratedRegex(@"^[A-Za-z0-9.+-]{1,64}\z")]
    private static partial Regex PlainVersion();
}
