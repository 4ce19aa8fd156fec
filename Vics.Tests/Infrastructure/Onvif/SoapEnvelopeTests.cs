using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Vics.Domain;
using Vics.Infrastructure.Onvif;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>Messages to cameras.</summary>
public sealed class SoapEnvelopeTests
{
    private static readonly XElement Operation = new(OnvifNames.Device + "GetServices", new XElement(OnvifNames.Device + "IncludeCapability", "false"));
    private static readonly DateTimeOffset At = new(2010, 9, 16, 7, 50, 45, TimeSpan.Zero);

    /// <summary>The example of the ONVIF Application Programmer's Guide §6.1.1.3, whose Created has no milliseconds, told by hand.</summary>
    [Fact]
    public void Quirk04_The_digest_covers_nonce_creation_and_password()
    {
        var nonce = Convert.FromBase64String("LKqI6G/AikKCQrN0zqZFlg==");

        var token = UsernameToken.Create("user", new Secret("userpassword"), At, nonce);

        Assert.Equal("2010-09-16T07:50:45.000Z", token.Created);
#pragma warning disable CA5350
        Assert.Equal(Convert.ToBase64String(SHA1.HashData([.. nonce, .. "2010-09-16T07:50:45.000Zuserpassword"u8])), token.Digest);
        Assert.Equal("tuOSpGlFlIXsozq4HFNeeGeFLEI=", Convert.ToBase64String(SHA1.HashData([.. nonce, .. "2010-09-16T07:50:45Zuserpassword"u8])));
#pragma warning restore CA5350
    }

    [Fact]
    public void Quirk04_Every_token_has_a_nonce_of_its_own()
    {
        var (first, second) = (UsernameToken.Create("user", new Secret("p"), At), UsernameToken.Create("user", new Secret("p"), At));

        Assert.NotEqual(first.Nonce, second.Nonce);
        Assert.NotEqual(first.Digest, second.Digest);
        Assert.Equal(16, Convert.FromBase64String(first.Nonce).Length);
    }

    [Fact]
    public void Quirk10_A_message_is_compact_and_never_holds_the_password()
    {
        var message = Encoding.UTF8.GetString(SoapEnvelope.Build(Operation, UsernameToken.Create("관리자", new Secret("geheim"), At)));

        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("geheim", message, StringComparison.Ordinal);
        Assert.Contains(">관리자<", message, StringComparison.Ordinal);
        Assert.Contains("""<GetServices xmlns="http://www.onvif.org/ver10/device/wsdl"><IncludeCapability>false</IncludeCapability></GetServices>""", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quirk07_Without_account_there_is_no_header() =>
        Assert.DoesNotContain("Header", Encoding.UTF8.GetString(SoapEnvelope.Build(Operation)), StringComparison.Ordinal);

    [Fact]
    public void Quirk09_The_action_is_named_in_the_headers_of_either_SOAP()
    {
        const string action = "http://www.onvif.org/ver10/device/wsdl/GetServices";

        Assert.Equal(($"""application/soap+xml; charset=utf-8; action="{action}" """.TrimEnd(), null), (SoapEnvelope.ContentType(Operation, SoapVersion.V12), SoapEnvelope.SoapAction(Operation, SoapVersion.V12)));
        Assert.Equal(("text/xml; charset=utf-8", $"\"{action}\""), (SoapEnvelope.ContentType(Operation, SoapVersion.V11), SoapEnvelope.SoapAction(Operation, SoapVersion.V11)));
        Assert.Contains("http://schemas.xmlsoap.org/soap/envelope/", Encoding.UTF8.GetString(SoapEnvelope.Build(Operation, version: SoapVersion.V11)), StringComparison.Ordinal);
    }
}
