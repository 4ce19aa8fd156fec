namespace Vics.Domain.Cameras;

/// <summary>Where the moving picture of a camera comes from, ready to be opened. Secrets are in the clear: make it late, drop it soon.</summary>
public abstract record VideoOrigin
{
    private VideoOrigin()
    {
    }

    /// <summary>An RTSP stream.</summary>
    /// <param name="Url">Without account.</param>
    /// <param name="UserName">Account; none where null.</param>
    /// <param name="Password">Its password.</param>
    /// <param name="Transport">How RTP comes.</param>
    public sealed record Rtsp(string Url, string? UserName, Secret? Password, StreamTransport Transport) : VideoOrigin;

    /// <summary>An HTTP answer without end that holds one JPEG after the other (<c>multipart/x-mixed-replace</c>).</summary>
    /// <param name="Url">Without account.</param>
    /// <param name="UserName">Account; none where null.</param>
    /// <param name="Password">Its password.</param>
    public sealed record Mjpeg(string Url, string? UserName, Secret? Password) : VideoOrigin;

    /// <summary>A test pattern.</summary>
    /// <param name="Title">What is written into it.</param>
    /// <param name="Kind">The full picture or a smaller one.</param>
    public sealed record TestPattern(string Title, StreamKind Kind) : VideoOrigin;
}

/// <summary>Asks a stream whether it is there, without taking its picture: gentle enough to be done again and again.</summary>
public interface IStreamCheck
{
    /// <summary>Asks for its description (RTSP DESCRIBE) or the head of its answer (HTTP). A test pattern is always there.</summary>
    /// <exception cref="Network.DeviceException">It is away, silent, refuses the account, or is no stream.</exception>
    Task CheckAsync(VideoOrigin origin, CancellationToken ct);
}

/// <summary>Takes one picture from a stream that nobody else reads.</summary>
public interface IStreamStills
{
    /// <summary>One JPEG of now, scaled down to a width where one is given. At most 10 s.</summary>
    /// <exception cref="Network.DeviceException">It is away, silent, refuses the account, or shows nothing.</exception>
    Task<byte[]> TakeAsync(VideoOrigin origin, int? width, CancellationToken ct);
}

/// <summary>Fetches the still picture that a camera itself offers.</summary>
public interface ICameraSnapshots
{
    /// <summary>One JPEG.</summary>
    /// <param name="camera">Whose account is used.</param>
    /// <param name="url">Of a profile.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Network.DeviceException">It is away, refuses, or sends no picture.</exception>
    Task<byte[]> FetchAsync(CameraAccess camera, string url, CancellationToken ct);
}
