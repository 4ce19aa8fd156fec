namespace Vics.Domain;

/// <summary>One line of a list to import.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Entry">What stands on it.</param>
/// <param name="Errors">What kept it from being read (a port that is no number); empty where it could be.</param>
public sealed record ImportLine<TEntry>(int Number, TEntry Entry, IReadOnlyList<FieldError> Errors);

/// <summary>What is wrong with one line.</summary>
/// <param name="Line">Its number, from 1; 0 for the file as a whole.</param>
/// <param name="Error">What.</param>
public sealed record ImportError(int Line, FieldError Error);

/// <summary>How an import ended.</summary>
/// <param name="Added">How many units or cameras it adds.</param>
/// <param name="Errors">What is wrong; nothing is imported then.</param>
/// <param name="Imported">They are in the inventory.</param>
public sealed record ImportResult(int Added, IReadOnlyList<ImportError> Errors, bool Imported);
