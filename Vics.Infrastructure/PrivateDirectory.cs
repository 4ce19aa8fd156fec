namespace Vics.Infrastructure;

/// <summary>Directories that only the server's own account may look into.</summary>
internal static class PrivateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the directory with permissions 0700 where it is missing. One that an administrator made stays as it is.</summary>
    public static DirectoryInfo Ensure(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnerOnly);
}
