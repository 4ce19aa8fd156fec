using System.Xml.Linq;

namespace Vics.Infrastructure.Onvif;

/// <summary>Namespaces and paths, as the ONVIF specifications and those they rest on fix them.</summary>
internal static class OnvifNames
{
    /// <summary>Where the device service is unless a camera has it elsewhere (ONVIF Core §5.1.1).</summary>
    public const string DevicePath = "/onvif/device_service";

    /// <summary>All of ONVIF's namespaces begin so.</summary>
    public const string Family = "http://www.onvif.org/";

    /// <summary>SOAP 1.2, which ONVIF asks for.</summary>
    public static readonly XNamespace Soap12 = "http://www.w3.org/2003/05/soap-envelope";

    /// <summary>SOAP 1.1, the only one some old cameras speak.</summary>
    public static readonly XNamespace Soap11 = "http://schemas.xmlsoap.org/soap/envelope/";

    /// <summary>Device management.</summary>
    public static readonly XNamespace Device = "http://www.onvif.org/ver10/device/wsdl";

    /// <summary>Media1.</summary>
    public static readonly XNamespace Media = "http://www.onvif.org/ver10/media/wsdl";

    /// <summary>Media2, which alone knows H.265.</summary>
    public static readonly XNamespace Media2 = "http://www.onvif.org/ver20/media/wsdl";

    /// <summary>Pan, tilt and zoom.</summary>
    public static readonly XNamespace Ptz = "http://www.onvif.org/ver20/ptz/wsdl";

    /// <summary>Types that the services share.</summary>
    public static readonly XNamespace Schema = "http://www.onvif.org/ver10/schema";

    /// <summary>Types of devices in WS-Discovery.</summary>
    public static readonly XNamespace Network = "http://www.onvif.org/ver10/network/wsdl";

    /// <summary>WS-Security.</summary>
    public static readonly XNamespace Security = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    /// <summary>Its dates.</summary>
    public static readonly XNamespace SecurityUtility = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    /// <summary>WS-Addressing, in the version WS-Discovery is built on.</summary>
    public static readonly XNamespace Addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";

    /// <summary>WS-Discovery, in the version ONVIF is built on.</summary>
    public static readonly XNamespace Discovery = "http://schemas.xmlsoap.org/ws/2005/04/discovery";
}
