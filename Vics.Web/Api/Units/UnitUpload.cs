using Vics.Domain;

namespace Vics.Web.Api.Units;

/// <summary>A file of units as it comes in a request: as the body itself, or as <c>file</c> of a form.</summary>
public static class UnitUpload
{
    /// <summary>The file, and what a form puts around it.</summary>
    public const int MaxRequestBytes = UnitCsv.MaxBytes + (64 << 10);

    /// <summary>Reads it.</summary>
    public static async Task<UnitCsvFile> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.HasFormContentType)
            return await UnitCsvReader.ReadAsync(request.Body, ct);
        if (await FormAsync(request, ct) is not { } form)
            return UnitCsvFile.Unreadable(OperatorText.Of($"The upload broke off or is no form. Send it again."));
        if (form.Files["file"] is not { } file)
            return UnitCsvFile.Unreadable(OperatorText.Of($"Choose a file."));
        await using var content = file.OpenReadStream();
        return await UnitCsvReader.ReadAsync(content, ct);
    }

    /// <summary>The form, or null where it is none. One that is too large stays that: 413.</summary>
    private static async Task<IFormCollection?> FormAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return null;
        }
    }
}
