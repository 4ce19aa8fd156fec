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

    /// <summary>Whether the pages say that this is the demo.</summary>
    [Required(ErrorMessage = "true or false")]
    public bool Demo { get; set; }

    /// <summary>Uploads.</summary>
    public PackageSettings Packages { get; } = new();

    /// <summary>Update jobs.</summary>
    public UpdateSettings Updates { get; } = new();

    /// <summary>Where devices may be.</summary>
    public NetworkSettings Network { get; } = new();

    /// <summary>Cameras.</summary>
    public CameraSettings Cameras { get; } = new();

    /// <summary>Browser sessions.</summary>
    public SessionSettings Sessions { get; } = new();

    /// <summary>Signing in.</summary>
    public SignInSettings SignIn { get; } = new();

    /// <summary>The first account.</summary>
    public BootstrapSettings Bootstrap { get; } = new();

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

        /// <summary>Seconds that a unit which went silent while it finished by itself is looked for, before a person is asked to look: 15 minutes.</summary>
        [Range(1, 86_400, ErrorMessage = "a whole number of seconds from 1 to 86400")]
        public int ReconnectSeconds { get; set; } = 900;
    }

    /// <summary>The settings under <c>Vics:Network</c>.</summary>
    public sealed class NetworkSettings
    {
        /// <summary>The networks that units and cameras may be in; where empty, everywhere but at link-local addresses.</summary>
        [NetworkList(ErrorMessage = "networks or addresses such as 10.0.0.0/8 or fd00::/8, separated by commas or blanks, or nothing for all but link-local ones")]
        public string AllowedNetworks { get; set; } = "";
    }

    /// <summary>The settings under <c>Vics:Cameras</c>.</summary>
    public sealed class CameraSettings
    {
        /// <summary>Seconds in which each camera is asked once whether it is there: 60. 0: never.</summary>
        [Range(0, 3600, ErrorMessage = "a whole number of seconds from 1 to 3600, or 0 for never")]
        public int CheckSeconds { get; set; } = 60;
    }

    /// <summary>The settings under <c>Vics:Sessions</c>.</summary>
    public sealed class SessionSettings
    {
        /// <summary>Minutes without a request after which a browser must sign in again: 12 hours.</summary>
        [Range(1, 60 * 24 * 365, ErrorMessage = "a whole number of minutes from 1 to 525600")]
        public int IdleMinutes { get; set; } = 12 * 60;
    }

    /// <summary>The settings under <c>Vics:SignIn</c>.</summary>
    public sealed class SignInSettings
    {
        /// <summary>Failed sign-ins a minute from one address after which it must wait: 10.</summary>
        [Range(1, 100_000, ErrorMessage = "a whole number from 1 to 100000")]
        public int FailuresPerMinute { get; set; } = 10;
    }

    /// <summary>The settings under <c>Vics:Bootstrap</c>: looked at only where no account exists.</summary>
    public sealed class BootstrapSettings
    {
        /// <summary>The name of the first administrator.</summary>
        public string? AdminUserName { get; set; }

        /// <summary>Its password.</summary>
        public string? AdminPassword { get; set; }
    }

    private sealed class NetworkListAttribute : ValidationAttribute
    {
        public override bool IsValid(object? value) => Domain.Network.AllowedNetworks.TryParse((string?)value, out _);
    }
}
