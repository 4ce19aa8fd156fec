using System.Globalization;

namespace Vics.Bench;

/// <summary>What a server and all it started use, from <c>/proc</c>.</summary>
internal sealed class ProcessTree(int root)
{
    private const double TicksPerSecond = 100;

    /// <summary>Processor time so far, in seconds, and resident memory, in MB.</summary>
    public (double Cpu, double Megabytes) Measure()
    {
        double cpu = 0, bytes = 0;
        foreach (var stat in Members())
        {
            cpu += (long.Parse(stat[11], CultureInfo.InvariantCulture) + long.Parse(stat[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
            bytes += long.Parse(stat[21], CultureInfo.InvariantCulture) * (double)Environment.SystemPageSize;
        }

        return (cpu, bytes / (1 << 20));
    }

    private List<string[]> Members()
    {
        var all = new Dictionary<int, string[]>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            try
            {
                // From behind the name in brackets, which may hold blanks: state, parent, …
                var text = File.ReadAllText(Path.Combine(directory, "stat"));
                all[id] = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            }
            catch (IOException)
            {
                // Ended meanwhile.
            }
        }

        return [.. all.Where(one => IsBelow(one.Key, all)).Select(one => one.Value)];
    }

    private bool IsBelow(int id, Dictionary<int, string[]> all)
    {
        for (var at = id; at > 1 && all.TryGetValue(at, out var stat); at = int.Parse(stat[1], CultureInfo.InvariantCulture))
        {
            if (at == root)
                return true;
        }

        return false;
    }
}
