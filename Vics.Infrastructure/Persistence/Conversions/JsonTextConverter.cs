using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Vics.Infrastructure.Persistence.Conversions;

/// <summary>
/// A value that is only ever read and written whole lies in one column as JSON. Not EF's own JSON mapping: that one gives a property
/// which an older row does not have its type's default, the serializer leaves it at the domain's default.
/// </summary>
internal sealed class JsonTextConverter<T>() : ValueConverter<T, string>(value => Write(value), json => Read(json))
    where T : class
{
    // Readable in the database; it never gets into a page unescaped, since pages do their own escaping.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Write(T value) => JsonSerializer.Serialize(value, Json);

    private static T Read(string json) => JsonSerializer.Deserialize<T>(json, Json)!;
}
