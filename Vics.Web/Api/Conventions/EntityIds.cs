using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vics.Domain;

namespace Vics.Web.Api.Conventions;

/// <summary>
/// Typed ids at the edge: a bare UUID in routes, queries, forms and JSON, the id's own type in the code. Routes say
/// <c>{id:guid}</c>, so that other text is an address that does not exist (404).
/// </summary>
internal static class EntityIds
{
    /// <summary>Teaches model binding every id of the domain. A type converter makes them simple values to MVC, where a model binder would not.</summary>
    public static void TeachModelBinding()
    {
        foreach (var id in typeof(IEntityId<>).Assembly.GetExportedTypes().Where(IsId))
            TypeDescriptor.AddAttributes(id, new TypeConverterAttribute(typeof(TextConverter<>).MakeGenericType(id)));
    }

    /// <summary>Whether a type is an id.</summary>
    public static bool IsId(Type type) =>
        type.IsValueType && Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityId<>));

    private sealed class TextConverter<TId> : TypeConverter
        where TId : struct, IEntityId<TId>
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            TId.From(Guid.Parse((string)value, CultureInfo.InvariantCulture));
    }
}

/// <summary>Ids in JSON: the UUID as text.</summary>
internal sealed class EntityIdJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => EntityIds.IsId(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TId> : JsonConverter<TId>
        where TId : struct, IEntityId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && reader.TryGetGuid(out var id)
                ? TId.From(id)
                : throw new JsonException("An id is a UUID.");

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
