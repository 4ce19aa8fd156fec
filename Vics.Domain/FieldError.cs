namespace Vics.Domain;

/// <summary>One thing wrong with what was entered.</summary>
/// <param name="Field">The field's name as the API spells it (<c>host</c>, <c>plan.parallelism</c>).</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record FieldError(string Field, OperatorText Message);
