using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Infrastructure.Network;
using Vics.Infrastructure.Rtsp;
using Vics.Tests.Infrastructure.DeviceHttp;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Rtsp;

public sealed class StreamCheckTests
{
    private const string User = "admin";
    private const string Password = "p@ss \"암호\"";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("digest")]
    [InlineData("basic")]
    public async Task A_real_server_lets_the_right_account_in_and_no_other(string kind)
    {
        await using var server = await GstRtspServer.StartAsync(Ct, "--user", User, "--password", Password, "--auth", kind);

        await CheckAsync(Rtsp(server, "/stream1", User, Password));
        var wrong = await FaultOfAsync(DeviceFaultCode.Authentication, Rtsp(server, "/stream1", User, "wrong"));
        var none = await FaultOfAsync(DeviceFaultCode.Authentication, Rtsp(server, "/stream1"));
        Assert.Contains("refused the account admin", wrong, StringComparison.Ordinal);
        Assert.Contains("wants an account", none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_server_says_which_streams_it_has()
    {
        await using var server = await GstRtspServer.StartAsync(Ct);
        await CheckAsync(Rtsp(server, "/stream1"));
        Assert.Equal("The camera knows no stream at this address.", await FaultOfAsync(DeviceFaultCode.NotSupported, Rtsp(server, "/stream2")));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("RTSP/1.0 banana\r\n\r\n")]
    [InlineData("RTSP/1.0\r\n\r\n")]
    [InlineData("RTSP/1.0 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("RTSP/1.0 200 OK\r\nContent-Length: 2147483647\r\n\r\n")]
    public async Task What_is_no_RTSP_is_said_to_be_none(string answer)
    {
        await using var server = ScriptedServer.Start(async (line, ct) =>
        {
            await line.ReadRequestAsync(ct);
            await line.SendAsync(answer, ct);
            await ScriptedLine.StaySilentAsync(ct);
        });
        Assert.Contains("makes no sense", await FaultOfAsync(DeviceFaultCode.Protocol, Rtsp(server)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_without_end_is_cut()
    {
        await using var server = ScriptedServer.Start(async (line, ct) =>
        {
            await line.SendAsync("RTSP/1.0 200 OK\r\n", ct);
            await line.SendForeverAsync(Encoding.ASCII.GetBytes($"X-More: {new string('y', 500)}\r\n"), TimeSpan.Zero, ct);
        });
        await FaultOfAsync(DeviceFaultCode.Protocol, Rtsp(server));
        Assert.InRange(server.Sent, 0, 50 << 20);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_in_time()
    {
        await using var server = ScriptedServer.Start((_, ct) => ScriptedLine.StaySilentAsync(ct));
        var began = Stopwatch.GetTimestamp();
        await FaultOfAsync(DeviceFaultCode.Timeout, Rtsp(server));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task A_server_that_hangs_up_after_its_challenge_is_answered_over_another_connection()
    {
        await using var server = ScriptedServer.Start(async (line, ct) =>
        {
            var asked = await line.ReadRequestAsync(ct);
            await line.SendAsync(
                asked!.Header("Authorization").Length > 0
                    ? "RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 3\r\n\r\nv=0"
                    : "RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Basic realm=\"x\"\r\nWWW-Authenticate: Digest realm=\"x\", nonce=\"n\"\r\n\r\n",
                ct);
        });
        await CheckAsync(Rtsp(server, User, Password));
        Assert.Equal(2, server.Requests.Count);
        Assert.StartsWith("Digest ", server.Requests[1].Header("Authorization"), StringComparison.Ordinal);
        Assert.Contains($"uri=\"rtsp://127.0.0.1:{server.Port}/stream1\"", server.Requests[1].Header("Authorization"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(453, DeviceFaultCode.Busy)]
    [InlineData(454, DeviceFaultCode.NotSupported)]
    [InlineData(403, DeviceFaultCode.Authentication)]
    [InlineData(500, DeviceFaultCode.Protocol)]
    public async Task Each_refusal_has_its_sentence(int status, DeviceFaultCode code)
    {
        await using var server = ScriptedServer.Answering(_ => $"RTSP/1.0 {status} No\r\nCSeq: 1\r\n\r\n");
        await FaultOfAsync(code, Rtsp(server));
    }

    [Theory]
    [InlineData("multipart/x-mixed-replace;boundary=b", null)]
    [InlineData("image/jpeg", null)]
    [InlineData("text/html;", "no moving picture but “text/html”")]
    public async Task An_HTTP_stream_is_told_by_its_content_type(string type, string? sentence)
    {
        await using var server = ScriptedServer.Start(async (line, ct) =>
        {
            await line.ReadRequestAsync(ct);
            await line.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\n\r\n--b\r\n", ct);
            await ScriptedLine.StaySilentAsync(ct);
        });
        var origin = new VideoOrigin.Mjpeg(server.Url("/video").ToString(), null, null);
        if (sentence is null)
            await CheckAsync(origin);
        else
            Assert.Contains(sentence, await FaultOfAsync(DeviceFaultCode.Protocol, origin), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, DeviceFaultCode.Authentication)]
    [InlineData(404, DeviceFaultCode.NotSupported)]
    public async Task An_HTTP_stream_that_is_refused_has_its_sentence(int status, DeviceFaultCode code)
    {
        await using var server = ScriptedServer.Answering(_ => ScriptedServer.Ok("", status: $"{status} No"));
        await FaultOfAsync(code, new VideoOrigin.Mjpeg(server.Url().ToString(), null, null));
    }

    [Fact]
    public async Task A_test_pattern_is_always_there() => await CheckAsync(new VideoOrigin.TestPattern("Test", StreamKind.Main));

    [Fact]
    public async Task Nobody_there_and_not_allowed_are_told_apart()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        await FaultOfAsync(DeviceFaultCode.Unreachable, new VideoOrigin.Rtsp($"rtsp://127.0.0.1:{port}/", null, null, StreamTransport.Tcp));
        await FaultOfAsync(DeviceFaultCode.AddressNotAllowed, new VideoOrigin.Rtsp("rtsp://169.254.169.254/", null, null, StreamTransport.Tcp));
    }

    private static VideoOrigin.Rtsp Rtsp(ServerProcess server, string path, string? user = null, string? password = null) =>
        new(server.Url(path, "rtsp").ToString(), user, password is null ? null : new Secret(password), StreamTransport.Tcp);

    private static VideoOrigin.Rtsp Rtsp(ScriptedServer server, string? user = null, string? password = null) =>
        new(server.Url("/stream1", "rtsp").ToString(), user, password is null ? null : new Secret(password), StreamTransport.Tcp);

    private static async Task CheckAsync(VideoOrigin origin)
    {
        using var http = DeviceBench.Client();
        await new StreamCheck(new DeviceDialer(AllowedNetworks.Default), http).CheckAsync(origin, Ct);
    }

    private static async Task<string> FaultOfAsync(DeviceFaultCode code, VideoOrigin origin) =>
        (await DeviceBench.FaultOfAsync(code, () => CheckAsync(origin))).Message.ToString();
}
