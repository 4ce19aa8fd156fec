using Microsoft.Extensions.Options;

namespace Vics.Infrastructure.Persistence;

/// <summary>Which database: <c>Vics:Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Vics:Database";

    /// <summary>A file in the data directory, or at <c>ConnectionStrings:Vics</c>.</summary>
    public const string Sqlite = "Sqlite";

    /// <summary>Its kind.</summary>
    public string Provider { get; set; } = Sqlite;
}

/// <summary>Names what was expected.</summary>
internal sealed class ValidateDatabaseOptions : IValidateOptions<DatabaseOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options) =>
        string.Equals(options.Provider, DatabaseOptions.Sqlite, StringComparison.OrdinalIgnoreCase)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{DatabaseOptions.Section}:Provider is '{options.Provider}'; expected is '{DatabaseOptions.Sqlite}'.");
}
