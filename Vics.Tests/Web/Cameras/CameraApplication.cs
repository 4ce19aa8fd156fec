using Microsoft.Extensions.DependencyInjection;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>The real application with a camera that exists only in the test: what pages and the API do with what a camera answers.</summary>
public sealed class CameraApplication : IAsyncDisposable
{
    /// <summary>With the default settings.</summary>
    public CameraApplication() => Vics = VicsApplication.With(services => services
        .AddSingleton<ICameraProbe>(Fake).AddSingleton<IPtzControl>(Fake).AddSingleton<ICameraSnapshots>(Fake)
        .AddSingleton<IStreamStills>(Fake).AddSingleton<IStreamCheck>(Fake).AddSingleton<IUnitApi>(Fake));

    /// <summary>The application.</summary>
    public VicsApplication Vics { get; }

    internal FakeCamera Fake { get; } = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Adds a camera to the inventory.</summary>
    public async Task<Camera> AddAsync(CameraEntry? entry = null)
    {
        _ = Vics.Address;
        entry ??= new CameraEntry { Name = "Gate", Host = "192.0.2.1", UserName = "admin", Password = new Secret("camera-secret"), Ptz = true };
        return Assert.IsType<CameraChange.Done>(await Vics.Services.GetRequiredService<CameraInventory>().AddAsync(entry, Actor.Server, Ct)).Camera;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Vics.DisposeAsync();
}
