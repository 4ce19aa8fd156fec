using Microsoft.EntityFrameworkCore;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Persistence;

/// <summary>Says how a save ended, where others save the same things at the same time.</summary>
internal static class Saving
{
    /// <summary>Saves what was changed in the context, all or none.</summary>
    public static async Task<SaveOutcome> TrySaveAsync(this VicsDbContext context, CancellationToken ct)
    {
        try
        {
            await context.SaveChangesAsync(ct);
            return SaveOutcome.Saved;
        }
        catch (DbUpdateConcurrencyException)
        {
            return SaveOutcome.Stale;
        }
        catch (DbUpdateException taken) when (context.IsUniqueViolation(taken))
        {
            return SaveOutcome.Taken;
        }
        catch (DbUpdateException gone) when (context.IsForeignKeyViolation(gone))
        {
            // What was chosen (a unit's profile, a camera's unit) was removed in between.
            return SaveOutcome.Stale;
        }
    }
}
