using Vics.Tests.Lab;
using Xunit;

namespace Vics.Tests.Demo;

/// <summary>Scripts that no compiler looks at.</summary>
public sealed class DemoScriptTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Scripts =>
        [.. Directory.EnumerateFiles(StandInFleet.Source, "*", SearchOption.AllDirectories)
            .Where(path => File.ReadLines(path).First().EndsWith("bash", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(StandInFleet.Source, path))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Bash_can_read_it(string script)
    {
        var read = await LabShell.RunAsync("bash", ["-n", Path.Combine(StandInFleet.Source, script)], default, TimeSpan.FromSeconds(10), Ct);

        Assert.True(read.ExitCode == 0, read.Error);
    }

    [Fact]
    public async Task A_program_is_the_same_whenever_it_is_made()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => LabShell.RunAsync(
            "bash", [Path.Combine(StandInFleet.Source, "program.sh"), "2.0.0", "100"], default, TimeSpan.FromSeconds(10), Ct)));

        Assert.Equal(100 * 1024, made[0].Output.Length);
        Assert.Equal(made[0].Output, made[1].Output);
    }
}
