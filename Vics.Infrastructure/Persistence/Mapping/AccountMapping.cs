using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Vics.Infrastructure.Accounts;

namespace Vics.Infrastructure.Persistence.Mapping;

/// <summary>Identity's tables under our names.</summary>
internal sealed class AccountMapping :
    IEntityTypeConfiguration<VicsUser>,
    IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
    IEntityTypeConfiguration<IdentityUserLogin<Guid>>,
    IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<VicsUser> account)
    {
        account.ToTable("Accounts");
        account.Property(a => a.Id).ValueGeneratedNever();
    }

    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> claim) => claim.ToTable("AccountClaims");

    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> login) => login.ToTable("AccountLogins");

    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> token) => token.ToTable("AccountTokens");
}
