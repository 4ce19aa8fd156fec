using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vics.Domain;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Infrastructure.UnitApi;
using Vics.Tests.Infrastructure.DeviceHttp;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.UnitApi;

public sealed class HttpUnitApiTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_real_civetweb_behind_its_account_tells_list_stills_and_streams()
    {
        await using var unit = await DigestServers.CivetwebAsync(Ct, UnitApiFiles.Of(64));
        var access = Access(unit.Port, DigestServers.User, DigestServers.Password);

        var cameras = await AskAsync(api => api.CamerasAsync(access, Ct));
        Assert.Equal(64, cameras.Count);
        Assert.Equal("정문 카메라", cameras[0].Name);
        Assert.Equal(UnitApiFiles.Jpeg, await AskAsync(api => api.ImageAsync(access, cameras[0].Id, 320, null, Ct)));
        Assert.Contains(await AskAsync(api => api.StreamsAsync(access, cameras[0].Id, Ct)), stream => stream.Url == "rtsp://10.0.0.7:10554/live/1");
    }

    [Fact]
    public async Task A_refused_account_and_none_at_all_are_told_apart()
    {
        await using var unit = await DigestServers.CivetwebAsync(Ct, UnitApiFiles.Of(1));
        var wrong = await FaultOfAsync(DeviceFaultCode.Authentication, api => api.CamerasAsync(Access(unit.Port, DigestServers.User, "wrong"), Ct));
        var none = await FaultOfAsync(DeviceFaultCode.Authentication, api => api.CamerasAsync(Access(unit.Port, null, null), Ct));
        Assert.Contains("refused the account admin", wrong, StringComparison.Ordinal);
        Assert.Contains("none is stored", none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_of_an_older_generation_is_asked_again_by_its_own_names()
    {
        await using var unit = ScriptedServer.Start(async (line, ct) =>
        {
            while (await line.ReadRequestAsync(ct) is { } asked)
            {
                if (!asked.Target.Contains("strid=", StringComparison.Ordinal))
                {
                    await line.SendAsync(ScriptedServer.Ok("Can't Get the Image!"), ct);
                    continue;
                }

                await line.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {UnitApiFiles.Jpeg.Length}\r\n\r\n", ct);
                await line.SendAsync(UnitApiFiles.Jpeg, ct);
            }
        });

        Assert.Equal(UnitApiFiles.Jpeg, await AskAsync(api => api.ImageAsync(Access(unit.Port, null, null), "a&b 정문", 640, null, Ct)));
        Assert.Equal(
            ["/vapi/GetImage?Camera=a%26b%20%EC%A0%95%EB%AC%B8&Width=640&Height=360", "/vapi/GetImage?strid=a%26b%20%EC%A0%95%EB%AC%B8&width=640&height=360"],
            unit.Requests.Select(asked => asked.Target));
    }

    [Fact]
    public async Task A_failure_that_comes_as_a_success_is_a_failure()
    {
        await using var unit = ScriptedServer.Answering(_ => ScriptedServer.Ok("Can't Get the Image!", "image/jpeg"));
        Assert.Contains("no picture", await FaultOfAsync(DeviceFaultCode.NotSupported, api => api.ImageAsync(Access(unit.Port, null, null), "a", null, null, Ct)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("404 Not Found", DeviceFaultCode.NotSupported)]
    [InlineData("500 Broken", DeviceFaultCode.Protocol)]
    public async Task A_refusal_has_its_sentence(string status, DeviceFaultCode code)
    {
        await using var unit = ScriptedServer.Answering(_ => ScriptedServer.Ok("", status: status));
        await FaultOfAsync(code, api => api.CamerasAsync(Access(unit.Port, null, null), Ct));
    }

    [Fact]
    public async Task A_list_that_is_cut_short_by_its_stated_length_is_none()
    {
        await using var unit = ScriptedServer.Answering(_ => "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n" + Encoding.UTF8.GetString(UnitApiFiles.List(3)));
        await FaultOfAsync(DeviceFaultCode.Protocol, api => api.CamerasAsync(Access(unit.Port, null, null), Ct));
    }

    private static UnitApiAccess Access(int port, string? user, string? password) =>
        new() { Host = "127.0.0.1", Port = port, UserName = user, Password = password is null ? null : new Secret(password) };

    private static async Task<T> AskAsync<T>(Func<HttpUnitApi, Task<T>> ask)
    {
        using var http = DeviceBench.Client();
        return await ask(new HttpUnitApi(http, NullLogger<HttpUnitApi>.Instance));
    }

    private static async Task<string> FaultOfAsync<T>(DeviceFaultCode code, Func<HttpUnitApi, Task<T>> ask) =>
        (await DeviceBench.FaultOfAsync(code, () => AskAsync(ask))).Message.ToString();
}
