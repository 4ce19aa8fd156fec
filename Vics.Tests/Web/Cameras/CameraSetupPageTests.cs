using System.Net;
using System.Text.RegularExpressions;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>Adding a camera by forms alone, as a browser without scripts does: steps, rights, and where the password goes.</summary>
public sealed partial class CameraSetupPageTests(CameraApplication application) : IClassFixture<CameraApplication>
{
    private const string SignInStep = "/cameras/new?Host=192.0.2.1&Port=80";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_forms_lead_from_an_address_to_a_camera()
    {
        using var administrator = await application.Vics.SignedInClientAsync(Role.Administrator);
        var choose = await administrator.SendAsync(SignInStep, "/cameras/new/sign-in", new() { ["Host"] = "192.0.2.1", ["UserName"] = "admin", ["Password"] = "typed-secret" });

        Assert.Equal(HttpStatusCode.OK, choose.Status);
        Assert.Contains("H.264 · 1920×1080", choose.Html, StringComparison.Ordinal);
        Assert.Contains("data:image/jpeg;base64,", choose.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("typed-secret", choose.Html, StringComparison.Ordinal);

        var added = await administrator.SendAsync(SignInStep, "/cameras/new/add", new()
        {
            ["Host"] = "192.0.2.1",
            ["UserName"] = "admin",
            ["CarriedPassword"] = Carried(choose.Html),
            ["ProfileToken"] = "main",
            ["SubProfileToken"] = "sub",
            ["Name"] = "Yard",
            ["Tags"] = "outside, gate",
            ["Ptz"] = "true",
        });
        Assert.Equal(HttpStatusCode.Redirect, added.Status);
        var page = await administrator.GetStringAsync(added.Location, Ct);
        Assert.Contains("Yard was added.", page, StringComparison.Ordinal);
        Assert.Contains("data-ptz=", page, StringComparison.Ordinal);

        await administrator.GetStringAsync($"{added.Location}/facts", Ct);
        Assert.Equal("typed-secret", application.Fake.LastAccess!.Password?.Reveal());
    }

    [Theory]
    [InlineData(DeviceFaultCode.Authentication, false)]
    [InlineData(DeviceFaultCode.Clock, true)]
    [InlineData(DeviceFaultCode.NotOnvif, true)]
    [InlineData(DeviceFaultCode.Unreachable, true)]
    public async Task Why_the_camera_let_nobody_in_is_told_and_only_a_refused_password_is_typed_anew(DeviceFaultCode code, bool carries)
    {
        await using var own = new CameraApplication();
        own.Fake.Break("probe", code);
        using var administrator = await own.Vics.SignedInClientAsync(Role.Administrator);

        var again = await administrator.SendAsync(SignInStep, "/cameras/new/sign-in", new() { ["Host"] = "192.0.2.1", ["Password"] = "typed-secret" });

        Assert.Contains($"data-fault=\"{new DeviceFault(code, OperatorText.Of($"There is no such camera.")).CodeName}\"", again.Html, StringComparison.Ordinal);
        Assert.Contains("It does not want to probe.", again.Html, StringComparison.Ordinal);
        Assert.Equal(carries, Carried(again.Html).Length > 0);
        Assert.DoesNotContain("typed-secret", again.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_can_be_accepted()
    {
        var shown = string.Concat(Enumerable.Repeat("ab", 32));
        await using var own = new CameraApplication();
        own.Fake.Before("probe", _ => own.Fake.LastAccess!.CertificateSha256 == shown
            ? Task.CompletedTask
            : throw new DeviceException(new(DeviceFaultCode.Certificate, OperatorText.Of($"There is no such camera."), ShownCertificate: shown)));
        using var administrator = await own.Vics.SignedInClientAsync(Role.Administrator);
        Dictionary<string, string> fields = new() { ["Host"] = "192.0.2.1", ["UseTls"] = "true" };

        var refused = await administrator.SendAsync(SignInStep, "/cameras/new/sign-in", fields);
        Assert.Contains("AB:AB:".ToLowerInvariant(), refused.Html, StringComparison.Ordinal);
        var accepted = await administrator.SendAsync(SignInStep, "/cameras/new/sign-in", new(fields) { ["CertificateSha256"] = shown });

        Assert.Contains("data-form=\"camera-choose\"", accepted.Html, StringComparison.Ordinal);
        Assert.Contains($"name=\"CertificateSha256\" value=\"{shown}\"", accepted.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_carried_password_serves_nobody_else()
    {
        using var administrator = await application.Vics.SignedInClientAsync(Role.Administrator);
        using var another = await application.Vics.SignedInClientAsync(Role.Administrator);
        var choose = await administrator.SendAsync(SignInStep, "/cameras/new/sign-in", new() { ["Host"] = "192.0.2.1", ["Password"] = "typed-secret" });

        var added = await another.SendAsync(SignInStep, "/cameras/new/add", new() { ["Host"] = "192.0.2.1", ["CarriedPassword"] = Carried(choose.Html) });

        Assert.Equal(HttpStatusCode.BadRequest, added.Status);
        Assert.Contains("The password was typed too long ago.", added.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_adds_cameras_that_need_no_password_and_no_others()
    {
        using var operating = await application.Vics.SignedInClientAsync(Role.Operator);
        var page = await operating.GetStringAsync(SignInStep, Ct);
        Assert.Contains("data-no-secrets", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Password\"", page, StringComparison.Ordinal);

        Dictionary<string, string> fields = new() { ["Host"] = "192.0.2.1", ["ProfileToken"] = "main" };
        Assert.Equal(HttpStatusCode.Redirect, (await operating.SendAsync(SignInStep, "/cameras/new/add", new(fields))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await operating.SendAsync(SignInStep, "/cameras/new/add", new(fields) { ["Password"] = "x" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await operating.SendAsync(SignInStep, "/cameras/new/sign-in", new(fields) { ["Password"] = "x" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await operating.SendAsync("/cameras/new/stream", "/cameras/new/stream", new() { ["Source"] = "Rtsp", ["StreamUrl"] = "rtsp://u:p@192.0.2.1/" })).Status);
        using var viewer = await application.Vics.SignedInClientAsync(Role.Viewer);
        using var forbidden = await viewer.GetAsync("/cameras/new", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Fact]
    public async Task A_stream_is_tried_and_added_and_its_account_leaves_the_address()
    {
        using var administrator = await application.Vics.SignedInClientAsync(Role.Administrator);
        const string page = "/cameras/new/stream";

        var tried = await administrator.SendAsync(page, $"{page}/try", new() { ["Source"] = "Rtsp", ["StreamUrl"] = "rtsp://eve:stream-secret@192.0.2.5/a", ["Name"] = "Dock" });
        Assert.Contains("data-stream-found", tried.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"rtsp://192.0.2.5/a\"", tried.Html, StringComparison.Ordinal);
        Assert.Contains("name=\"UserName\" value=\"eve\"", tried.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("stream-secret", tried.Html, StringComparison.Ordinal);

        var added = await administrator.SendAsync(page, page, new()
        {
            ["Source"] = "Rtsp",
            ["StreamUrl"] = "rtsp://192.0.2.5/a",
            ["UserName"] = "eve",
            ["Name"] = "Dock",
            ["CarriedPassword"] = Carried(tried.Html),
        });
        Assert.Equal(HttpStatusCode.Redirect, added.Status);
        var details = await administrator.GetStringAsync(added.Location, Ct);
        Assert.Contains("rtsp://192.0.2.5/a", details, StringComparison.Ordinal);
        Assert.DoesNotContain("data-ptz=", details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_cannot_be_read_is_not_written_back_with_a_password_in_it()
    {
        using var administrator = await application.Vics.SignedInClientAsync(Role.Administrator);

        var refused = await administrator.SendAsync("/cameras/new/stream", "/cameras/new/stream", new() { ["Source"] = "Rtsp", ["StreamUrl"] = "rtsp://eve:stream-secret@:99999/", ["Name"] = "Kept" });

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.DoesNotContain("stream-secret", refused.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"Kept\"", refused.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_camera_shows_what_the_role_may_do()
    {
        var camera = await application.AddAsync(new CameraEntry { Host = "192.0.2.1", Ptz = true, Password = new Secret("stored-secret") });
        using var viewer = await application.Vics.SignedInClientAsync(Role.Viewer);
        var looking = await viewer.GetStringAsync($"/cameras/{camera.Id}?facts=true", Ct);
        Assert.DoesNotContain("data-ptz", looking, StringComparison.Ordinal);
        Assert.DoesNotContain("data-delete", looking, StringComparison.Ordinal);
        Assert.Contains("data-live-view", looking, StringComparison.Ordinal);
        Assert.Contains("data-profile=\"main\"", looking, StringComparison.Ordinal);
        Assert.DoesNotContain("stored-secret", looking, StringComparison.Ordinal);
        using var missing = await viewer.GetAsync($"/cameras/{Guid.NewGuid()}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    private static string Carried(string html) => CarriedField().Match(html).Groups[1].Value;

    [GeneratedRegex("name=\"CarriedPassword\" value=\"([^\"]*)\"")]
    private static partial Regex CarriedField();
}

/// <summary>An answer to a form.</summary>
internal sealed record FormAnswer(HttpStatusCode Status, string Html, string? Location);

/// <summary>Sends forms and reads what came.</summary>
internal static class FormCalls
{
    public static async Task<FormAnswer> SendAsync(this HttpClient client, string page, string to, Dictionary<string, string> fields)
    {
        using var answer = await client.SendFormAsync(page, fields, to);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new FormAnswer(answer.StatusCode, WebUtility.HtmlDecode(html), answer.Headers.Location?.ToString());
    }
}
