namespace Vics.Tests.Support;

/// <summary>The source tree, for tests that read it.</summary>
internal static class Repository
{
    /// <summary>The directory of Vics.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The files of a project that people wrote.</summary>
    public static IEnumerable<string> SourceFiles(string project)
    {
        var directory = Path.Combine(Root, project);
        string[] made = [Path.Combine(directory, "bin"), Path.Combine(directory, "obj"), Path.Combine(directory, "FrontEnd")];
        return Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => !made.Any(left => file.StartsWith(left + Path.DirectorySeparatorChar, StringComparison.Ordinal)));
    }

    /// <summary>A file's path from the root.</summary>
    public static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Vics.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside the source tree.");
        return directory.FullName;
    }
}
