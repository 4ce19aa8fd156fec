using Microsoft.EntityFrameworkCore;
using Vics.Domain;
using Vics.Domain.Packages;

namespace Vics.Infrastructure.Persistence;

/// <summary>What is known of packages, in the database.</summary>
internal sealed class PackageStore(IDbContextFactory<VicsDbContext> contexts) : IPackageStore
{
    /// <inheritdoc/>
    public async Task<Paged<Package>> ListAsync(ListQuery query, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await Sorted(Found(context.Packages.AsNoTracking(), query.Search), query.Sort).PageAsync(query, ct);
    }

    /// <inheritdoc/>
    public async Task<Package?> FindAsync(PackageId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Packages.AsNoTracking().SingleOrDefaultAsync(package => package.Id == id, ct);
    }

    /// <inheritdoc/>
    public async Task<Package?> FindByContentAsync(Sha256Digest sha256, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Packages.AsNoTracking().SingleOrDefaultAsync(package => package.Sha256 == sha256, ct);
    }

    /// <inheritdoc/>
    public async Task<bool> AddAsync(Package package, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        context.Packages.Add(package);
        try
        {
            await context.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException taken) when (context.IsUniqueViolation(taken))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<PackageRemoval> DeleteAsync(PackageId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await context.BeginWriteAsync(ct);
        if (!await context.Packages.AnyAsync(package => package.Id == id, ct))
            return PackageRemoval.NoSuchPackage;
        if (await context.UpdateJobs.AnyAsync(job => job.PackageId == id && UpdateJobStore.Unfinished.Contains(job.State), ct))
            return PackageRemoval.InUse;
        await context.Packages.Where(package => package.Id == id).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return PackageRemoval.Removed;
    }

    private static IQueryable<Package> Found(IQueryable<Package> packages, string? search)
    {
        foreach (var word in SearchPattern.Of(search))
        {
            packages = packages.Where(package =>
                EF.Functions.Like(VicsDbContext.Fold(package.FileName)!, word, SearchPattern.Escape)
                || EF.Functions.Like(VicsDbContext.Fold(package.Version)!, word, SearchPattern.Escape)
                || EF.Functions.Like(VicsDbContext.Fold(package.Notes)!, word, SearchPattern.Escape)
                || EF.Functions.Like((string)(object)package.Sha256, word, SearchPattern.Escape));
        }

        return packages;
    }

    private static IOrderedQueryable<Package> Sorted(IQueryable<Package> packages, string? sort)
    {
        var order = SortOrder.Of(string.IsNullOrEmpty(sort) ? "-uploadedAt" : sort);
        var sorted = order.Field switch
        {
            "version" => order.Apply(packages, package => VicsDbContext.NaturalOrder(package.Version)),
            "fileName" => order.Apply(packages, package => VicsDbContext.NaturalOrder(package.FileName)),
            "sizeBytes" => order.Apply(packages, package => package.SizeBytes),
            "uploadedAt" => order.Apply(packages, package => package.UploadedAt),
            _ => packages.OrderByDescending(package => package.UploadedAt),
        };
        return sorted.ThenByDescending(package => package.Id);
    }
}
