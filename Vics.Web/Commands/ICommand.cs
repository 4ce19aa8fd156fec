namespace Vics.Web.Commands;

/// <summary>
/// A sub-command of the program (<c>dotnet Vics.Web.dll user add …</c>). It uses the server's configuration and
/// services; the server itself does not start. Register it with <c>AddScoped&lt;ICommand, …&gt;()</c>.
/// </summary>
public interface ICommand
{
    /// <summary>The words that call it: <c>user add</c>.</summary>
    string Name { get; }

    /// <summary>One line that shows how to call it.</summary>
    string Usage { get; }

    /// <summary>
    /// Does the work. The answer goes to standard output, everything else to standard error.
    /// </summary>
    /// <param name="arguments">What was typed behind the name.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
