using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Vics.Domain;
using Vics.Domain.Network;
using Vics.Infrastructure.DeviceHttp;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.DeviceHttp;

/// <summary>HTTP towards devices that are odd but not hostile.</summary>
public sealed class DeviceHttpClientTests
{
    private const string Challenge = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n1\", qop=\"auth\"\r\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_is_sent_with_its_length_as_it_is_and_nothing_that_devices_stumble_over()
    {
        await using var device = ScriptedServer.Answering(_ => ScriptedServer.Ok("<x/>", "application/soap+xml;", "500 Fault"));
        using var client = DeviceBench.Client();
        var reply = await client.SendAsync(
            Request(device) with { Body = "<a/>"u8.ToArray(), ContentType = "application/soap+xml; charset=utf-8; action=\"urn:a\"", SoapAction = "\"urn:a\"" }, Ct);

        Assert.Equal((500, "application/soap+xml;", "<x/>"), (reply.Status, reply.ContentType, Encoding.UTF8.GetString(reply.Body)));
        var asked = Assert.Single(device.Requests);
        Assert.Equal(("POST", "<a/>", "4"), (asked.Method, asked.Text, asked.Header("Content-Length")));
        Assert.Equal("application/soap+xml; charset=utf-8; action=\"urn:a\"", asked.Header("Content-Type"));
        Assert.Equal("\"urn:a\"", asked.Header("SOAPAction"));
        Assert.Equal(["Content-Length", "Content-Type", "Host", "SOAPAction", "User-Agent"], asked.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_nonce_is_used_again_so_that_only_the_first_request_goes_out_twice()
    {
        await using var device = ScriptedServer.Answering(asked => Guarded(asked, Challenge));
        using var client = DeviceBench.Client();
        for (var i = 0; i < 5; i++)
            Assert.Equal(200, (await client.SendAsync(Account(device) with { Body = "<a/>"u8.ToArray(), ContentType = "text/xml" }, Ct)).Status);

        Assert.Equal(6, device.Requests.Count);
        Assert.Equal(["00000001", "00000002", "00000003", "00000004", "00000005"], device.Requests.Skip(1).Select(asked => asked.Header("Authorization").Split("nc=")[1][..8]));
        Assert.Equal(1, device.Connections);
    }

    [Theory]
    [InlineData(", stale=true")]
    [InlineData("")]
    public async Task A_nonce_that_the_device_forgot_is_replaced(string stale)
    {
        var nonce = "n1";
        await using var device = ScriptedServer.Answering(asked => asked.Header("Authorization").Contains($"\"{nonce}\"", StringComparison.Ordinal)
            ? ScriptedServer.Ok("in")
            : ScriptedServer.Ok("", status: "401 Unauthorized", moreHeaders: $"WWW-Authenticate: Digest realm=\"r\", nonce=\"{nonce}\", qop=\"auth\"{stale}\r\n"));
        using var client = DeviceBench.Client();
        Assert.Equal(200, (await client.SendAsync(Account(device), Ct)).Status);
        nonce = "n2";
        Assert.Equal(200, (await client.SendAsync(Account(device), Ct)).Status);
        Assert.Equal(4, device.Requests.Count);
    }

    [Fact]
    public async Task A_refused_account_is_tried_once_only()
    {
        await using var device = ScriptedServer.Answering(_ => ScriptedServer.Ok("no", status: "401 Unauthorized", moreHeaders: Challenge));
        using var client = DeviceBench.Client();
        Assert.Equal(401, (await client.SendAsync(Account(device) with { AllowBasic = true }, Ct)).Status);
        Assert.Equal(2, device.Requests.Count);
    }

    /// <summary>What .NET's own Digest stays out with (docs/design/decisions/0004-digest.md).</summary>
    [Theory]
    [InlineData("WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=auth\r\n", "qop=auth")]
    [InlineData("WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=MD5\r\n", "algorithm=MD5")]
    [InlineData("WWW-Authenticate: Digest realm=\"카메라\", nonce=\"n\"\r\n", "realm=\"ì¹´ë©\u0094ë\u009d¼\"")]
    [InlineData("WWW-Authenticate: Basic realm=\"r\", Digest realm=\"r\", nonce=\"n\"\r\n", "realm=\"r\"")]
    public async Task Challenges_that_devices_send_are_answered(string challenge, string expected)
    {
        await using var device = ScriptedServer.Answering(asked => Guarded(asked, challenge));
        using var client = DeviceBench.Client();
        Assert.Equal(200, (await client.SendAsync(Account(device), Ct)).Status);
        Assert.Contains(expected, device.Requests[1].Header("Authorization"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WWW-Authenticate: Basic realm=\"r\"\r\n", false, null)]
    [InlineData("WWW-Authenticate: Basic realm=\"r\"\r\n", true, "Basic YWRtaW46cA==")]
    [InlineData("WWW-Authenticate: Basic realm=\"r\", Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256\r\n", true, null)]
    public async Task A_password_goes_out_readably_only_where_that_is_allowed_and_nothing_else_is_offered(string challenge, bool allowed, string? expected)
    {
        await using var device = ScriptedServer.Answering(asked => Guarded(asked, challenge));
        using var client = DeviceBench.Client();
        await client.SendAsync(Account(device) with { AllowBasic = allowed }, Ct);
        Assert.Equal(expected, device.Requests.Select(asked => asked.Header("Authorization")).FirstOrDefault(sent => sent.Length > 0));
    }

    [Fact]
    public async Task A_GET_that_is_sent_on_to_another_path_of_the_device_goes_there_once()
    {
        await using var device = ScriptedServer.Answering(asked => asked.Target == "/a"
            ? ScriptedServer.Ok("", status: "302 Found", moreHeaders: "Location: /b?c=d\r\n")
            : ScriptedServer.Ok(asked.Target));
        using var client = DeviceBench.Client();
        Assert.Equal("/b?c=d", Encoding.UTF8.GetString((await client.SendAsync(new DeviceRequest { Url = device.Url("/a") }, Ct)).Body));
    }

    [Fact]
    public async Task A_POST_is_not_sent_on_but_the_operator_is_told_where_to()
    {
        await using var device = ScriptedServer.Answering(_ => ScriptedServer.Ok("", status: "301 Moved", moreHeaders: "Location: https://127.0.0.1/onvif\r\n"));
        using var client = DeviceBench.Client();
        var fault = await DeviceBench.FaultOfAsync(DeviceFaultCode.Protocol, () => client.SendAsync(Request(device) with { Body = [1] }, Ct));
        Assert.Contains("https://127.0.0.1,", fault.Message.ToString(), StringComparison.Ordinal);
        Assert.Single(device.Requests);
    }

    [Fact]
    public async Task A_kept_connection_that_the_device_forgot_costs_nothing_but_a_second_try()
    {
        await using var device = ScriptedServer.Start(async (line, ct) =>
        {
            await line.ReadRequestAsync(ct);
            await line.SendAsync(ScriptedServer.Ok("one"), ct);
            if (await line.ReadRequestAsync(ct) is not null)
                line.Reset();
        });
        using var client = DeviceBench.Client();
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await client.SendAsync(Request(device) with { Body = "<a/>"u8.ToArray() }, Ct)).Status);
        Assert.Equal(3, device.Connections);
    }

    [Fact]
    public async Task A_device_is_asked_one_thing_at_a_time_and_others_meanwhile()
    {
        var (now, most) = (0, 0);
        var gate = new Gate();
        async Task ServeAsync(ScriptedLine line, CancellationToken ct)
        {
            while (await line.ReadRequestAsync(ct) is not null)
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                await gate.PassAsync(ct);
                Interlocked.Decrement(ref now);
                await line.SendAsync(ScriptedServer.Ok("x"), ct);
            }
        }

        await using var slow = ScriptedServer.Start(ServeAsync);
        await using var other = ScriptedServer.Answering(_ => ScriptedServer.Ok("y"));
        using var client = DeviceBench.Client();
        var asked = Enumerable.Range(0, 6).Select(_ => client.SendAsync(Request(slow), Ct)).ToList();
        await gate.Reached;
        await client.SendAsync(Request(other), Ct);
        gate.Open();
        await Task.WhenAll(asked);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_picture_keeps_no_command_waiting()
    {
        var gate = new Gate();
        await using var camera = ScriptedServer.Start(async (line, ct) =>
        {
            while (await line.ReadRequestAsync(ct) is { } request)
            {
                if (request.Target == "/picture")
                    await gate.PassAsync(ct);
                await line.SendAsync(ScriptedServer.Ok("x"), ct);
            }
        });
        using var client = DeviceBench.Client();
        var picture = client.SendAsync(new DeviceRequest { Url = camera.Url("/picture"), Aside = true }, Ct);
        await gate.Reached;

        await client.SendAsync(new DeviceRequest { Url = camera.Url("/stop"), Body = "<Stop/>"u8.ToArray() }, Ct);

        gate.Open();
        Assert.Equal(200, (await picture).Status);
    }

    [Fact]
    public async Task Who_waits_for_a_turn_can_go_away()
    {
        await using var device = ScriptedServer.Start(async (line, ct) =>
        {
            await line.ReadRequestAsync(ct);
            await ScriptedLine.StaySilentAsync(ct);
        });
        using var client = DeviceBench.Client();
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var asking = client.SendAsync(Request(device), first.Token);
        var waiting = client.SendAsync(Request(device), second.Token);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task What_is_kept_of_devices_does_not_grow_with_every_address_that_was_tried()
    {
        using var lines = new DeviceLines(new(AllowedNetworks.Default), TimeProvider.System);
        for (var port = 1; port <= DeviceLines.MaxKept + 100; port++)
            (await lines.TakeAsync(new DeviceRequest { Url = new Uri($"http://127.0.0.1:{port}/") }, Ct)).Dispose();
        Assert.Equal(DeviceLines.MaxKept, lines.Count);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_named_and_once_pinned_trusted()
    {
        using var certificate = NewCertificate();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
        await using var device = Secured(certificate);
        using var client = DeviceBench.Client();
        var request = new DeviceRequest { Url = device.Url("/", "https") };

        var fault = await DeviceBench.FaultOfAsync(DeviceFaultCode.Certificate, () => client.SendAsync(request, Ct));
        Assert.Equal(sha256, fault.ShownCertificate);
        Assert.Contains(sha256, fault.Message.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, (await client.SendAsync(request with { CertificateSha256 = sha256 }, Ct)).Status);

        var other = await DeviceBench.FaultOfAsync(DeviceFaultCode.Certificate, () => client.SendAsync(request with { CertificateSha256 = new string('0', 64) }, Ct));
        Assert.Equal(sha256, other.ShownCertificate);
        Assert.Single(device.Requests);
    }

    [Fact]
    public async Task What_does_not_speak_TLS_is_no_matter_of_certificates()
    {
        await using var device = ScriptedServer.Start((line, ct) => line.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n", ct));
        using var client = DeviceBench.Client();
        await DeviceBench.FaultOfAsync(DeviceFaultCode.Protocol, () => client.SendAsync(new DeviceRequest { Url = device.Url("/", "https") }, Ct));
    }

    [Fact]
    public async Task A_stream_is_read_as_it_comes_and_hung_up_when_it_is_put_down()
    {
        var hungUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var device = ScriptedServer.Start(async (line, ct) =>
        {
            while (await line.ReadRequestAsync(ct) is { } asked)
            {
                if (asked.Header("Authorization").Length == 0)
                {
                    await line.SendAsync(ScriptedServer.Ok("", status: "401 Unauthorized", moreHeaders: Challenge), ct);
                    continue;
                }

                await line.SendAsync("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n", ct);
                try
                {
                    await line.SendForeverAsync("--b\r\n"u8.ToArray(), TimeSpan.FromMilliseconds(5), ct);
                }
                catch (IOException)
                {
                    hungUp.SetResult();
                }
            }
        });
        using var client = DeviceBench.Client();
        await using (var stream = await client.OpenAsync(Account(device), Ct))
        {
            Assert.Equal((200, "multipart/x-mixed-replace; boundary=b"), (stream.Status, stream.ContentType));
            var buffer = new byte[25];
            await stream.Body.ReadExactlyAsync(buffer, Ct);
            Assert.Equal("--b\r\n--b\r\n--b\r\n--b\r\n--b\r\n", Encoding.ASCII.GetString(buffer));
        }

        await hungUp.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    private static string Guarded(ScriptedRequest asked, string challenge) => asked.Header("Authorization").Length > 0
        ? ScriptedServer.Ok("in")
        : ScriptedServer.Ok("no", status: "401 Unauthorized", moreHeaders: challenge);

    private static DeviceRequest Request(ScriptedServer device) => new() { Url = device.Url("/x"), Timeout = TimeSpan.FromSeconds(30) };

    private static DeviceRequest Account(ScriptedServer device) => Request(device) with { UserName = "admin", Password = new Secret("p") };

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=camera", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static ScriptedServer Secured(X509Certificate2 certificate) => ScriptedServer.Start(async (line, ct) =>
    {
        await using var secured = new SslStream(line.Stream);
        try
        {
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ct);
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
            return;
        }

        line.Stream = secured;
        while (await line.ReadRequestAsync(ct) is not null)
            await line.SendAsync(ScriptedServer.Ok("safe"), ct);
    });
}
