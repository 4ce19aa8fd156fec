using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;
using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Web.Accounts;
using Vics.Web.Hosting;

namespace Vics.Web.Api.Packages;

/// <summary>How an upload over HTTP ended.</summary>
public abstract record UploadOutcome
{
    private UploadOutcome()
    {
    }

    /// <summary>It came whole, or was refused for what it is; with what was entered beside the file, as far as it came.</summary>
    public sealed record Taken(IntakeResult Result, PackageEntry Entry) : UploadOutcome;

    /// <summary>It broke off, or the form is not written as one.</summary>
    public sealed record Broken : UploadOutcome;

    /// <summary>It carries no antiforgery token, or not ours.</summary>
    public sealed record Forged : UploadOutcome;

    /// <summary>The server's disk cannot take it.</summary>
    public sealed record NoRoom : UploadOutcome;
}

/// <summary>Brings the upload of a request to the store while it comes; for the page and the API.</summary>
public sealed partial class PackageUpload(PackageIntake intake, IAntiforgery antiforgery, IOptions<VicsOptions> options, ILogger<PackageUpload> log)
{
    private const string TokenField = "__RequestVerificationToken";

    /// <summary>The longest file taken.</summary>
    public long MaxBytes => options.Value.Packages.MaxBytes;

    /// <summary>
    /// Takes an upload in. With <paramref name="fromPage"/> the antiforgery token may also be a field before the file, since
    /// a browser without script sends no header.
    /// </summary>
    public async Task<UploadOutcome> ReceiveAsync(HttpContext http, bool fromPage, CancellationToken ct)
    {
        if (http.Request.ContentLength > StreamedFormAttribute.LimitOf(options.Value))
            return TooLarge();
        try
        {
            return await ReadAsync(http, fromPage, ct);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
        catch (BrokenUploadException broken) when (!ct.IsCancellationRequested)
        {
            Log.BrokenOff(log, broken);
            return new UploadOutcome.Broken();
        }
        catch (IOException disk) when (!ct.IsCancellationRequested)
        {
            Log.NotWritten(log, disk);
            return new UploadOutcome.NoRoom();
        }
    }

    private async Task<UploadOutcome> ReadAsync(HttpContext http, bool fromPage, CancellationToken ct)
    {
        if (MultipartUpload.Of(http.Request) is not { } form)
            return new UploadOutcome.Broken();
        var file = await form.FileAsync(ct);
        if (fromPage && !await IsOursAsync(http, form))
            return new UploadOutcome.Forged();
        if (file is null)
            return new UploadOutcome.Taken(new IntakeResult.Refused([new("file", OperatorText.Of($"Choose a file.")), .. form.Entry.Check()]), form.Entry);
        return new UploadOutcome.Taken(await intake.ReceiveAsync(file, form.EntryAsync, MaxBytes, http.Actor(), ct), form.Entry);
    }

    private Task<bool> IsOursAsync(HttpContext http, MultipartUpload form)
    {
        if (form.Field(TokenField) is { } token)
            http.Request.Headers[Pages.AntiforgeryHeader] = token;
        return antiforgery.IsRequestValidAsync(http);
    }

    private UploadOutcome.Taken TooLarge() => new(new IntakeResult.TooLarge(MaxBytes), new PackageEntry());

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "An upload broke off")]
        public static partial void BrokenOff(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Error, "An upload could not be written to the disk")]
        public static partial void NotWritten(ILogger logger, Exception exception);
    }
}
