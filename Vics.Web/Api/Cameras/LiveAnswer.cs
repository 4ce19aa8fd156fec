using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain.Live;

namespace Vics.Web.Api.Cameras;

/// <summary>
/// An answer without end: fragmented MP4, or one JPEG after the other. Whatever has come is written before it is flushed, and the flush alone waits for
/// the asker. One who takes nothing any more is cut off by the server's own lowest rate.
/// </summary>
internal sealed class LiveAnswer(LiveAttendance attendance, LiveEvent.Began began) : IActionResult
{
    private const string Boundary = "vics-picture";
    private const int MostUnflushed = 256 << 10;
    private static readonly byte[] Opening = Encoding.ASCII.GetBytes($"--{Boundary}\r\n");
    private static readonly byte[] Closing = Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\n");

    public async Task ExecuteResultAsync(ActionContext context)
    {
        using (attendance)
        {
            var response = context.HttpContext.Response;
            response.ContentType = began.Init.IsJpeg ? $"multipart/x-mixed-replace; boundary={Boundary}" : "video/mp4";
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
            context.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            try
            {
                await WriteAsync(response.BodyWriter);
            }
            catch (OperationCanceledException)
            {
                // The asker has gone.
            }
        }
    }

    private async Task WriteAsync(PipeWriter body)
    {
        body.Write(began.Init.IsJpeg ? Opening : began.Init.Bytes.Span);
        var unflushed = MostUnflushed;
        while (true)
        {
            var happened = unflushed < MostUnflushed ? attendance.Viewer.TryNext() : null;
            if (happened is null)
            {
                if ((await body.FlushAsync()).IsCompleted)
                    return;
                unflushed = 0;
                happened = await attendance.Viewer.NextAsync();
            }

            switch (happened)
            {
                case LiveEvent.Fragment fragment:
                    Write(body, fragment.Bytes.Span);
                    unflushed += fragment.Bytes.Length;
                    break;
                // A player goes on with fragments that fit the head it has. Another head needs another player: it asks again.
                case LiveEvent.Ended:
                case LiveEvent.Began again when !again.Init.IsJpeg && !again.Init.ContinuesAs(began.Init):
                    return;
            }
        }
    }

    private void Write(PipeWriter body, ReadOnlySpan<byte> fragment)
    {
        if (began.Init.IsJpeg)
        {
            Span<byte> head = stackalloc byte[80];
            Encoding.ASCII.TryGetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Type: image/jpeg\r\nContent-Length: {fragment.Length}\r\n\r\n"), head, out var length);
            body.Write(head[..length]);
        }

        body.Write(fragment);
        // The boundary at once: some browsers show a picture only when they see where it ends.
        if (began.Init.IsJpeg)
            body.Write(Closing);
    }
}
