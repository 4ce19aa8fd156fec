using System.Text;
using Vics.Domain.Network;
using Vics.Infrastructure.Onvif;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>XML that was made to do harm, from a server that speaks just enough HTTP.</summary>
public sealed class HostileXmlTests : IAsyncDisposable
{
    private const string Soap = "http://www.w3.org/2003/05/soap-envelope";

    private readonly OnvifBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Harmful => new()
    {
        { "entity expansion", $"""<?xml version="1.0"?><!DOCTYPE e [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><e:Envelope xmlns:e="{Soap}"><e:Body>&c;</e:Body></e:Envelope>""" },
        { "external entity", $"""<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]><e:Envelope xmlns:e="{Soap}"><e:Body><x>&x;</x></e:Body></e:Envelope>""" },
        { "external DTD", $"""<!DOCTYPE e SYSTEM "http://192.0.2.1/e.dtd"><e:Envelope xmlns:e="{Soap}"><e:Body/></e:Envelope>""" },
        { "10^5 levels", $"""<e:Envelope xmlns:e="{Soap}"><e:Body>{Repeat("<a>")}{Repeat("</a>")}</e:Body></e:Envelope>""" },
        { "10^5 levels, never closed", Repeat("<a>") },
        { "cut off", $"""<e:Envelope xmlns:e="{Soap}"><e:Body><GetSystemDateAnd""" },
        { "unknown entity", $"""<e:Envelope xmlns:e="{Soap}"><e:Body>&nbsp;</e:Body></e:Envelope>""" },
    };

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(Harmful))]
    public async Task Harmful_or_broken_XML_is_a_protocol_fault(string what, string xml)
    {
        Assert.NotEmpty(what);
        var read = Assert.Throws<DeviceException>(() => OnvifXml.Read(Encoding.UTF8.GetBytes(xml)));
        await using var server = Answering("200 OK", xml);
        var looked = await OnvifBench.FaultOfAsync(() => _bench.Probe.ProbeAsync(OnvifBench.AccessTo(server.Port), Ct));

        Assert.Equal((DeviceFaultCode.Protocol, DeviceFaultCode.Protocol), (read.Fault.Code, looked.Code));
    }

    [Theory]
    [InlineData("200 OK", "<!DOCTYPE html><html><body><p>Router<br></body></html>")]
    [InlineData("200 OK", "<html><head><title>Login</title></head></html>")]
    [InlineData("200 OK", "It works!")]
    [InlineData("200 OK", "")]
    [InlineData("404 Not Found", "<h1>Not Found</h1>")]
    [InlineData("405 Method Not Allowed", "")]
    [InlineData("200 OK", "{\"error\":\"no such call\"}")]
    public async Task What_is_no_ONVIF_service_is_said_to_be_none(string status, string body)
    {
        await using var server = Answering(status, body);

        var fault = await OnvifBench.FaultOfAsync(() => _bench.Probe.ProbeAsync(OnvifBench.AccessTo(server.Port), Ct));

        Assert.Equal(DeviceFaultCode.NotOnvif, fault.Code);
    }

    [Fact]
    public void Quirk11_What_stands_before_XML_is_passed_over()
    {
        byte[] noisy = [0, 0, 0xFF, 0xFE, (byte)'x', .. Encoding.UTF8.GetBytes("<a>"), 0xC3, 0x28, .. Encoding.UTF8.GetBytes("</a>"), 0];

        Assert.Equal("a", OnvifXml.Read(noisy)!.Name.LocalName);
    }

    [Fact]
    public void Ordinary_depth_is_no_harm()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", OnvifXml.MaxDepth)) + string.Concat(Enumerable.Repeat("</a>", OnvifXml.MaxDepth));

        Assert.NotNull(OnvifXml.Read(Encoding.UTF8.GetBytes(deep)));
    }

    [Fact]
    public void Text_that_XML_cannot_carry_is_left_out_of_what_is_sent() =>
        Assert.Equal("Gate 1 🚪", OnvifXml.Carried("Ga\u0001te 1 \uD83D\uDEAA\uD83D\uFFFF"));

    private static string Repeat(string text) => new StringBuilder().Insert(0, text, 100_000).ToString();

    private static ScriptedServer Answering(string status, string body) => ScriptedServer.Answering(_ => ScriptedServer.Ok(body, "text/xml;", status));
}
