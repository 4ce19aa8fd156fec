using System.Globalization;
using Microsoft.Extensions.Localization;
using Vics.Web.Localization;

namespace Vics.Web.Display;

/// <summary>Sizes and durations as every page writes them: <c>20.5 MB</c>, <c>2 min 5 s</c>.</summary>
public static class Amounts
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>A number of bytes, by thousands, with a decimal where it says something.</summary>
    public static string Size(long bytes)
    {
        double amount = bytes;
        var unit = 0;
        while (Math.Abs(amount) >= 999.5 && unit < Units.Length - 1)
        {
            amount /= 1000;
            unit++;
        }

        var digits = unit == 0 || Math.Abs(amount) >= 99.95 ? "0" : "0.#";
        return string.Create(CultureInfo.InvariantCulture, $"{amount.ToString(digits, CultureInfo.InvariantCulture)} {Units[unit]}");
    }

    /// <summary>A number of units: <c>1 unit</c>, <c>42 units</c>.</summary>
    public static string UnitCount(this IStringLocalizer<SharedText> L, int count)
    {
        ArgumentNullException.ThrowIfNull(L);
        return count == 1 ? L["1 unit"] : L["{0} units", count];
    }

    /// <summary>A duration by its two largest parts; below a second in milliseconds.</summary>
    public static string Duration(this IStringLocalizer<SharedText> L, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(L);
        return duration switch
        {
            { TotalSeconds: < 1 } => L["{0} ms", (int)duration.TotalMilliseconds],
            { TotalSeconds: < 10, Milliseconds: >= 50 } => L["{0} s", duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)],
            { TotalMinutes: < 1 } => L["{0} s", (int)duration.TotalSeconds],
            { TotalHours: < 1 } => L["{0} min {1} s", duration.Minutes, duration.Seconds],
            { TotalDays: < 1 } => L["{0} h {1} min", duration.Hours, duration.Minutes],
            _ => L["{0} d {1} h", duration.Days, duration.Hours],
        };
    }
}
