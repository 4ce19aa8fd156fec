using Vics.Domain.Network;

namespace Vics.Domain.Live;

/// <summary>What a viewer of a live stream comes to know next.</summary>
public abstract class LiveEvent
{
    private LiveEvent()
    {
    }

    /// <summary>The stream began, or began anew after the camera was away; a key frame follows.</summary>
    /// <param name="epoch">Counts beginnings of this source from 1.</param>
    /// <param name="init">What to give to the player first.</param>
    public sealed class Began(int epoch, VideoInit init) : LiveEvent
    {
        /// <summary>Counts beginnings of this source from 1.</summary>
        public int Epoch => epoch;

        /// <summary>What to give to the player first.</summary>
        public VideoInit Init => init;
    }

    /// <summary>A piece of the stream, shared by everybody who watches.</summary>
    /// <param name="number">Counts the fragments of this source from 0.</param>
    /// <param name="isKey">A player can begin here.</param>
    /// <param name="bytes">One <c>moof</c> and its <c>mdat</c>, or one JPEG.</param>
    /// <param name="arrivedAt">Time stamp of the source's clock (<see cref="TimeProvider.GetTimestamp"/>).</param>
    public sealed class Fragment(long number, bool isKey, ReadOnlyMemory<byte> bytes, long arrivedAt) : LiveEvent
    {
        /// <summary>Counts the fragments of this source from 0.</summary>
        public long Number => number;

        /// <summary>A player can begin here.</summary>
        public bool IsKey => isKey;

        /// <summary>One <c>moof</c> and its <c>mdat</c>, or one JPEG.</summary>
        public ReadOnlyMemory<byte> Bytes => bytes;

        /// <summary>Time stamp of the source's clock.</summary>
        public long ArrivedAt => arrivedAt;
    }

    /// <summary>This viewer was too slow; it goes on at a key frame.</summary>
    /// <param name="count">How many fragments it has missed.</param>
    public sealed class Skipped(long count) : LiveEvent
    {
        /// <summary>How many fragments it has missed.</summary>
        public long Count => count;
    }

    /// <summary>The picture stands still for now; it is tried again until it comes back.</summary>
    /// <param name="fault">Why.</param>
    public sealed class Interrupted(DeviceFault fault) : LiveEvent
    {
        /// <summary>Why.</summary>
        public DeviceFault Fault => fault;
    }

    /// <summary>Nothing more will come.</summary>
    /// <param name="fault">Why; null where the viewer itself left.</param>
    public sealed class Ended(DeviceFault? fault) : LiveEvent
    {
        /// <summary>Why; null where the viewer itself left.</summary>
        public DeviceFault? Fault => fault;
    }
}
