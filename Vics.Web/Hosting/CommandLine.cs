using Vics.Web.Commands;

namespace Vics.Web.Hosting;

/// <summary>
/// What was typed behind the program's name: a sub-command and its words (<c>token create --user ann --name ci</c>),
/// or settings for the server (<c>--urls http://*:8000</c>).
/// </summary>
public sealed class CommandLine
{
    private CommandLine(string[] arguments)
    {
        IsCommand = SubCommands.AreMeantBy(arguments);
        (Words, Settings) = IsCommand ? Part(arguments) : ([], arguments);
    }

    /// <summary>Whether this is a sub-command: then nothing listens, and standard output belongs to its answer.</summary>
    public bool IsCommand { get; }

    /// <summary>The words of the sub-command, as typed.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>
    /// The host's options. The files beside the program are its content, wherever it is started from, and the words of
    /// a sub-command are no settings.
    /// </summary>
    public WebApplicationOptions HostOptions => new()
    {
        Args = Settings,
        ContentRootPath = AppContext.BaseDirectory,
        ApplicationName = typeof(CommandLine).Assembly.GetName().Name,
    };

    private string[] Settings { get; }

    /// <summary>Reads the arguments of the program.</summary>
    public static CommandLine Parse(string[] arguments) => new(arguments);

    // --Vics:DataDirectory=/srv/vics or --Vics:DataDirectory /srv/vics: a name with a colon is a setting's, no option of a
    // command has one. --Urls has none, but belongs to the line a server is started with, which people copy.
    private static (string[] Words, string[] Settings) Part(string[] arguments)
    {
        var (words, settings) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i].Split('=')[0];
            var isSetting = name.StartsWith("--", StringComparison.Ordinal)
                && (name.Contains(':', StringComparison.Ordinal) || name.Equals("--urls", StringComparison.OrdinalIgnoreCase));
            (isSetting ? settings : words).Add(arguments[i]);
            if (isSetting && name == arguments[i] && i + 1 < arguments.Length)
                settings.Add(arguments[++i]);
        }

        return ([.. words], [.. settings]);
    }
}
