using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Vics.Domain;

namespace Vics.Infrastructure.Persistence.Conversions;

/// <summary>A typed id lies in the database as the bare UUID.</summary>
internal sealed class EntityIdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Typed(value))
    where TId : struct, IEntityId<TId>
{
    // An expression tree may not call a static member of an interface; a method of our own may.
    private static TId Typed(Guid value) => TId.From(value);
}
