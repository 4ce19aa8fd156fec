using System.Globalization;

namespace Vics.Domain;

/// <summary>
/// A sentence for a person, kept so that it can be said in the reader's language later: the English template is the
/// key of its translation, the arguments are what was filled in. Jobs run at night and are read by people with
/// different languages, so a finished sentence must not be stored.
/// </summary>
/// <param name="Template">English, with <c>{0}</c>, <c>{1}</c> … for the arguments.</param>
/// <param name="Arguments">What the device or the operator said; never a secret.</param>
public sealed record OperatorText(string Template, IReadOnlyList<string> Arguments)
{
    /// <summary>Takes an interpolated sentence apart: <c>OperatorText.Of($"Package {name} is gone.")</c>.</summary>
    public static OperatorText Of(FormattableString sentence) => new(
        sentence.Format,
        [.. sentence.GetArguments().Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "")]);

    /// <summary>The sentence in English.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Template, [.. Arguments]);

    /// <inheritdoc/>
    public bool Equals(OperatorText? other) =>
        other is not null && Template == other.Template && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Template, Arguments.Count);
}
