using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Domain.UpdateJobs;

/// <summary>A connection to a unit that is made anew when it breaks, for as long as <see cref="UpdateSettings.ReconnectLimit"/> allows.</summary>
internal sealed class UnitLine(
    UnitContact contact, IUnitStore units, Unit unit, IUnitSession? session, TargetJournal journal, UpdateSettings settings, TimeProvider clock) : IAsyncDisposable
{
    private IUnitSession? _session = session;
    private DateTimeOffset? _silentSince;

    /// <summary>Asks until the unit answers.</summary>
    /// <exception cref="DeviceException">It refuses us, or has been away for too long.</exception>
    public async Task<T> AskAsync<T>(Func<IUnitSession, Task<T>> ask, CancellationToken ct)
    {
        for (var delay = settings.FirstReconnectDelay; ; delay = Longer(delay))
        {
            try
            {
                _session ??= await ConnectAsync(ct);
                var answer = await ask(_session);
                await NoteReturnAsync();
                return answer;
            }
            catch (DeviceException away) when (away.IsAway && IsWorthWaiting())
            {
                await HangUpAsync();
                await NoteSilenceAsync(away.Fault);
                await Task.Delay(delay, clock, ct);
            }
        }
    }

    public ValueTask DisposeAsync() => HangUpAsync();

    // Read anew: its key may have been pinned by the very connection that broke.
    private async Task<IUnitSession> ConnectAsync(CancellationToken ct) =>
        await contact.OpenAsync(await units.FindAsync(unit.Id, ct) ?? unit, ct);

    private bool IsWorthWaiting() => _silentSince is not { } since || clock.GetUtcNow() - since < settings.ReconnectLimit;

    private async Task NoteSilenceAsync(DeviceFault fault)
    {
        if (_silentSince is not null)
            return;
        _silentSince = clock.GetUtcNow();
        await journal.NoteAsync(UpdateLogLevel.Warning, fault.Message);
        await journal.NoteAsync(UpdateLogLevel.Warning, OperatorText.Of($"Lost sight of the unit, which goes on by itself."));
    }

    private async Task NoteReturnAsync()
    {
        if (_silentSince is null)
            return;
        _silentSince = null;
        await journal.NoteAsync(UpdateLogLevel.Info, OperatorText.Of($"The unit is back in sight."));
    }

    private async ValueTask HangUpAsync()
    {
        if (_session is { } broken)
            await broken.DisposeAsync();
        _session = null;
    }

    private TimeSpan Longer(TimeSpan delay) => delay * 2 < settings.LongestReconnectDelay ? delay * 2 : settings.LongestReconnectDelay;
}
