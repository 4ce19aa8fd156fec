using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Infrastructure.DeviceHttp;

namespace Vics.Infrastructure.Onvif;

/// <summary>Fetches a camera's own still picture. Cameras ask for its account as they please, whatever their ONVIF service does.</summary>
internal sealed class OnvifSnapshots(DeviceHttpClient http, OnvifMemory memory) : ICameraSnapshots
{
    private static readonly PictureLogin[] Ways = [PictureLogin.Digest, PictureLogin.Basic, PictureLogin.None];

    /// <inheritdoc/>
    public async Task<byte[]> FetchAsync(CameraAccess camera, string url, CancellationToken ct)
    {
        // The account goes to the camera's host alone, wherever the address points.
        if (!DeviceAddress.TrySplit(url, out _) || DeviceAddress.PictureAt(camera, null, url) is not { } address)
            throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The address of the camera's still picture is none.")));
        var known = memory.Of(camera).Picture;
        var hasAccount = !string.IsNullOrEmpty(camera.UserName);
        DeviceReply reply = null!;
        foreach (var way in Ways.OrderBy(way => way == known ? 0 : 1).Where(way => hasAccount || way is PictureLogin.None))
        {
            reply = await http.SendAsync(RequestOf(camera, new Uri(address), way), ct);
            if (reply.Status is 401 or 403)
                continue;
            if (way != known)
                memory.Learn(camera, before => before with { Picture = way });
            return PictureIn(reply);
        }

        throw new DeviceException(new(DeviceFaultCode.Authentication, OperatorText.Of($"{camera.Host} refused to show its still picture to the entered account.")));
    }

    private static byte[] PictureIn(DeviceReply reply) => reply switch
    {
        // Start of image (ITU-T T.81 §B.1.1.3); whatever type the camera names, and whether it is a page with status 200.
        { Status: 200, Body: [0xFF, 0xD8, ..] } => reply.Body,
        { Status: 404 or 405 or 501 } => throw OnvifSentences.CannotDo(OperatorText.Of($"The camera has no still picture at the address it gave.")),
        { Status: 503 or 429 } => throw new DeviceException(new(DeviceFaultCode.Busy, OperatorText.Of($"The camera is too busy for a still picture."))),
        _ => throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The camera sent something else instead of a still picture (status {reply.Status})."))),
    };

    private static DeviceRequest RequestOf(CameraAccess camera, Uri url, PictureLogin way) => new()
    {
        Url = url,
        UserName = way is PictureLogin.None ? null : camera.UserName,
        Password = way is PictureLogin.None ? null : camera.Password,
        AllowBasic = way is PictureLogin.Basic,
        CertificateSha256 = camera.CertificateSha256,
        Limit = DeviceRequest.ImageLimit,
        Aside = true,
    };
}
