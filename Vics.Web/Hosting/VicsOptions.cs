using System.ComponentModel.DataAnnotations;

namespace Vics.Web.Hosting;

/// <summary>
/// The settings under <c>Vics</c>. Each carries its default and, as the attribute's message, what is expected; a wrong
/// one stops the start.
/// </summary>
public sealed class VicsOptions
{
    /// <summary>Database, packages, keys and logs: <c>data</c> below the current directory.</summary>
    [Required(ErrorMessage = "the path of a directory")]
    public string DataDirectory { get; set; } = "data";

    /// <summary>Uploads.</summary>
    public PackageSettings Packages { get; } = new();

    /// <summary>Update jobs.</summary>
    public UpdateSettings Updates { get; } = new();

    /// <summary>The settings under <c>Vics:Packages</c>.</summary>
    public sealed class PackageSettings
    {
        /// <summary>The largest upload: 4 GiB.</summary>
        [Range(1L, 1L << 40, ErrorMessage = "a number of bytes from 1 to 1099511627776 (1 TiB)")]
        public long MaxBytes { get; set; } = 4L << 30;
    }

    /// <summary>The settings under <c>Vics:Updates</c>.</summary>
    public sealed class UpdateSettings
    {
        /// <summary>Units updated at once in a job whose plan does not say: 8.</summary>
        [Range(1, 100, ErrorMessage = "a whole number from 1 to 100")]
        public int Parallelism { get; set; } = 8;
    }
}
