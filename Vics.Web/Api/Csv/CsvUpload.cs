using Vics.Domain;

namespace Vics.Web.Api.Csv;

/// <summary>A file as it comes in a request: as the body itself, or as <c>file</c> of a form.</summary>
public static class CsvUpload
{
    /// <summary>The file, and what a form puts around it.</summary>
    public const int MaxRequestBytes = CsvSheet.MaxBytes + (64 << 10);

    /// <summary>Reads it.</summary>
    public static async Task<CsvFile<TEntry>> ReadAsync<TEntry>(HttpRequest request, CsvFormat<TEntry> format, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.HasFormContentType)
            return await CsvFileReader.ReadAsync(request.Body, format, ct);
        if (await FormAsync(request, ct) is not { } form)
            return CsvFile<TEntry>.Unreadable(OperatorText.Of($"The upload broke off or is no form. Send it again."));
        if (form.Files["file"] is not { } file)
            return CsvFile<TEntry>.Unreadable(OperatorText.Of($"Choose a file."));
        await using var content = file.OpenReadStream();
        return await CsvFileReader.ReadAsync(content, format, ct);
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
