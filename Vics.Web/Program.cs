using Vics.Domain;
using Vics.Infrastructure;
using Vics.Web;
using Vics.Web.Hosting;

try
{
    var commandLine = CommandLine.Parse(args);
    var builder = WebApplication.CreateBuilder(commandLine.HostOptions);
    builder.AddVicsWeb(commandLine);
    builder.Services.AddVicsDomain().AddVicsInfrastructure(builder.Configuration);

    await using var app = builder.Build();
    app.UseVicsWeb();
    return await app.RunVicsAsync(commandLine);
}
catch (Exception exception) when (StartFailure.Describe(exception) is { } reason)
{
    await Console.Error.WriteLineAsync(reason);
    return 1;
}
