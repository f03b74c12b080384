using System.Globalization;
using Assay.Engine.Advisories;
using Assay.Packaging.Versions;

namespace Assay.Feeds;

/// <summary>
/// A specifier of Safety's database (clauses joined by commas, all of which must hold) as a range. Read by order of versions, as the
/// ranges of OSV are: <c>&lt;2.0</c> holds 2.0rc1. A bound that is no version of PEP 440 is kept as written, and so undecided later.
/// </summary>
internal static class SafetySpecifier
{
    private static readonly string[] s_operators = ["===", "==", "<=", ">=", "<", ">", "~=", "!="];

    /// <param name="problem">One sentence where it cannot be read.</param>
    public static bool TryRead(string spec, ICollection<AffectedRange> ranges, ICollection<string> versions, out string? problem)
    {
        problem = null;
        (string? lower, string? upper, bool isInclusive, string? exact) = (null, null, false, null);
        foreach (string clause in spec.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string? sign = s_operators.FirstOrDefault(sign => clause.StartsWith(sign, StringComparison.Ordinal));
            string version = clause[(sign?.Length ?? 0)..].Trim();
            if (clause == "*")
            {
                continue;
            }

            if (version.Length == 0 || sign is null or "~=" or "!=" || (version.EndsWith(".*", StringComparison.Ordinal) && sign != "=="))
            {
                problem = $"The specifier '{spec}' holds a clause that is not one of <, <=, >, >=, == and a version.";
                return false;
            }

            switch (sign)
            {
                case "==" when version.EndsWith(".*", StringComparison.Ordinal):
                    if (!PackageVersion.TryParse(version.AsSpan()[..^2], out PackageVersion? start) || Next(version[..^2]) is not string end)
                    {
                        problem = $"The specifier '{spec}' holds a prefix that is no version.";
                        return false;
                    }

                    lower = Higher(lower, $"{start}.dev0");
                    (upper, isInclusive) = Lower(upper, isInclusive, $"{end}.dev0", inclusive: false);
                    break;
                case "==" or "===":
                    exact = version;
                    break;
                case ">=":
                    lower = Higher(lower, version);
                    break;
                case ">":
                    lower = Higher(lower, Successor(version));
                    break;
                default:
                    (upper, isInclusive) = Lower(upper, isInclusive, version, sign == "<=");
                    break;
            }
        }

        if (exact is not null)
        {
            // Together with bounds it is still that version at most.
            versions.Add(exact);
            return true;
        }

        RangeEvent from = new(RangeEventKind.Introduced, lower ?? "0");
        ranges.Add(new AffectedRange(
            upper is null ? [from] : [from, new RangeEvent(isInclusive ? RangeEventKind.LastAffected : RangeEventKind.Fixed, upper)]));
        return true;
    }

    // The least version above one: nothing without a local label stands between 1.0 and 1.0.post0.dev0, or 1.0.dev3 and 1.0.dev4.
    private static string Successor(string version)
    {
        if (!PackageVersion.TryParse(version, out PackageVersion? parsed))
        {
            return version;
        }

        string text = parsed.ToString().Split('+')[0];
        foreach (string part in (ReadOnlySpan<string>)[".dev", ".post"])
        {
            int at = text.LastIndexOf(part, StringComparison.Ordinal);
            if (at >= 0 && ulong.TryParse(text.AsSpan(at + part.Length), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number < ulong.MaxValue)
            {
                string next = $"{text[..at]}{part}{(number + 1).ToString(CultureInfo.InvariantCulture)}";
                return part == ".dev" ? next : $"{next}.dev0";
            }
        }

        return $"{text}.post0.dev0";
    }

    // 1.4 is followed by 1.5.
    private static string? Next(string prefix)
    {
        int dot = prefix.LastIndexOf('.') + 1;
        return ulong.TryParse(prefix.AsSpan(dot), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number < ulong.MaxValue
            ? prefix[..dot] + (number + 1).ToString(CultureInfo.InvariantCulture)
            : null;
    }

    // What cannot be ordered wins, so that it stays in sight and undecided.
    private static string Higher(string? known, string version) => Prefers(known, version, static order => order < 0) ? version : known!;

    private static (string Version, bool IsInclusive) Lower(string? known, bool isInclusive, string version, bool inclusive) =>
        Prefers(known, version, order => order > 0 || (order == 0 && !inclusive)) ? (version, inclusive) : (known!, isInclusive);

    private static bool Prefers(string? known, string version, Func<int, bool> isStricter) =>
        known is null
        || (PackageVersion.TryParse(known, out PackageVersion? a) && (!PackageVersion.TryParse(version, out PackageVersion? b) || isStricter(a.CompareTo(b))));
}
