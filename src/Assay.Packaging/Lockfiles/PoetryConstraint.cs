using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Lockfiles;

/// <summary>Turns Poetry's version constraints (caret, tilde, wildcard, bare versions) into those of PEP 440.</summary>
internal static class PoetryConstraint
{
    private static readonly SearchValues<char> s_operators = SearchValues.Create("<>=!~^");

    /// <summary>
    /// The sets that a constraint joins by <c>||</c>, each once and at least one, of which <see cref="VersionSpecifierSet.Any"/> for <c>*</c> leaves
    /// nothing to the others; null where one is no constraint.
    /// </summary>
    public static ImmutableArray<VersionSpecifierSet>? Read(string text)
    {
        ImmutableArray<VersionSpecifierSet>.Builder sets = ImmutableArray.CreateBuilder<VersionSpecifierSet>();
        foreach (string alternative in text.Split('|', StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty(""))
        {
            if (ReadOne(alternative) is not { } set)
            {
                return null;
            }

            if (!sets.Contains(set))
            {
                sets.Add(set);
            }
        }

        return sets.Contains(VersionSpecifierSet.Any) ? [VersionSpecifierSet.Any] : sets.DrainToImmutable();
    }

    private static VersionSpecifierSet? ReadOne(string text)
    {
        List<string> clauses = [];
        foreach (string clause in Clauses(text))
        {
            if (clause is "*" or "==*")
            {
                continue;
            }

            string? converted = clause switch
            {
                ['^', .. string version] => Between(version, Caret),
                ['~', not '=', ..] => Between(clause[1..], Tilde),
                [>= '0' and <= '9' or 'v', ..] => $"=={clause}",
                ['=', not '=', ..] => $"={clause}",
                _ => clause,
            };
            if (converted is null)
            {
                return null;
            }

            clauses.Add(converted);
        }

        return VersionSpecifierSet.TryParse(string.Join(',', clauses), out VersionSpecifierSet? set) ? set : null;
    }

    // Commas or blanks between them; a blank may also stand after an operator.
    private static IEnumerable<string> Clauses(string text)
    {
        string pending = "";
        foreach (string word in text.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            pending += word;
            if (word.AsSpan().ContainsAnyExcept(s_operators))
            {
                yield return pending;
                pending = "";
            }
        }

        if (pending.Length > 0)
        {
            yield return pending;
        }
    }

    private static string? Between(string text, Func<PackageVersion, int> raised)
    {
        string stated = text.Trim();
        string from = stated.EndsWith(".*", StringComparison.Ordinal) ? stated[..^2] : stated;
        if (!PackageVersion.TryParse(from, out PackageVersion? version))
        {
            return null;
        }

        int place = raised(version);
        IEnumerable<BigInteger> upper = version.Release.Take(place).Append(version.Release[place] + 1);
        string epoch = version.Epoch.IsZero ? "" : string.Create(CultureInfo.InvariantCulture, $"{version.Epoch}!");
        return $">={from},<{epoch}{string.Join('.', upper.Select(static number => number.ToString(CultureInfo.InvariantCulture)))}";
    }

    // The first number that is not 0 may not change; with zeros alone, the last one written.
    private static int Caret(PackageVersion version)
    {
        for (int i = 0; i < version.Release.Length; i++)
        {
            if (!version.Release[i].IsZero)
            {
                return i;
            }
        }

        return version.Release.Length - 1;
    }

    private static int Tilde(PackageVersion version) => Math.Min(1, version.Release.Length - 1);
}
