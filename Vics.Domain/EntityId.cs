namespace Vics.Domain;

/// <summary>An id that cannot be mistaken for another kind of id. Ids are UUIDs of version 7 (RFC 9562 §5.7), so they sort by age.</summary>
public interface IEntityId<TSelf>
    where TSelf : struct, IEntityId<TSelf>
{
    /// <summary>The bare UUID, as routes and JSON carry it.</summary>
    Guid Value { get; }

    /// <summary>Gives a bare UUID its kind.</summary>
    static abstract TSelf From(Guid value);
}

/// <summary>Makes new ids.</summary>
public static class EntityId
{
    /// <summary>A new id, sorting after those made before <paramref name="at"/>.</summary>
    public static TId New<TId>(DateTimeOffset at)
        where TId : struct, IEntityId<TId> => TId.From(Guid.CreateVersion7(at));
}
