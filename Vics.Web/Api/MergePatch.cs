using System.Text.Json;
using System.Text.Json.Nodes;
using Vics.Domain;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api;

/// <summary>A JSON merge patch (RFC 7396): a field that is sent changes, null takes it back to what it is by itself, the others stay.</summary>
public static class MergePatch
{
    /// <summary>What is stored with the patch laid over it, or what of the patch cannot be read.</summary>
    /// <param name="stored">A request that would change nothing.</param>
    /// <param name="patch">The body as it came.</param>
    /// <param name="emptied">Fields whose null says something else in a request (keep it, the usual value): null empties them here.</param>
    public static (TRequest? Request, IReadOnlyList<FieldError> Errors) Apply<TRequest>(TRequest stored, JsonElement patch, params string[] emptied)
        where TRequest : class
    {
        if (patch.ValueKind is not JsonValueKind.Object)
            return (null, [new("", OperatorText.Of($"Send a JSON object with the fields to change."))]);

        try
        {
            var merged = JsonSerializer.SerializeToNode(stored, ApiJson.Options)!.AsObject();
            foreach (var field in patch.EnumerateObject())
                Lay(field, merged, emptied);
            return (merged.Deserialize<TRequest>(ApiJson.Options), []);
        }
        // The latter for half a character (\ud800 alone), which is JSON by its grammar and no text.
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            var field = (unreadable as JsonException)?.Path?.TrimStart('$').TrimStart('.') ?? "";
            return (null, [new(field, OperatorText.Of($"This is not the kind of value that belongs here."))]);
        }
    }

    private static void Lay(JsonProperty field, JsonObject merged, string[] emptied)
    {
        if (field.Value.ValueKind is not JsonValueKind.Null)
            merged[field.Name] = JsonNode.Parse(field.Value.GetRawText());
        else if (emptied.Contains(field.Name))
            merged[field.Name] = "";
        else
            merged.Remove(field.Name);
    }
}
