using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Vics.Domain.Packages;

namespace Vics.Infrastructure.Persistence.Conversions;

/// <summary>A checksum lies in the database as its 64 digits, so that it can be searched as people see it.</summary>
internal sealed class Sha256DigestConverter() : ValueConverter<Sha256Digest, string>(digest => digest.Hex, hex => Sha256Digest.Parse(hex));
