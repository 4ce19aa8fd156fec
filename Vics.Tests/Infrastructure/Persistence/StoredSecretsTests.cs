using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Infrastructure.Secrets;
using Xunit;
using Secret = Vics.Domain.Secret;

namespace Vics.Tests.Infrastructure.Persistence;

public sealed class StoredSecretsTests : IAsyncLifetime
{
    private readonly StoresOnDisk _stores = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _stores.InitializeAsync();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task No_secret_can_be_read_in_the_files_of_the_database()
    {
        const string mark = "kR7-plain-to-see";
        var entry = new UnitEntry
        {
            Host = "10.0.0.1",
            UserName = "mirero",
            Password = new Secret(mark + "-password"),
            PrivateKey = new Secret(mark + "-key"),
            Passphrase = new Secret(mark + "-passphrase"),
            ApiPassword = new Secret(mark + "-api"),
        };
        await _stores.AddedAsync(Unit.Create(entry, _stores.The<ISecretSeal>(), _stores.Now));
        await _stores.AddedAsync(
            _stores.NewCamera(new CameraEntry { Host = "10.0.0.2", Password = new Secret(mark + "-camera") }),
            _stores.NewCamera(new CameraEntry { Source = CameraSource.Rtsp, StreamUrl = $"rtsp://ann:{mark}-stream@10.0.0.3/a", SubStreamUrl = $"rtsp://ann:{mark}-sub@10.0.0.3/b" }));
        var account = Assert.IsType<AccountChange.Done>(await _stores.The<IAccountStore>().CreateAsync("ann", new Secret(mark + "-account"), Role.Viewer, Ct)).Account;
        var (_, token) = await _stores.The<IApiTokenStore>().CreateAsync(account.Id, "script", null, Ct);

        foreach (var file in Directory.EnumerateFiles(_stores.Data.Root, "*", SearchOption.AllDirectories))
        {
            var bytes = await ReadSharedAsync(file);
            foreach (var secret in new[] { mark, token.Reveal()[12..] })
            {
                Assert.False(Contains(bytes, Encoding.UTF8.GetBytes(secret)), file);
                Assert.False(Contains(bytes, Encoding.Unicode.GetBytes(secret)), file);
                Assert.False(Contains(bytes, Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))[..12])), file);
            }
        }

        await using var context = _stores.OpenDatabase();
        Assert.Equal((1, 2), (await context.Units.CountAsync(Ct), await context.Cameras.CountAsync(Ct)));
    }

    [Fact]
    public void What_was_sealed_opens_again_and_never_prints()
    {
        var seal = _stores.The<ISecretSeal>();
        var secret = seal.Seal(new Secret("pässword"));

        Assert.Equal("pässword", seal.Open(secret).Reveal());
        Assert.Equal("***", secret.ToString());
        Assert.NotEqual(secret.Sealed, seal.Seal(new Secret("pässword")).Sealed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 !")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_cannot_be_opened_is_said_to_be_unreadable(string text) =>
        Assert.Throws<SecretUnreadableException>(() => _stores.The<ISecretSeal>().Open(new SealedSecret(text)));

    [Fact]
    public void Another_installation_cannot_open_it()
    {
        var sealedHere = _stores.The<ISecretSeal>().Seal(new Secret("secret"));
        var elsewhere = new DataProtectionSecretSeal(new EphemeralDataProtectionProvider());

        Assert.Throws<SecretUnreadableException>(() => elsewhere.Open(sealedHere));
    }

    private static bool Contains(byte[] bytes, byte[] part) => bytes.AsSpan().IndexOf(part) >= 0;

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, Ct);
        return copy.ToArray();
    }
}
