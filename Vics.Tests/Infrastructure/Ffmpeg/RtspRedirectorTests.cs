using System.Net;
using System.Net.Sockets;
using System.Text;
using Vics.Domain;
using Vics.Domain.Network;
using Vics.Infrastructure.Ffmpeg;
using Vics.Infrastructure.Network;
using Xunit;

namespace Vics.Tests.Infrastructure.Ffmpeg;

public sealed class RtspRedirectorTests : IAsyncDisposable
{
    private readonly RtspRedirector _redirector = new(new DeviceDialer(AllowedNetworks.Default), TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_leads_to_the_camera_once()
    {
        using var lease = await LeadAsync("rtsp://127.0.0.1/a b?c=1");

        var first = await AskAsync(lease.Url);
        var second = await AskAsync(lease.Url);

        Assert.StartsWith("RTSP/1.0 302 ", first, StringComparison.Ordinal);
        Assert.Contains("CSeq: 7\r\n", first, StringComparison.Ordinal);
        Assert.StartsWith("RTSP/1.0 404 ", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_is_escaped_whatever_it_is_made_of()
    {
        using var lease = await LeadAsync("rtsp://[::1]:8554/Streaming/Channels/101?a=b");

        Assert.Contains("\r\nLocation: rtsp://ad%40min:p%2Fw%23%20%3A%25%C3%A9@[::1]:8554/Streaming/Channels/101?a=b\r\n", await AskAsync(lease.Url), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guess_and_a_withdrawn_address_lead_nowhere()
    {
        using var lease = await LeadAsync("rtsp://127.0.0.1/x");
        var guess = await AskAsync(lease.Url[..^1] + (lease.Url[^1] == '0' ? '1' : '0'));
        lease.Dispose();

        Assert.StartsWith("RTSP/1.0 404 ", guess, StringComparison.Ordinal);
        Assert.StartsWith("RTSP/1.0 404 ", await AskAsync(lease.Url), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_camera_where_none_may_be_is_not_led_to()
    {
        var refused = await Assert.ThrowsAsync<DeviceException>(() => LeadAsync("rtsp://169.254.169.254/latest"));

        Assert.Equal(DeviceFaultCode.AddressNotAllowed, refused.Fault.Code);
    }

    [Theory]
    [InlineData("rtsp://admin:p@ss@10.0.0.1/x: Server returned 401", "rtsp://***@10.0.0.1/x: Server returned 401")]
    [InlineData("Redirecting to rtsp://admin:secret@cam:554/a@b", "Redirecting to rtsp://***@cam:554/a@b")]
    [InlineData("http://cam/v.cgi?user=admin&pwd=secret&x=1", "http://cam/v.cgi?user=***&pwd=***&x=1")]
    [InlineData("nothing to hide", "nothing to hide")]
    public void What_ffmpeg_says_is_kept_without_accounts(string line, string kept) => Assert.Equal(kept, FfmpegFaults.Redacted(line));

    [Fact]
    public void What_ffmpeg_said_last_is_the_reason()
    {
        var fault = FfmpegFaults.From(["[tcp] Connection refused", "[rtsp] method DESCRIBE failed: 401 Unauthorized", "rtsp://127.0.0.1:1/t: Server returned 401 Unauthorized (authorization failed)"]);

        Assert.Equal(DeviceFaultCode.Authentication, fault.Code);
    }

    [Theory]
    [InlineData("ffmpeg version 5.1.9-0+deb12u1 Copyright", 5)]
    [InlineData("ffmpeg version n7.1 Copyright", 7)]
    [InlineData("ffmpeg version N-118200-g1234 Copyright", null)]
    public void The_version_is_read_off_the_first_line(string answer, int? major) => Assert.Equal(major, FfmpegProgram.MajorOf(answer));

    public ValueTask DisposeAsync() => _redirector.DisposeAsync();

    private Task<RtspRedirector.Lease> LeadAsync(string url) => _redirector.LeadAsync(url.Replace(" ", "%20", StringComparison.Ordinal), "ad@min", new Secret("p/w# :%é"), Ct);

    private static async Task<string> AskAsync(string url)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(url).Port, Ct);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"OPTIONS {url} RTSP/1.0\r\nCSeq: 7\r\n\r\n"), Ct);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(Ct);
    }
}
