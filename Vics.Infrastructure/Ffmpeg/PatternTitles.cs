using System.Security.Cryptography;
using System.Text;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Keeps the titles of test patterns in files: what an operator typed is never part of an ffmpeg expression, where it could mean something.</summary>
internal sealed class PatternTitles : IDisposable
{
    private const int LongestTitle = 60;

    // The one font that comes with ffmpeg's own dependencies has no Hangul, and draws boxes instead. The pages write the name over the picture anyway.
    private const char LastLatin = '\u024F';

    private readonly Lazy<string> _directory = new(() => Directory.CreateTempSubdirectory("vics-titles-").FullName);

    /// <summary>This ffmpeg, or this machine, cannot write text into pictures.</summary>
    public bool AreImpossible { get; set; }

    /// <summary>A file that holds the title; null where there is nothing to write, or no way to.</summary>
    public string? FileOf(string title)
    {
        var line = new string([.. title.Where(c => !char.IsControl(c)).Take(LongestTitle)]).Trim();
        if (AreImpossible || line.Length == 0 || line.Any(c => c > LastLatin))
            return null;
        var path = Path.Combine(_directory.Value, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)))[..16]);
        if (!File.Exists(path))
            File.WriteAllText(path, line);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_directory.IsValueCreated)
            Directory.Delete(_directory.Value, recursive: true);
    }
}
