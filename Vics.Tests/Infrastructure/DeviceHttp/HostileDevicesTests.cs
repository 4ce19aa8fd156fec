using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Vics.Domain.Network;
using Vics.Infrastructure.DeviceHttp;
using Vics.Tests.Support;
using Xunit;
using static Vics.Domain.Network.DeviceFaultCode;

namespace Vics.Tests.Infrastructure.DeviceHttp;

/// <summary>Devices that answer as no device should. Whatever they do, the question ends in time, takes little memory, and says what is wrong.</summary>
public sealed class HostileDevicesTests
{
    private const long MemoryLimit = 50 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // For a slow machine: far from endless, near enough to the limit.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(25);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_body_without_end_is_cut_at_the_limit() => EndsAsync(Protocol, "longer than", async (line, ct) =>
    {
        await line.SendAsync("HTTP/1.1 200 OK\r\n\r\n", ct);
        await line.SendForeverAsync(new byte[64 << 10], TimeSpan.Zero, ct);
    });

    [Fact]
    public Task Chunks_without_end_are_cut_at_the_limit() => EndsAsync(Protocol, "longer than", async (line, ct) =>
    {
        await line.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", ct);
        await line.SendForeverAsync(Encoding.ASCII.GetBytes($"1000\r\n{new string('x', 4096)}\r\n"), TimeSpan.Zero, ct);
    });

    [Fact]
    public Task A_length_beyond_the_limit_is_refused_unread() =>
        EndsAsync(Protocol, "longer than", (line, ct) => line.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\nx", ct));

    [Fact]
    public Task A_byte_a_second_is_too_slow() => EndsAsync(DeviceFaultCode.Timeout, "in time", async (line, ct) =>
    {
        await line.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", ct);
        await line.SendForeverAsync("x"u8.ToArray(), TimeSpan.FromSeconds(1), ct);
    });

    [Fact]
    public Task A_head_that_comes_a_byte_a_second_is_too_slow() => EndsAsync(DeviceFaultCode.Timeout, "in time", async (line, ct) =>
    {
        await line.SendAsync("HTTP/1.1 200 OK\r\nX-Slow: ", ct);
        await line.SendForeverAsync("x"u8.ToArray(), TimeSpan.FromSeconds(1), ct);
    });

    [Fact]
    public Task Provisional_answers_without_end_end_in_time() => EndsAsync(DeviceFaultCode.Timeout, "in time", (line, ct) =>
        line.SendForeverAsync("HTTP/1.1 102 Processing\r\n\r\n"u8.ToArray(), TimeSpan.FromMilliseconds(1), ct));

    [Fact]
    public Task Headers_without_end_are_cut() => EndsAsync(Protocol, "head of", async (line, ct) =>
    {
        await line.SendAsync("HTTP/1.1 200 OK\r\n", ct);
        await line.SendForeverAsync(Encoding.ASCII.GetBytes($"X-More: {new string('y', 500)}\r\n"), TimeSpan.Zero, ct);
    });

    [Theory]
    [InlineData("http://example.com/secret?token=1", "http://example.com")]
    [InlineData("http://169.254.169.254/latest/meta-data/", "http://169.254.169.254")]
    [InlineData("//10.0.0.1:8080/", "http://10.0.0.1:8080")]
    [InlineData("ftp://127.0.0.1/", "…")]
    [InlineData("http://user:pass@127.0.0.1/", "http://127.0.0.1")]
    [InlineData("http://[", "…")]
    public Task Being_sent_to_another_host_is_not_followed(string location, string shown) => EndsAsync(Protocol, $"on to {shown}, where", async (line, ct) =>
    {
        while (await line.ReadRequestAsync(ct) is not null)
            await line.SendAsync($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n", ct);
    });

    [Fact]
    public Task Being_sent_in_circles_ends_at_once() => EndsAsync(Protocol, "sends the request on", async (line, ct) =>
    {
        while (await line.ReadRequestAsync(ct) is { } request)
            await line.SendAsync($"HTTP/1.1 307 Temporary Redirect\r\nLocation: {request.Target}x\r\nContent-Length: 0\r\n\r\n", ct);
    });

    [Theory]
    [InlineData("zz\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhelloworld\r\n0\r\n\r\n")]
    [InlineData("-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("ffffffffffffffffff\r\nhello\r\n")]
    [InlineData("5\r\nhel")]
    public Task Broken_chunking_is_a_broken_answer(string body) =>
        EndsAsync(Protocol, "", (line, ct) => line.SendAsync($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}", ct));

    [Fact]
    public Task A_length_longer_than_the_body_is_a_broken_answer() =>
        EndsAsync(Protocol, "hung up", (line, ct) => line.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", ct));

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 50")]
    [InlineData("Content-Length: 5, 50")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5")]
    [InlineData("Content-Length: -5")]
    [InlineData("Content-Length: +5")]
    [InlineData("Content-Length: 0x5")]
    [InlineData("Content-Length: five")]
    [InlineData("Content-Length: 99999999999999999999")]
    public Task A_length_that_is_nonsense_is_a_broken_answer(string header) =>
        EndsAsync(Protocol, "nonsense", (line, ct) => line.SendAsync($"HTTP/1.1 200 OK\r\n{header}\r\n\r\nhello", ct));

    [Fact]
    public async Task What_comes_after_the_stated_length_is_not_taken_for_the_next_answer()
    {
        await using var device = ScriptedServer.Start(async (line, ct) =>
        {
            while (await line.ReadRequestAsync(ct) is { } request)
                await line.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{request.Target[1..]}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", ct);
        });
        using var client = DeviceBench.Client();
        foreach (var asked in (string[])["aa", "bb", "cc"])
            Assert.Equal(asked, Encoding.UTF8.GetString((await client.SendAsync(Request(device.Url($"/{asked}")), Ct)).Body));
    }

    [Fact]
    public async Task Invalid_UTF_8_in_head_and_body_comes_through_as_it_is()
    {
        await using var device = ScriptedServer.Start(async (line, ct) =>
        {
            await line.ReadRequestAsync(ct);
            byte[] answer = [.. "HTTP/1.1 200 "u8, 0xFF, 0xC3, .. "\r\nServer: "u8, 0x80, 0xFE, .. "\r\nContent-Type: text/"u8, 0xFF, .. ";;\r\nContent-Length: 3\r\n\r\n"u8, 0xC3, 0x28, 0xFF];
            await line.SendAsync(answer, ct);
        });
        using var client = DeviceBench.Client();
        Assert.Equal([0xC3, 0x28, 0xFF], (await client.SendAsync(Request(device.Url()), Ct)).Body);
    }

    [Fact]
    public Task Silence_after_the_connection_was_taken_ends_in_time() => EndsAsync(DeviceFaultCode.Timeout, "in time", async (line, ct) =>
    {
        await line.ReadRequestAsync(ct);
        await ScriptedLine.StaySilentAsync(ct);
    });

    [Fact]
    public Task A_reset_says_that_the_connection_broke() => EndsAsync(Unreachable, "broke", async (line, ct) =>
    {
        await line.ReadRequestAsync(ct);
        line.Reset();
    });

    [Fact]
    public Task A_reset_in_the_middle_of_the_body_says_that_the_connection_broke() => EndsAsync(Unreachable, "broke", async (line, ct) =>
    {
        await line.ReadRequestAsync(ct);
        await line.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhello", ct);
        await Task.Delay(200, ct);
        line.Reset();
    });

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")]
    [InlineData("\0\u0001\u0002\u0003\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("HTTP/9.9 banana\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n")]
    [InlineData("")]
    public Task What_is_no_HTTP_is_a_broken_answer(string answer) => EndsAsync(Protocol, "", async (line, ct) =>
    {
        await line.ReadRequestAsync(ct);
        await line.SendAsync(answer, ct);
    });

    [Fact]
    public Task A_challenge_that_never_stops_is_answered_three_times_at_most() => EndsWithAsync(async (client, device) =>
    {
        var reply = await client.SendAsync(Request(device.Url()) with { UserName = "u", Password = new("p"), AllowBasic = true }, Ct);
        Assert.Equal(401, reply.Status);
        Assert.Equal(3, device.Requests.Count);
    },
        async (line, ct) =>
        {
            for (var i = 0; await line.ReadRequestAsync(ct) is not null; i++)
                await line.SendAsync(ScriptedServer.Ok("no", status: "401 Unauthorized", moreHeaders: $"WWW-Authenticate: Digest realm=\"r\", nonce=\"{i}\", stale=true\r\n"), ct);
        });

    [Fact]
    public Task A_stream_that_falls_silent_ends_in_time() => EndsWithAsync(async (client, device) =>
    {
        await using var stream = await client.OpenAsync(Request(device.Url()), Ct);
        Assert.Equal((200, "multipart/x-mixed-replace;boundary=x;"), (stream.Status, stream.ContentType));
        var fault = await DeviceBench.FaultOfAsync(DeviceFaultCode.Timeout, () => stream.Body.CopyToAsync(Stream.Null, Ct));
        Assert.Contains("in time", fault.Message.ToString(), StringComparison.Ordinal);
    },
        async (line, ct) =>
        {
            await line.ReadRequestAsync(ct);
            await line.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=x;\r\n\r\n--x\r\n", ct);
            await ScriptedLine.StaySilentAsync(ct);
        });

    [Fact]
    public async Task Nobody_there_is_told_from_somebody_silent()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var client = DeviceBench.Client();

        var refused = await DeviceBench.FaultOfAsync(Unreachable, () => client.SendAsync(Request(new Uri($"http://127.0.0.1:{port}/")), Ct));
        var unknown = await DeviceBench.FaultOfAsync(Unreachable, () => client.SendAsync(Request(new Uri("http://no-such-camera.invalid/")), Ct));
        Assert.Contains("Nothing answers at port", refused.Message.ToString(), StringComparison.Ordinal);
        Assert.Contains("not known to this server's DNS", unknown.Message.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", null)]
    [InlineData("http://[::ffff:a9fe:a9fe]/", null)]
    [InlineData("http://0.0.0.0/", null)]
    [InlineData("http://127.0.0.1/", "10.0.0.0/8")]
    [InlineData("http://localhost/", "10.0.0.0/8")]
    public async Task An_address_outside_the_allowed_networks_is_never_connected_to(string url, string? allowed)
    {
        using var client = DeviceBench.Client(allowed);
        var fault = await DeviceBench.FaultOfAsync(AddressNotAllowed, () => client.SendAsync(Request(new Uri(url)), Ct));
        Assert.Contains("Vics:Network:AllowedNetworks", fault.Message.ToString(), StringComparison.Ordinal);
    }

    private static DeviceRequest Request(Uri url) => new() { Url = url, Timeout = Patience };

    private static Task EndsAsync(DeviceFaultCode code, string sentence, Func<ScriptedLine, CancellationToken, Task> script) => EndsWithAsync(
        async (client, device) =>
        {
            var fault = await DeviceBench.FaultOfAsync(code, () => client.SendAsync(Request(device.Url()), Ct));
            Assert.Contains(sentence, fault.Message.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("secret", fault.Message.ToString(), StringComparison.Ordinal);
        },
        script);

    private static async Task EndsWithAsync(Func<DeviceHttpClient, ScriptedServer, Task> ask, Func<ScriptedLine, CancellationToken, Task> script)
    {
        await using var device = ScriptedServer.Start(script);
        using var client = DeviceBench.Client();
        var began = Stopwatch.GetTimestamp();

        await ask(client, device);

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Deadline);
        // What was never taken cannot be held; the process's own memory tells nothing while other tests run in it.
        Assert.InRange(device.Sent, 0, MemoryLimit);
    }
}
