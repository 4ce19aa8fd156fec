using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vics.Web.Api.Conventions;

/// <summary>How the API, the event streams and the hubs spell JSON: camelCase, enum values too, times in UTC, ids as UUIDs.</summary>
public static class ApiJson
{
    /// <summary>The same for code that writes JSON itself.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Sets the conventions on options that the framework made.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new EntityIdJson());
        options.Converters.Add(new UtcTime());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>Times leave as ISO 8601 in UTC with milliseconds, so that they sort as text; they may come with any offset.</summary>
    private sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && reader.TryGetDateTimeOffset(out var time)
                ? time.ToUniversalTime()
                : throw new JsonException("A time is written as ISO 8601.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}
