using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Vics.Infrastructure.Persistence;

/// <summary>Makes the context for <c>dotnet ef</c>, which needs the model but no database.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteVicsDbContext>
{
    /// <inheritdoc/>
    public SqliteVicsDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteVicsDbContext>().UseSqlite("Data Source=:memory:").Options);
}
