using Microsoft.EntityFrameworkCore;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Persistence;

/// <summary>Update profiles in the database. Whichever is made the default takes over from the one before, so there is always one.</summary>
internal sealed class UpdateProfileStore(IDbContextFactory<VicsDbContext> contexts) : IUpdateProfileStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<UpdateProfile>> ListAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.UpdateProfiles.AsNoTracking()
            .OrderByDescending(profile => profile.IsDefault).ThenBy(profile => VicsDbContext.NaturalOrder(profile.Name)).ToListAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<UpdateProfile?> FindAsync(UpdateProfileId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.UpdateProfiles.AsNoTracking().SingleOrDefaultAsync(profile => profile.Id == id, ct);
    }

    /// <inheritdoc/>
    public async Task<UpdateProfile> DefaultAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.UpdateProfiles.AsNoTracking().SingleAsync(profile => profile.IsDefault, ct);
    }

    /// <inheritdoc/>
    public async Task<SaveOutcome> AddAsync(UpdateProfile profile, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await context.BeginWriteAsync(ct);
        if (profile.IsDefault)
            await TakeOverAsDefaultAsync(context, profile.Id, ct);
        context.UpdateProfiles.Add(profile);
        try
        {
            await context.SaveChangesAsync(ct);
        }
        catch (DbUpdateException taken) when (context.IsUniqueViolation(taken))
        {
            return SaveOutcome.Taken;
        }

        await transaction.CommitAsync(ct);
        return SaveOutcome.Saved;
    }

    /// <inheritdoc/>
    public async Task<SaveOutcome> SaveAsync(UpdateProfile profile, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await context.BeginWriteAsync(ct);
        var stored = await context.UpdateProfiles.AsNoTracking().SingleOrDefaultAsync(other => other.Id == profile.Id, ct);
        if (stored is null || stored.Revision != profile.Revision)
            return SaveOutcome.Stale;

        if (profile.IsDefault && !stored.IsDefault)
            await TakeOverAsDefaultAsync(context, profile.Id, ct);
        // The default stays it until another takes over.
        var saved = profile with { Revision = stored.Revision + 1, IsDefault = profile.IsDefault || stored.IsDefault };
        context.UpdateProfiles.Update(saved).Property(p => p.Revision).OriginalValue = stored.Revision;
        try
        {
            await context.SaveChangesAsync(ct);
        }
        catch (DbUpdateException taken) when (context.IsUniqueViolation(taken))
        {
            return SaveOutcome.Taken;
        }

        await transaction.CommitAsync(ct);
        return SaveOutcome.Saved;
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(UpdateProfileId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await context.BeginWriteAsync(ct);
        var profile = await context.UpdateProfiles.AsNoTracking().SingleOrDefaultAsync(other => other.Id == id, ct);
        if (profile is null)
            return false;
        if (profile.IsDefault)
            throw new InvalidOperationException("The default update profile cannot be removed: make another one the default first.");
        // The units that named it are set to null by their foreign key.
        await context.UpdateProfiles.Where(other => other.Id == id).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static Task<int> TakeOverAsDefaultAsync(VicsDbContext context, UpdateProfileId successor, CancellationToken ct) =>
        context.UpdateProfiles.Where(profile => profile.IsDefault && profile.Id != successor).ExecuteUpdateAsync(
            set => set.SetProperty(profile => profile.IsDefault, false).SetProperty(profile => profile.Revision, profile => profile.Revision + 1),
            ct);
}
