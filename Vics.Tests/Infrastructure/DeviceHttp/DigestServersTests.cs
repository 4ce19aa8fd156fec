using System.Text;
using Vics.Domain;
using Vics.Infrastructure.DeviceHttp;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.DeviceHttp;

/// <summary>Signing in to real servers by Digest.</summary>
public sealed class DigestServersTests
{
    private static readonly (string, byte[])[] Files = [("vapi/GetCamList", "the list"u8.ToArray())];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("civetweb")]
    [InlineData("apache")]
    [InlineData("lighttpd MD5")]
    [InlineData("lighttpd SHA-256")]
    [InlineData("lighttpd MD5|SHA-256")]
    public async Task The_right_password_opens_again_and_again_and_a_wrong_one_never(string kind)
    {
        await using var server = await StartAsync(kind);
        using var client = DeviceBench.Client();
        for (var i = 0; i < 3; i++)
            Assert.Equal((200, "the list"), await AskAsync(client, server, DigestServers.Password, $"/vapi/GetCamList?Camera=%EC%B9%B4%20{i}&a=b,c"));

        Assert.Equal(401, (await AskAsync(client, server, "wrong", "/vapi/GetCamList")).Status);
        Assert.Equal((200, "the list"), await AskAsync(client, server, DigestServers.Password, "/vapi/GetCamList"));
    }

    [Fact]
    public async Task A_nonce_that_grew_old_on_an_apache_is_replaced_by_a_new_one()
    {
        await using var server = await DigestServers.ApacheAsync(Ct, Files);
        using var client = DeviceBench.Client();
        Assert.Equal(200, (await AskAsync(client, server, DigestServers.Password, "/vapi/GetCamList")).Status);
        await Task.Delay(TimeSpan.FromSeconds(2), Ct);
        Assert.Equal(200, (await AskAsync(client, server, DigestServers.Password, "/vapi/GetCamList")).Status);
    }

    private static Task<ServerProcess> StartAsync(string kind) => kind switch
    {
        "civetweb" => DigestServers.CivetwebAsync(Ct, Files),
        "apache" => DigestServers.ApacheAsync(Ct, Files),
        _ => DigestServers.LighttpdAsync(kind.Split(' ')[1], Ct, Files),
    };

    private static async Task<(int Status, string Body)> AskAsync(DeviceHttpClient client, ServerProcess server, string password, string path)
    {
        var reply = await client.SendAsync(
            new DeviceRequest { Url = server.Url(path), UserName = DigestServers.User, Password = new Secret(password), Timeout = TimeSpan.FromSeconds(30) }, Ct);
        return (reply.Status, Encoding.UTF8.GetString(reply.Body));
    }
}
