using Vics.Domain;
using Vics.Infrastructure.DeviceHttp;
using Xunit;

namespace Vics.Tests.Infrastructure.DeviceHttp;

/// <summary>Digest without a server: the examples of the standards, and the challenges that devices send.</summary>
public sealed class DigestTests
{
    private const string Rfc7616 = """qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS" """;

    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_examples_of_RFC_7616_come_out(string algorithm, string response)
    {
        var header = Answer(
            [$"""Digest realm="http-auth@example.org", algorithm={algorithm}, {Rfc7616}"""],
            "GET", "/dir/index.html", "Mufasa", "Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

        Assert.Equal(
            $"""Digest username="Mufasa", realm="http-auth@example.org", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", uri="/dir/index.html", response="{response}", """
            + $"""algorithm={algorithm}, opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", qop=auth, nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ" """.TrimEnd(),
            header);
    }

    [Fact]
    public void The_example_of_RFC_2617_comes_out() =>
        Assert.Contains(
            "response=\"6629fae49393a05397450978507c4ef1\"",
            Answer(
                ["""Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41" """],
                "GET", "/dir/index.html", "Mufasa", "Circle Of Life", "0a4f113b"),
            StringComparison.Ordinal);

    /// <summary>The example of RFC 2069 §2.4 with the response of its erratum 749.</summary>
    [Fact]
    public void Without_qop_it_is_answered_as_RFC_2069_says()
    {
        var header = Answer(
            ["""Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41" """],
            "GET", "/dir/index.html", "Mufasa", "CircleOfLife", "0a4f113b");

        Assert.Contains("response=\"1949323746fe6a43ef61f9606e7febea\"", header, StringComparison.Ordinal);
        Assert.DoesNotContain("nc=", header, StringComparison.Ordinal);
        Assert.DoesNotContain("cnonce", header, StringComparison.Ordinal);
        Assert.DoesNotContain("algorithm", header, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""Digest realm="r", nonce="n", qop=auth""", "auth")]
    [InlineData("""Digest realm="r", nonce="n", qop=auth,auth-int, stale=false""", "auth")]
    [InlineData("""Digest qop="auth-int,auth", realm="r", nonce="n" """, "auth")]
    [InlineData("""Digest qop="auth-int", realm="r", nonce="n" """, "auth-int")]
    [InlineData("""Digest realm="r", nonce="n" """, null)]
    [InlineData("""digest Realm = "r" ,Nonce= "n",QOP="AUTH" """, "auth")]
    public void The_protection_is_read_however_it_is_spelled(string header, string? qop) => Assert.Equal((qop, "r", "n"), Read(header));

    [Theory]
    [InlineData("""Digest realm="a", nonce="n1", algorithm=MD5, qop="auth", Digest realm="a", nonce="n2", algorithm=SHA-256, qop="auth" """, "n2")]
    [InlineData("""Digest realm="a", nonce="n1", algorithm=SHA-512-256, qop="auth", Digest realm="a", nonce="n2", algorithm=MD5, qop="auth" """, "n2")]
    [InlineData("""Basic realm="a, b=c", Digest realm="a", nonce="n1" """, "n1")]
    [InlineData("""Digest realm="a", nonce="n1", Basic realm="a" """, "n1")]
    [InlineData("""Negotiate, NTLM abc==, Digest nonce="n1", realm="a" """, "n1")]
    [InlineData("""Digest realm="a\"b\\c", nonce="n1" """, "n1")]
    [InlineData(""",,=, "x", Digest realm="a", nonce="n1""", "n1")]
    public void Among_several_challenges_in_one_header_the_best_is_taken(string header, string nonce) =>
        Assert.Equal(nonce, DigestChallenge.Best(HttpChallenges.Read([header]))?.Nonce);

    [Fact]
    public void Challenges_in_headers_of_their_own_are_all_read() =>
        Assert.Equal("n2", DigestChallenge.Best(HttpChallenges.Read(["Basic realm=\"x\"", "Digest realm=\"a\", nonce=\"n1\"", "Digest realm=\"a\", nonce=\"n2\", algorithm=SHA-256"]))?.Nonce);

    [Theory]
    [InlineData("Basic realm=\"x\"")]
    [InlineData("Digest realm=\"a\", algorithm=SHA-512-256, nonce=\"n\"")]
    [InlineData("Digest realm=\"a\"")]
    [InlineData("Digest realm=\"a\", nonce=\"n\", qop=\"wonder\"")]
    [InlineData("Bearer")]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("=,=\\")]
    public void What_cannot_be_answered_is_not_answered(string header) => Assert.Null(DigestChallenge.Best(HttpChallenges.Read([header])));

    [Fact]
    public void Stale_and_an_empty_opaque_are_noted()
    {
        var challenge = DigestChallenge.Best(HttpChallenges.Read(["""Digest realm="", nonce="n", opaque="", stale=TRUE"""]))!;
        Assert.True(challenge.Stale);
        Assert.Equal("", challenge.Opaque);
        Assert.Contains("opaque=\"\"", new DigestAuthorization(challenge).Next("GET", "/", "u", null), StringComparison.Ordinal);
    }

    [Fact]
    public void The_counter_rises_with_each_request_and_the_answer_with_it()
    {
        var authorization = new DigestAuthorization(DigestChallenge.Best(HttpChallenges.Read(["""Digest realm="r", nonce="n", qop="auth" """]))!);
        string[] headers = [.. Enumerable.Range(0, 17).Select(_ => authorization.Next("GET", "/", "u", new Secret("p")))];
        Assert.Contains("nc=00000001", headers[0], StringComparison.Ordinal);
        Assert.Contains("nc=00000011", headers[16], StringComparison.Ordinal);
        Assert.Equal(17, headers.Distinct().Count());
    }

    /// <summary>md5("유닛:" …) as any program does it that hashes the bytes it was given.</summary>
    [Fact]
    public void What_is_no_ASCII_is_hashed_and_sent_back_byte_by_byte()
    {
        var realm = System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes("카메라"));
        var header = Answer([$"Digest realm=\"{realm}\", nonce=\"n\""], "GET", "/", "관리자", "비밀", "c");

        Assert.Contains($"realm=\"{realm}\"", header, StringComparison.Ordinal);
        Assert.Contains("response=\"2bbe76baa6608da1305903bac306073c\"", header, StringComparison.Ordinal);
    }

    [Fact]
    public void Quotes_in_a_realm_and_in_a_name_are_escaped_on_the_way_back() =>
        Assert.StartsWith(
            """Digest username="a\"b", realm="x\"y\\z", nonce="n", """, Answer(["""Digest realm="x\"y\\z", nonce="n" """], "GET", "/", "a\"b", "p", "c"), StringComparison.Ordinal);

    private static (string? Qop, string? Realm, string? Nonce) Read(string header)
    {
        var challenge = DigestChallenge.Best(HttpChallenges.Read([header]));
        return (challenge?.Qop, challenge?.Realm, challenge?.Nonce);
    }

    private static string Answer(string[] headers, string method, string target, string user, string password, string clientNonce) =>
        new DigestAuthorization(DigestChallenge.Best(HttpChallenges.Read(headers))!, clientNonce).Next(method, target, user, new Secret(password));
}
