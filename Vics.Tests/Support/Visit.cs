using Microsoft.Playwright;
using Xunit;

namespace Vics.Tests.Support;

/// <summary>A browser window of its own. It notes what the page complains about.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    internal Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _errors.Add(message.Text);
        };
        page.PageError += (_, error) => _errors.Add(error);
    }

    /// <summary>The window. Addresses may be relative: <c>GotoAsync("/units")</c>.</summary>
    public IPage Page { get; }

    /// <summary>What the page complained about.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Fails where a script failed, a file was missing or the content security policy forbade something.</summary>
    public void AssertNoErrors() => Assert.Empty(_errors);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
