using System.Globalization;
using Vics.Tests.Lab;
using Xunit;

[assembly: AssemblyFixture(typeof(LabFixture))]

namespace Vics.Tests.Lab;

/// <summary>
/// The one lab of a test run. Units are booted when the first test asks for some, lent to one test at a time, and
/// put back to their first state at each lending. VICS_LAB_UNITS says how many (4); VICS_LAB=required makes a machine that
/// cannot run the lab a failure instead of a skip.
/// </summary>
public sealed class LabFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Stack<LabUnit> _free = new();
    private SemaphoreSlim? _freeCount;
    private UnitLab? _lab;

    /// <summary>How many units there are; a test can borrow that many at most.</summary>
    public static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("VICS_LAB_UNITS"), CultureInfo.InvariantCulture, out var count) ? count : 4;

    /// <summary>Borrows units in their first state; waits while other tests have them. Skips the test where there can be no lab.</summary>
    public async Task<LabLease> BorrowAsync(int count, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        if (!UnitLab.IsSupported(out var reason))
        {
            if (Environment.GetEnvironmentVariable("VICS_LAB") == "required")
                Assert.Fail(reason);
            Assert.Skip(reason);
        }

        var lease = new LabLease(this);
        await _turn.WaitAsync(ct); // in order of coming, and all units at once, so that no two tests wait for each other
        try
        {
            var freeCount = await BootAsync(ct);
            while (lease.Borrowed.Count < count)
            {
                await freeCount.WaitAsync(ct);
                lock (_free)
                    lease.Borrowed.Add(_free.Pop());
            }
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }

        try
        {
            await Task.WhenAll(lease.Units.Select(unit => unit.ResetAsync(ct)));
            return lease;
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
        _freeCount?.Dispose();
        _turn.Dispose();
    }

    internal void Return(IEnumerable<LabUnit> units)
    {
        foreach (var unit in units)
        {
            lock (_free)
                _free.Push(unit);
            _freeCount!.Release();
        }
    }

    private async Task<SemaphoreSlim> BootAsync(CancellationToken ct)
    {
        if (_freeCount is not null)
            return _freeCount;
        _lab = await UnitLab.StartAsync(Count, ct);
        foreach (var unit in _lab.Units.Reverse())
            _free.Push(unit);
        return _freeCount = new SemaphoreSlim(Count);
    }
}

/// <summary>Units lent to one test; disposing gives them back.</summary>
public sealed class LabLease(LabFixture lender) : IAsyncDisposable
{
    internal List<LabUnit> Borrowed { get; } = [];

    public IReadOnlyList<LabUnit> Units => Borrowed;

    /// <summary>The first unit, for tests that borrow one.</summary>
    public LabUnit Unit => Borrowed[0];

    public ValueTask DisposeAsync()
    {
        var units = Borrowed.ToArray();
        Borrowed.Clear();
        lender.Return(units);
        return ValueTask.CompletedTask;
    }
}
