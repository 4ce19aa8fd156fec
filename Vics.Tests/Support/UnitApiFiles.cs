using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vics.Tests.Support;

/// <summary>What a unit's HTTP API answers, as files for a real civetweb to serve.</summary>
internal static class UnitApiFiles
{
    /// <summary>A blue picture of 16 by 9 pixels.</summary>
    public static readonly byte[] Jpeg = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAg+Pkk+SVVVVVVVVWRdZGhoaGRkZGRoaGhwcHCDg4NwcHBoaHBwfHyDg4+Tj4eHg4eTk5ubm7q6srLZ2eD/"
        + "////xABLAAEBAAAAAAAAAAAAAAAAAAAABAEBAAAAAAAAAAAAAAAAAAAABhABAAAAAAAAAAAAAAAAAAAAABEBAAAAAAAAAAAAAAAAAAAAAP/AABEIAAgAEAMBIgACEQADEQD/2gAMAwEA"
        + "AhEDEQA/AJQCMdf/2Q==");

    /// <summary>The key of the camera with this number, from 1.</summary>
    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"5f0c1a52-0000-4000-8000-{number:x12}");

    /// <summary>A list, a still and a stream's address; of the list every third camera is offline, every tenth switched off.</summary>
    public static (string Path, byte[] Content)[] Of(int cameras, string firstName = "정문 카메라") =>
        [("vapi/GetCamList", List(cameras, firstName)), ("vapi/GetImage", Jpeg), ("vapi/GetStreamUrl", Streams)];

    /// <summary>A list as a unit gives it.</summary>
    public static byte[] List(int cameras, string firstName = "정문 카메라") => Encoding.UTF8.GetBytes(
        cameras == 0 ? "{}" : JsonSerializer.Serialize(new { cVidCamera = Enumerable.Range(1, cameras).Select(number => Camera(number, number == 1 ? firstName : $"카메라 {number}")) }));

    private static byte[] Streams { get; } = Encoding.UTF8.GetBytes("""
        {"cUrl":[{"strProtocol":"RTSP","strUrl":"rtsp://admin:admin@10.0.0.7:10554/live/1"},{"strProtocol":"RTMP","strUrl":"rtmp://10.0.0.7:11935/live/1"}]}
        """);

    // Fields with their default value are absent, as proto3 writes them.
    private static Dictionary<string, object> Camera(int number, string name)
    {
        var camera = new Dictionary<string, object>
        {
            ["strId"] = Id(number),
            ["strName"] = name,
            ["nType"] = "VID_ONVIF_S",
            ["strIP"] = $"10.20.{number / 250}.{number % 250}",
            ["strPort"] = "8000",
            ["strUser"] = "admin",
            ["strPasswd"] = "******",
            ["strONVIFAddress"] = "/onvif/device_service",
            ["bProfileToken"] = true,
            ["strProfileToken1"] = "profile_1",
            ["strProfileToken2"] = "profile_2",
            ["nFutureField"] = new { anything = 1 },
        };
        if (number % 3 != 0)
            camera["bOnline"] = true;
        if (number % 2 != 0)
            camera["bRec"] = true;
        if (number % 10 == 0)
            camera["bDisable"] = true;
        if (number > 1)
            camera["nCh"] = number;
        if (number == 1)
            camera["bPtzContol"] = true;
        return camera;
    }
}
