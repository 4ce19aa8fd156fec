using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Vics.Infrastructure.Persistence.Conversions;

/// <summary>SQLite has no type for a moment and EF Core cannot compare its text form; a number of 100 ns since year 1, UTC, sorts by itself.</summary>
internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(moment => moment.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
