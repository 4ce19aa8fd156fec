using Vics.Web.Commands;

namespace Vics.Web.Hosting;

/// <summary>
/// What was typed behind the program's name: a sub-command and its words (<c>token create --user ann --name ci</c>),
/// or settings for the server (<c>--urls http://*:8000</c>).
/// </summary>
public sealed class CommandLine
{
    private readonly string[] _arguments;

    private CommandLine(string[] arguments)
    {
        _arguments = arguments;
        IsCommand = SubCommands.AreMeantBy(arguments);
    }

    /// <summary>Whether this is a sub-command: then nothing listens, and standard output belongs to its answer.</summary>
    public bool IsCommand { get; }

    /// <summary>The words of the sub-command, as typed.</summary>
    public IReadOnlyList<string> Words => IsCommand ? _arguments : [];

    /// <summary>
    /// The host's options. The files beside the program are its content, wherever it is started from, and the words of
    /// a sub-command are no settings.
    /// </summary>
    public WebApplicationOptions HostOptions => new()
    {
        Args = IsCommand ? [] : _arguments,
        ContentRootPath = AppContext.BaseDirectory,
        ApplicationName = typeof(CommandLine).Assembly.GetName().Name,
    };

    /// <summary>Reads the arguments of the program.</summary>
    public static CommandLine Parse(string[] arguments) => new(arguments);
}
