using System.ComponentModel.DataAnnotations;

namespace Vics.Infrastructure.Ssh;

/// <summary>Time limits towards units, from <c>Vics:Ssh</c>. Whatever is asked of a unit ends by one of them.</summary>
internal sealed class SshOptions
{
    /// <summary>Where they are configured.</summary>
    public const string Section = "Vics:Ssh";

    /// <summary>For each wait of a connect: the socket, the key exchange. The whole sign-in may take twice as long.</summary>
    [Range(1, 300)]
    public int ConnectTimeoutSeconds { get; set; } = 15;

    /// <summary>For a command that does little.</summary>
    [Range(1, 600)]
    public int CommandTimeoutSeconds { get; set; } = 30;

    /// <summary>For a command that reads or writes a whole file.</summary>
    [Range(1, 7200)]
    public int FileCommandTimeoutSeconds { get; set; } = 900;

    /// <summary>A transfer is given up when no byte went over for so long.</summary>
    [Range(1, 3600)]
    public int TransferStallSeconds { get; set; } = 60;

    /// <summary>Against routers that forget idle connections; it does not find dead ones (SSH.NET awaits no answer).</summary>
    [Range(1, 3600)]
    public int KeepAliveSeconds { get; set; } = 15;

    /// <summary>Where a unit keeps its records of swaps.</summary>
    [RegularExpression("^/[A-Za-z0-9_./-]+$")]
    public string RecordDirectory { get; set; } = "/var/lib/vics-update";

    /// <summary><see cref="ConnectTimeoutSeconds"/>.</summary>
    public TimeSpan ConnectTimeout => TimeSpan.FromSeconds(ConnectTimeoutSeconds);

    /// <summary><see cref="CommandTimeoutSeconds"/>.</summary>
    public TimeSpan CommandTimeout => TimeSpan.FromSeconds(CommandTimeoutSeconds);

    /// <summary><see cref="FileCommandTimeoutSeconds"/>.</summary>
    public TimeSpan FileCommandTimeout => TimeSpan.FromSeconds(FileCommandTimeoutSeconds);

    /// <summary><see cref="TransferStallSeconds"/>.</summary>
    public TimeSpan TransferStall => TimeSpan.FromSeconds(TransferStallSeconds);

    /// <summary><see cref="KeepAliveSeconds"/>.</summary>
    public TimeSpan KeepAlive => TimeSpan.FromSeconds(KeepAliveSeconds);
}
