using Vics.Domain.Network;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>An answer without end. Disposing of it hangs up.</summary>
internal sealed class DeviceStream : IAsyncDisposable
{
    private readonly DeviceLine _line;
    private readonly HttpResponseMessage _answer;

    /// <summary>Takes over the line and the answer.</summary>
    public DeviceStream(DeviceLine line, HttpResponseMessage answer, string contentType, Stream body)
    {
        (_line, _answer) = (line, answer);
        (ContentType, Body) = (contentType, body);
    }

    /// <summary>HTTP status.</summary>
    public int Status => (int)_answer.StatusCode;

    /// <summary>As sent, or empty.</summary>
    public string ContentType { get; }

    /// <summary>Its bytes. A read throws a <see cref="DeviceException"/> where the device breaks off or sends nothing for too long.</summary>
    public Stream Body { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        _answer.Dispose();
        _line.Dispose();
    }
}

/// <summary>Lets a device be silent for so long and no longer, and says what is wrong with it in the domain's words.</summary>
internal sealed class ImpatientStream(Stream inner, TimeSpan idle, Func<Exception, DeviceException> fault) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(idle);
        try
        {
            return await inner.ReadAsync(buffer, limit.Token);
        }
        catch (Exception cause) when (cause is IOException or HttpRequestException || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw fault(cause);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously only.");

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
