namespace Vics.Web.Hosting;

/// <summary>The data directory cannot be made or written.</summary>
internal sealed class UnusableDataDirectoryException(string path, Exception cause)
    : Exception($"Vics:DataDirectory is '{path}', which cannot be made or written: {cause.Message}", cause);
