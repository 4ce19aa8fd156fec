using Xunit;

namespace Vics.Tests.Support;

/// <summary>
/// For tests that need the machine for themselves: a browser that plays live video takes all of a small one, and what else runs then is slow for no
/// reason of its own. They come after all others, one at a time.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
