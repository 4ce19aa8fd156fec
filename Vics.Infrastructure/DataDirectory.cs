namespace Vics.Infrastructure;

/// <summary>
/// Where everything the product keeps lies: <c>Vics:DataDirectory</c>. A relative one is meant from the directory the
/// program was started in.
/// </summary>
public sealed class DataDirectory(string path)
{
    /// <summary>The directory itself.</summary>
    public string Root { get; } = Path.GetFullPath(path);

    /// <summary>The SQLite database file.</summary>
    public string Database => Path.Combine(Root, "vics.db");

    /// <summary>Uploaded packages.</summary>
    public string Packages => Path.Combine(Root, "packages");

    /// <summary>The Data Protection keys.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>The log files.</summary>
    public string Logs => Path.Combine(Root, "logs");
}
