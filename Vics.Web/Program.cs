using Vics.Domain;
using Vics.Infrastructure;
using Vics.Web;
using Vics.Web.Hosting;

try
{
    var commandLine = CommandLine.Parse(args);
    if (commandLine.IsCommand)
        return await Running.RunCommandAsync(commandLine, () => Build(commandLine));

    await using var app = Build(commandLine);
    app.UseVicsWeb();
    return await app.ServeAsync();
}
catch (Exception exception) when (StartFailure.Describe(exception) is { } reason)
{
    await Console.Error.WriteLineAsync(reason);
    return 1;
}

static WebApplication Build(CommandLine commandLine)
{
    var builder = WebApplication.CreateBuilder(commandLine.HostOptions);
    builder.AddVicsWeb(commandLine);
    builder.Services.AddVicsDomain().AddVicsInfrastructure(builder.Configuration);
    return builder.Build();
}
