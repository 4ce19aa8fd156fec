using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Xunit;

namespace Vics.Tests.Infrastructure.Persistence;

public sealed class AuditLogTests : IAsyncLifetime
{
    private readonly StoresOnDisk _stores = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IAuditLog Audit => _stores.The<IAuditLog>();

    public ValueTask InitializeAsync() => _stores.InitializeAsync();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Lines_come_back_newest_first_as_they_were_written()
    {
        var ann = new Actor(EntityId.New<AccountId>(_stores.Now), "ann", "10.0.0.5");
        var first = new AuditEntry(_stores.Now, ann, "unit.created", "Gate", Guid.CreateVersion7(), "mirero@10.0.0.1:22");
        var second = new AuditEntry(_stores.Now, Actor.Server, "updateJob.ended", "job", null, null);
        await Audit.WriteAsync(first, Ct);
        await Audit.WriteAsync(second, Ct);

        Assert.Equal([second, first], (await Audit.ListAsync(new ListQuery(), Ct)).Items);
        Assert.Equal([first], (await Audit.ListAsync(new ListQuery(Page: 2, PageSize: 1), Ct)).Items);
    }

    [Theory]
    [InlineData("ANN")]
    [InlineData("unit.created")]
    [InlineData("gate")]
    [InlineData("mirero@")]
    public async Task Search_looks_in_actor_action_subject_and_detail(string search)
    {
        await Audit.WriteAsync(new AuditEntry(_stores.Now, new Actor(null, "Ann", "here"), "unit.created", "Gate", null, "mirero@10.0.0.1"), Ct);
        await Audit.WriteAsync(new AuditEntry(_stores.Now, Actor.Server, "unitXcreated", "other", null, null), Ct);

        Assert.Equal(["Gate"], (await Audit.ListAsync(new ListQuery(Search: search), Ct)).Items.Select(entry => entry.Subject));
    }
}
