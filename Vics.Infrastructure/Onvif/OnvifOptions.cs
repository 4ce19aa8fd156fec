namespace Vics.Infrastructure.Onvif;

/// <summary>How cameras are looked for, from <c>Vics:Onvif</c>.</summary>
internal sealed class OnvifOptions
{
    /// <summary>Where they are configured.</summary>
    public const string Section = "Vics:Onvif";

    /// <summary>Look on the loopback interface too: for the demo and for tests, whose cameras run on this machine.</summary>
    public bool DiscoverOnLoopback { get; set; }
}
