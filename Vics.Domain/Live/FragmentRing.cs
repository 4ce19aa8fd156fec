namespace Vics.Domain.Live;

/// <summary>
/// The newest fragments of a stream, numbered and shared: a viewer is a position in it, so it costs no memory and can hold up nobody. The whole last
/// group of pictures stays, within bounds, so that who joins has a picture at once; of what came before, only as much as a viewer may lag. Not for
/// several threads at once: its owner locks.
/// </summary>
internal sealed class FragmentRing(LiveSettings settings, TimeProvider clock)
{
    /// <summary>The position of who waits for a key frame.</summary>
    public const long AtNextKey = -1;

    private LiveEvent.Fragment?[] _slots = new LiveEvent.Fragment?[128];
    private long _first;
    private long _next;
    private long _newestKey = AtNextKey;
    private long _bytes;

    /// <summary>How many fragments are kept.</summary>
    public int Count => (int)(_next - _first);

    /// <summary>What they take, in bytes.</summary>
    public long Bytes => _bytes;

    /// <summary>Takes in a fragment; the oldest ones go.</summary>
    public void Append(bool isKey, ReadOnlyMemory<byte> bytes)
    {
        if (Count == _slots.Length)
            Grow();
        Slot(_next) = new LiveEvent.Fragment(_next, isKey, bytes, clock.GetTimestamp());
        if (isKey)
            _newestKey = _next;
        _next++;
        _bytes += bytes.Length;
        while (Count > 1 && IsDue(Slot(_first)!))
            DropFirst();
    }

    /// <summary>Forgets all fragments, not their count.</summary>
    public void Clear()
    {
        while (Count > 0)
            DropFirst();
    }

    /// <summary>What a viewer gets next, or null where it has seen everything.</summary>
    /// <param name="position">Where it is; moved on.</param>
    /// <param name="latestOnly">It wants the newest picture, not every one.</param>
    public LiveEvent? Read(ref long position, bool latestOnly)
    {
        if (position == AtNextKey)
        {
            if (_newestKey == AtNextKey)
                return null;
            position = _newestKey;
        }

        if (position >= _next)
            return null;
        if (latestOnly)
            position = Math.Max(position, _newestKey);
        else if (IsTooLate(position))
            return Jump(ref position);
        return Slot(position++);
    }

    /// <summary>From the newest key frame on; empty where there is none.</summary>
    public IReadOnlyList<LiveEvent.Fragment> LastGroup()
    {
        var group = new List<LiveEvent.Fragment>();
        for (var number = _newestKey; number != AtNextKey && number < _next; number++)
            group.Add(Slot(number)!);
        return group;
    }

    private ref LiveEvent.Fragment? Slot(long number) => ref _slots[(int)(number & (_slots.Length - 1))];

    // Fell out of the ring, or lags although it could go on at a key frame.
    private bool IsTooLate(long position) =>
        position < _first || (_newestKey > position && Age(Slot(position)!) > settings.LagLimit);

    private LiveEvent.Skipped Jump(ref long position)
    {
        var target = _newestKey > position ? _newestKey : AtNextKey;
        var missed = (target == AtNextKey ? _next : target) - position;
        position = target;
        return new LiveEvent.Skipped(missed);
    }

    private bool IsDue(LiveEvent.Fragment oldest)
    {
        var age = Age(oldest);
        return _bytes > settings.MostBytes || age > settings.LongestGroup
            || (age > settings.LagLimit && (_newestKey == AtNextKey || oldest.Number < _newestKey));
    }

    private TimeSpan Age(LiveEvent.Fragment fragment) => clock.GetElapsedTime(fragment.ArrivedAt);

    private void DropFirst()
    {
        ref var slot = ref Slot(_first);
        _bytes -= slot!.Bytes.Length;
        slot = null;
        if (_newestKey == _first)
            _newestKey = AtNextKey;
        _first++;
    }

    private void Grow()
    {
        var larger = new LiveEvent.Fragment?[_slots.Length * 2];
        for (var number = _first; number < _next; number++)
            larger[(int)(number & (larger.Length - 1))] = Slot(number);
        _slots = larger;
    }
}
