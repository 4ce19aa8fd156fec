using Microsoft.Extensions.Options;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Domain.UpdateJobs;
using Vics.Infrastructure;

namespace Vics.Web.Hosting;

/// <summary>The product's own settings, checked when it starts.</summary>
internal static class Settings
{
    private const string Section = "Vics";

    public static void AddVicsSettings(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<VicsOptions>, Validation>();
        builder.Services.AddOptions<VicsOptions>()
            .Configure<IConfiguration>((options, configuration) => SettingsReader.Read(configuration.GetSection(Section), options))
            .ValidateOnStart();
        builder.Services.AddSingleton(services => new DataDirectory(services.GetRequiredService<IOptions<VicsOptions>>().Value.DataDirectory));
        builder.Services.AddSingleton(services =>
            AllowedNetworks.TryParse(services.GetRequiredService<IOptions<VicsOptions>>().Value.Network.AllowedNetworks, out var networks)
                ? networks
                : throw new System.Diagnostics.UnreachableException("The settings were checked."));
        builder.Services.AddSingleton(services => new UpdateSettings
        {
            ReconnectLimit = TimeSpan.FromSeconds(services.GetRequiredService<IOptions<VicsOptions>>().Value.Updates.ReconnectSeconds),
        });
        builder.Services.AddSingleton(services => new CameraMonitorSettings
        {
            Interval = TimeSpan.FromSeconds(services.GetRequiredService<IOptions<VicsOptions>>().Value.Cameras.CheckSeconds),
        });
    }

    /// <summary>The data directory, for what is needed before the services stand; a wrong one stops the start here.</summary>
    public static DataDirectory PrepareDataDirectory(IConfiguration configuration)
    {
        var options = new VicsOptions();
        var errors = SettingsReader.Read(configuration.GetSection(Section), options);
        if (errors.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(VicsOptions), errors);

        var directory = new DataDirectory(options.DataDirectory);
        try
        {
            Directory.CreateDirectory(directory.Logs);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableSettingException(
                $"Vics:DataDirectory is '{options.DataDirectory}': {directory.Root} cannot be made or written.", exception);
        }

        return directory;
    }

    private sealed class Validation(IConfiguration configuration) : IValidateOptions<VicsOptions>
    {
        public ValidateOptionsResult Validate(string? name, VicsOptions options)
        {
            var errors = SettingsReader.Read(configuration.GetSection(Section), new VicsOptions());
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
