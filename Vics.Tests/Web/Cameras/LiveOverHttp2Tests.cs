using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain.Accounts;
using Vics.Domain.Cameras;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>Over HTTP/2 all streams of a page share one connection, so none waits for another.</summary>
public sealed class LiveOverHttp2Tests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_streams_and_sockets_share_one_connection()
    {
        await using var vics = VicsApplication.With(("Kestrel:EndpointDefaults:Protocols", "Http2"));
        using var script = await vics.ScriptAsync(Role.Operator);
        script.DefaultRequestVersion = HttpVersion.Version20;
        script.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var entry = new CameraEntry { Name = "Gate", Source = CameraSource.Test, Enabled = true };
        var added = await vics.Services.GetRequiredService<CameraInventory>().AddAsync(entry, Actor.Server, Ct);
        var camera = $"/api/cameras/{Assert.IsType<CameraChange.Done>(added).Camera.Id}";

        var streams = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => script.TakeAsync($"{camera}/live.mp4?stream=sub", 20_000)));
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.SetRequestHeader("Authorization", script.DefaultRequestHeaders.Authorization!.ToString());
        await socket.ConnectAsync(new Uri($"ws://{vics.Address.Authority}{camera}/live/mse?stream=sub"), invoker, Ct);

        Assert.All(streams, bytes => Assert.Equal("ftyp"u8.ToArray(), bytes[4..8]));
        Assert.Equal("mse", (await socket.NextFrameAsync())!.Message.GetProperty("type").GetString());
        Assert.Equal("ftyp", (await socket.NextFrameAsync())!.Box);
    }
}
