using System.Globalization;
using System.Text.Json;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Web.Api.Csv;

namespace Vics.Web.Api.Cameras;

/// <summary>The inventory of cameras as a file for a spreadsheet: one camera a line.</summary>
public static class CameraCsv
{
    /// <summary>What a file to import looks like. No column is needed by itself: an ONVIF camera has a host, the others an address or neither.</summary>
    public static CsvFormat<CameraEntry> Format { get; } = new(
        [
            "name", "source", "host", "port", "username", "password", "rtspurl", "subrtspurl", "onvifpath", "profiletoken", "subprofiletoken",
            "transport", "tags", "enabled", "unitid", "unitcameraid", "usetls", "certificatesha256", "ptz",
        ],
        [],
        Read,
        OperatorText.Of($"There is no camera in the file."),
        OperatorText.Of($"The file has more than {CsvSheet.MaxLines} cameras. Import it in parts."));

    /// <summary>The cameras without their passwords. What is written can be read again.</summary>
    public static string Write(IEnumerable<Camera> cameras) => CsvSheet.Write(Format.Columns.Where(column => column != "password"), cameras.Select(Cells));

    private static string?[] Cells(Camera camera) =>
    [
        camera.Name, Word(camera.Source), camera.Host, camera.Port.ToString(CultureInfo.InvariantCulture), camera.UserName, camera.StreamUrl,
        camera.SubStreamUrl, camera.OnvifPath, camera.ProfileToken, camera.SubProfileToken, Word(camera.Transport),
        string.Join(CsvSheet.TagSeparator, camera.Tags), Word(camera.Enabled), camera.UnitId?.ToString(), camera.UnitCameraId,
        Word(camera.UseTls), camera.CertificateSha256, Word(camera.Ptz),
    ];

    private static CameraEntry Read(CsvRow row) => new()
    {
        Name = row.Cell("name"),
        Source = row.Choice("source", CameraEntry.SourceOf(row.Cell("rtspurl"))),
        Host = row.Cell("host"),
        Port = row.Port("port"),
        UserName = row.Cell("username"),
        Password = row.Secret("password"),
        StreamUrl = row.Cell("rtspurl"),
        SubStreamUrl = row.Cell("subrtspurl"),
        OnvifPath = row.Cell("onvifpath"),
        ProfileToken = row.Cell("profiletoken"),
        SubProfileToken = row.Cell("subprofiletoken"),
        Transport = row.Choice("transport", StreamTransport.Tcp),
        Tags = row.Tags("tags"),
        Enabled = row.YesOrNo("enabled", usual: true),
        UnitId = ReadUnit(row),
        UnitCameraId = row.Cell("unitcameraid"),
        UseTls = row.YesOrNo("usetls", usual: false),
        CertificateSha256 = row.Cell("certificatesha256"),
        Ptz = row.YesOrNo("ptz", usual: false),
    };

    private static UnitId? ReadUnit(CsvRow row)
    {
        if (row.Cell("unitid") is not { } cell)
            return null;
        if (Guid.TryParse(cell, out var id))
            return new UnitId(id);
        row.Errors.Add(new("unitid", OperatorText.Of($"“{cell}” is not the id of a unit.")));
        return null;
    }

    private static string Word<T>(T value)
        where T : struct => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()!);
}
