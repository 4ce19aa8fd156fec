using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Vics.Infrastructure;

namespace Vics.Web.Hosting;

/// <summary>The log: console and a file a day under the data directory. Levels are set under <c>Serilog</c>.</summary>
internal static class Logging
{
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {Message:lj}{NewLine}{Exception}";
    private const string FileLine = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {SourceContext}: {Message:lj}{NewLine}{Exception}";

    public static void AddVicsLogging(this WebApplicationBuilder builder, CommandLine commandLine) =>
        builder.Services.AddSerilog((services, log) => Configure(log, builder.Configuration, commandLine), preserveStaticLogger: true);

    /// <summary>One line a request: method, path, status, time. Never the query, which may carry secrets.</summary>
    public static void UseVicsRequestLogging(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        options.IncludeQueryInRequestPath = false;
        options.GetLevel = (context, _, exception) => exception is not null || context.Response.StatusCode >= 500
            ? LogEventLevel.Error
            : IsQuiet(context) ? LogEventLevel.Debug : LogEventLevel.Information;
    });

    private static void Configure(LoggerConfiguration log, IConfiguration configuration, CommandLine commandLine)
    {
        DataDirectory directory = Settings.PrepareDataDirectory(configuration);
        ReadLevels(log, configuration)
            .Enrich.FromLogContext()
            .Filter.ByExcluding(IsToldByStartFailure)
            .WriteTo.Console(
                // A sub-command's standard output carries its answer alone.
                standardErrorFromLevel: commandLine.IsCommand ? LevelAlias.Minimum : LogEventLevel.Error,
                restrictedToMinimumLevel: commandLine.IsCommand ? LogEventLevel.Warning : LevelAlias.Minimum,
                formatProvider: CultureInfo.InvariantCulture,
                outputTemplate: Line)
            .WriteTo.File(
                Path.Combine(directory.Logs, "vics-.log"),
                formatProvider: CultureInfo.InvariantCulture,
                outputTemplate: FileLine,
                rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: 100L << 20,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: 31,
                shared: true);
    }

    private static LoggerConfiguration ReadLevels(LoggerConfiguration log, IConfiguration configuration)
    {
        try
        {
            return log.ReadFrom.Configuration(configuration);
        }
        catch (InvalidOperationException exception)
        {
            throw new UnusableSettingException($"Serilog: {exception.Message}", exception);
        }
    }

    /// <summary>The host logs a failed start with its stack trace; the program tells it in one line of its own.</summary>
    private static bool IsToldByStartFailure(LogEvent logged) =>
        logged.Exception is { } exception
        && StartFailure.Describe(exception) is not null
        && logged.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source is ScalarValue { Value: string name }
        && (name.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));

    /// <summary>Files and health questions are asked too often to be told each time.</summary>
    private static bool IsQuiet(HttpContext context) =>
        context.Response.StatusCode < 400
        && (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            || context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null);
}
