using System.Data;
using System.Reflection;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Infrastructure.Accounts;
using Vics.Infrastructure.Persistence.Conversions;

namespace Vics.Infrastructure.Persistence;

/// <summary>
/// The model, the same for every database. A thin context per database adds what only that one needs; its migrations lie in a folder of their own.
/// </summary>
internal abstract class VicsDbContext(DbContextOptions options) : IdentityUserContext<VicsUser, Guid>(options)
{
    /// <summary>The longest text of a column that is searched or indexed and has no limit of its own in the domain.</summary>
    public const int ShortText = 256;

    /// <summary>The inventory.</summary>
    public DbSet<Unit> Units => Set<Unit>();

    /// <summary>The inventory of cameras.</summary>
    public DbSet<Camera> Cameras => Set<Camera>();

    /// <summary>Saved walls.</summary>
    public DbSet<WallRow> Walls => Set<WallRow>();

    /// <summary>How units are updated.</summary>
    public DbSet<UpdateProfile> UpdateProfiles => Set<UpdateProfile>();

    /// <summary>What is known of packages.</summary>
    public DbSet<Package> Packages => Set<Package>();

    /// <summary>Update jobs.</summary>
    public DbSet<UpdateJob> UpdateJobs => Set<UpdateJob>();

    /// <summary>Units within update jobs.</summary>
    public DbSet<UpdateTarget> UpdateTargets => Set<UpdateTarget>();

    /// <summary>What targets wrote down.</summary>
    public DbSet<UpdateLogRow> UpdateLog => Set<UpdateLogRow>();

    /// <summary>Requests that may come twice and count once.</summary>
    public DbSet<IdempotencyRow> IdempotencyKeys => Set<IdempotencyRow>();

    /// <summary>Who did what.</summary>
    public DbSet<AuditRow> Audit => Set<AuditRow>();

    /// <summary>Keys to the API.</summary>
    public DbSet<ApiTokenRow> ApiTokens => Set<ApiTokenRow>();

    /// <summary>Browser sessions.</summary>
    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    /// <summary>A text without its case, for searching: <c>lower()</c> of SQLite knows ASCII only, so each database brings its own.</summary>
    public static string? Fold(string? text) => text?.ToLowerInvariant();

    /// <summary>A text that sorts as people count: <c>unit 9</c> before <c>Unit 10</c>, <c>10.0.0.9</c> before <c>10.0.0.10</c>, <c>2.9</c> before <c>2.10</c>.</summary>
    public static string? NaturalOrder(string? text) => text is null ? null : Persistence.NaturalOrder.KeyOf(text);

    /// <summary>
    /// Begins a transaction that reads in order to write: nobody else's write comes between. In SQLite it is the only writer from here on.
    /// </summary>
    public Task<IDbContextTransaction> BeginWriteAsync(CancellationToken ct) => Database.BeginTransactionAsync(IsolationLevel.Serializable, ct);

    /// <summary>What must be unique is taken.</summary>
    public abstract bool IsUniqueViolation(DbUpdateException exception);

    /// <summary>What is referred to is gone.</summary>
    public abstract bool IsForeignKeyViolation(DbUpdateException exception);

    /// <summary>What must be done before a migration; called by the only process that may migrate now.</summary>
    public abstract Task PrepareForMigrationAsync(CancellationToken ct);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(VicsDbContext).Assembly);
        builder.HasDbFunction(() => Fold(null)).HasName("vics_fold");
        builder.HasDbFunction(() => NaturalOrder(null)).HasName("vics_natural_order");
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        conventions.Properties<Sha256Digest>().HaveConversion<Sha256DigestConverter>().HaveMaxLength(64);
        conventions.Properties<SealedSecret>().HaveConversion<SealedSecretConverter>();
        conventions.Properties<OperatorText>().HaveConversion<JsonTextConverter<OperatorText>>();
        foreach (var id in EntityIds())
            conventions.Properties(id).HaveConversion(typeof(EntityIdConverter<>).MakeGenericType(id));
    }

    private static IEnumerable<Type> EntityIds() => typeof(EntityId).Assembly.GetTypes().Where(type =>
        type.IsValueType && type.GetTypeInfo().ImplementedInterfaces.Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityId<>)));
}
