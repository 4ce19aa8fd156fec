using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Web.Accounts;
using Vics.Web.Localization;

namespace Vics.Web.Cameras;

/// <summary>
/// Moves the pages of cameras. The feed only says that something happened; how things are now is read from the store, so that a page that was away
/// for a while is right again with the first frame.
/// </summary>
[Authorize(Policy = Policies.Viewer)]
public sealed class CamerasHub(ICameraStore cameras, CameraFeed feed, TimeProvider clock, IStringLocalizer<SharedText> text) : Hub
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Several cameras behind one switch go down together: told at once, not one by one.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);

    /// <summary>First how the cameras of a page are, then whatever becomes of them, said in a language.</summary>
    public async IAsyncEnumerable<CameraFrame> Watch(Guid[] shown, string language, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(shown);
        var culture = Hosting.Localization.Cultures.FirstOrDefault(known => known.Name == language) ?? Hosting.Localization.Cultures[0];
        var watched = shown.Take(ListQuery.MaxPageSize).Select(CameraId.From).ToHashSet();
        using var listener = feed.Listen(); // Before the first look, so that nothing falls between the two.
        yield return await FrameAsync(watched, culture, ct);
        while (true)
        {
            var changed = await GatherAsync(listener, ct);
            if (changed.Count == 0)
                continue;
            changed.IntersectWith(watched);
            yield return await FrameAsync(changed, culture, ct);
        }
    }

    private async Task<HashSet<CameraId>> GatherAsync(Listener<CameraNews> listener, CancellationToken ct)
    {
        var changed = new HashSet<CameraId>();
        if (await listener.NextAsync(Patience, clock, ct) is not { } first)
            return changed;
        changed.Add(first.Camera);
        await Task.Delay(Gathering, clock, ct);
        while (listener.TryNext(out var more))
            changed.Add(more.Camera);
        return changed;
    }

    private async Task<CameraFrame> FrameAsync(HashSet<CameraId> changed, CultureInfo culture, CancellationToken ct)
    {
        var found = new List<Camera>();
        foreach (var id in changed)
        {
            if (await cameras.FindAsync(id, ct) is { } camera)
                found.Add(camera);
        }

        var counts = await cameras.CountAsync(ct);
        // The culture is set for each frame: an iterator goes on in the context of whoever asks for the next.
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
        return new CameraFrame(
            [.. found.Select(camera => CameraStateRow.From(camera, text))],
            [.. Enum.GetValues<CameraState>().Select(state => new CameraStateCount(state.ToString(), counts.GetValueOrDefault(state)))]);
    }
}
