namespace Vics.Infrastructure.Ssh;

/// <summary>The fixed scripts for units, as they lie beside the code.</summary>
internal static class EmbeddedScripts
{
    /// <summary>Looks around.</summary>
    public static readonly string Inspect = Read("inspect.sh");

    /// <summary>The part of an update that a unit finishes by itself.</summary>
    public static readonly string ArmedSwap = Read("armed-swap.sh");

    private static string Read(string name)
    {
        using var stream = typeof(EmbeddedScripts).Assembly.GetManifestResourceStream($"Vics.Infrastructure.Ssh.{name}")
            ?? throw new InvalidOperationException($"{name} is missing in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
