using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>What tests ask of live video, as programs do.</summary>
internal static class LiveCalls
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>How a camera's stream is doing.</summary>
    public static async Task<JsonElement> LiveStatusAsync(this HttpClient client, string camera) =>
        await client.GetFromJsonAsync<JsonElement>($"{camera}/live", Ct);

    /// <summary>Opens a WebSocket with the account of a client.</summary>
    public static async Task<ClientWebSocket> OpenSocketAsync(this VicsApplication vics, HttpClient client, string path, string? origin = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", client.DefaultRequestHeaders.Authorization!.ToString());
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{vics.Address.Authority}{path}"), Ct);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The next frame; null when it closes.</summary>
    public static async Task<SocketFrame?> NextFrameAsync(this ClientWebSocket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(40));
        using var frame = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            if (read.MessageType is WebSocketMessageType.Close)
                return null;
            frame.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
                return new SocketFrame(read.MessageType is WebSocketMessageType.Text, frame.ToArray());
        }
    }

    /// <summary>The next message of a type; frames before it are passed over.</summary>
    public static async Task<JsonElement> NextMessageAsync(this ClientWebSocket socket, string type)
    {
        while (await socket.NextFrameAsync() is { } frame)
        {
            if (frame.IsText && frame.Message.GetProperty("type").GetString() == type)
                return frame.Message;
        }

        throw new InvalidOperationException($"It closed without a message of the type {type}.");
    }

    /// <summary>Reads so many bytes of an answer without end.</summary>
    public static async Task<byte[]> TakeAsync(this HttpClient client, string path, int bytes)
    {
        using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.True(answer.IsSuccessStatusCode, answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync(Ct));
        await using var body = await answer.Content.ReadAsStreamAsync(Ct);
        var taken = new byte[bytes];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(40));
        await body.ReadExactlyAsync(taken, limit.Token);
        return taken;
    }
}

/// <summary>A frame of a WebSocket.</summary>
internal sealed record SocketFrame(bool IsText, byte[] Bytes)
{
    /// <summary>As JSON.</summary>
    public JsonElement Message => JsonSerializer.Deserialize<JsonElement>(Bytes);

    /// <summary>The four characters of its first box.</summary>
    public string Box => System.Text.Encoding.Latin1.GetString(Bytes, 4, 4);

    /// <summary>It is a JPEG.</summary>
    public bool IsJpeg => BinaryPrimitives.ReadUInt16BigEndian(Bytes) == 0xFFD8;
}

/// <summary>Programs that look at what was received.</summary>
internal static class Command
{
    /// <summary>What a program prints.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said.Trim();
    }

    /// <summary>An answer as JSON.</summary>
    public static Task<JsonElement> GetFromJsonElementAsync(this HttpClient client, string path) =>
        client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);
}
