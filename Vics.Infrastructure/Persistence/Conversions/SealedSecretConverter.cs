using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Vics.Domain;

namespace Vics.Infrastructure.Persistence.Conversions;

/// <summary>A sealed secret lies in the database as its cipher text.</summary>
internal sealed class SealedSecretConverter() : ValueConverter<SealedSecret, string>(secret => secret.Sealed, text => new SealedSecret(text));
