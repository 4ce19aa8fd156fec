using System.Net;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Asks cameras for their JPEGs by HTTP, with Digest or Basic as they want it.</summary>
internal sealed class HttpJpegStreams : IJpegStreams
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    public async Task<Stream> OpenAsync(VideoOrigin.Mjpeg origin, CancellationToken ct)
    {
        var url = new Uri(origin.Url);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectLimit };
        if (origin.UserName is { } user)
        {
            var account = new NetworkCredential(user, origin.Password?.Reveal());
            handler.Credentials = new CredentialCache { { url, "Digest", account }, { url, "Basic", account } };
        }

        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, ct);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw new DeviceException(new(DeviceFaultCode.Authentication, OperatorText.Of($"The camera refuses the user name or the password.")));
            if (!answer.IsSuccessStatusCode)
                throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The camera answers {(int)answer.StatusCode} to the request for its picture.")));
            return new Owned(await answer.Content.ReadAsStreamAsync(ct), client);
        }
        catch (HttpRequestException away)
        {
            client.Dispose();
            throw new DeviceException(new(DeviceFaultCode.Unreachable, OperatorText.Of($"Nobody answers at the camera's address and port.")), away);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The body, which takes its client along when it goes.</summary>
    private sealed class Owned(Stream body, HttpClient client) : Stream
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

        public override int Read(byte[] buffer, int offset, int count) => body.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => body.ReadAsync(buffer, cancellationToken);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                // The client first: to close the body alone would read what is left of it, which is without end.
                client.Dispose();
                body.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
