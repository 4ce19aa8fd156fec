using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Vics.Domain.Packages;

namespace Vics.Web.Api.Packages;

/// <summary>
/// A form with a file (RFC 7578), read part by part as it comes and never held. Fields may stand before the file and
/// behind it.
/// </summary>
internal sealed class MultipartUpload
{
    private const string FileField = "file";
    private const int MaxFields = 20;
    private const int MaxFieldLength = 64 * 1024;
    private const int BufferBytes = 64 * 1024;

    private readonly MultipartReader _parts;
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);
    private string? _fileName;
    private bool _fileSeen;

    private MultipartUpload(MultipartReader parts) => _parts = parts;

    /// <summary>The form of a request, or null where the request carries none.</summary>
    public static MultipartUpload? Of(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return string.IsNullOrWhiteSpace(boundary) ? null : new(new MultipartReader(boundary, request.Body, BufferBytes));
    }

    /// <summary>All that has come by now besides the file.</summary>
    public PackageEntry Entry => new() { FileName = _fileName, Version = Field("version"), Notes = Field("notes"), Sha256 = Field("sha256") };

    /// <summary>A field that has come by now, or null.</summary>
    public string? Field(string name) => _fields.GetValueOrDefault(name);

    /// <summary>Reads on to the file; null where the form has none.</summary>
    /// <exception cref="BrokenUploadException">The form breaks off or is none.</exception>
    public Task<Stream?> FileAsync(CancellationToken ct) => ReadOnAsync(ct);

    /// <summary>Reads what stands behind the file and gives all that came with it.</summary>
    /// <exception cref="BrokenUploadException">The form breaks off or is none.</exception>
    public async Task<PackageEntry> EntryAsync(CancellationToken ct)
    {
        if (await ReadOnAsync(ct) is not null)
            throw new BrokenUploadException();
        return Entry;
    }

    private async Task<Stream?> ReadOnAsync(CancellationToken ct)
    {
        while (await Unbroken(() => _parts.ReadNextSectionAsync(ct)) is { } part)
        {
            if (part.GetContentDispositionHeader() is not { } disposition)
                continue;
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            if (name.Equals(FileField, StringComparison.OrdinalIgnoreCase))
                return Begin(part, disposition);
            await ReadFieldAsync(name, part, ct);
        }

        return null;
    }

    private UploadedContent Begin(MultipartSection part, ContentDispositionHeaderValue disposition)
    {
        if (_fileSeen)
            throw new BrokenUploadException();
        _fileSeen = true;
        var name = string.IsNullOrEmpty(disposition.FileNameStar.Value) ? disposition.FileName : disposition.FileNameStar;
        _fileName = HeaderUtilities.RemoveQuotes(name).Value;
        return new UploadedContent(part.Body);
    }

    private async Task ReadFieldAsync(string name, MultipartSection part, CancellationToken ct)
    {
        if (_fields.Count == MaxFields)
            throw new BrokenUploadException();
        using var reader = new StreamReader(new UploadedContent(part.Body), Encoding.UTF8);
        var text = new char[MaxFieldLength];
        var length = await reader.ReadBlockAsync(text, ct);
        if (length == MaxFieldLength)
            throw new BrokenUploadException();
        _fields[name] = new string(text, 0, length);
    }

    /// <summary>
    /// Tells trouble with what comes in from trouble with the disk it goes to: both are <see cref="IOException"/>s. What
    /// Kestrel refuses as too large stays what it is.
    /// </summary>
    private static async Task<T> Unbroken<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            throw new BrokenUploadException(broken);
        }
    }

    /// <summary>The content of a part, forward only.</summary>
    private sealed class UploadedContent(Stream part) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Unbroken(() => part.ReadAsync(buffer, cancellationToken).AsTask());

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>An upload breaks off, or is not written as a form is.</summary>
internal sealed class BrokenUploadException(Exception? cause = null) : Exception("The upload broke off or is no form.", cause);
