using System.Collections.Immutable;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Audits;

/// <summary>What is to be written in place of what.</summary>
/// <param name="Moves">By project and pinned version.</param>
/// <param name="Digests">sha256 of all files of the new releases; a project that is missing has none that are known.</param>
/// <param name="Tighten">The narrower requirement for a range; null where it stays.</param>
internal sealed record FixEdits(
    ImmutableDictionary<(ProjectName Project, PackageVersion From), PackageVersion> Moves,
    ImmutableDictionary<ProjectName, ImmutableArray<string>> Digests,
    Func<ProjectName, VersionSpecifierSet, string?> Tighten)
{
    // What may stand between a requirement and its options: a line can go on behind a backslash.
    private static readonly char[] s_gap = [' ', '\t', '\\', '\r', '\n'];

    /// <summary>True where a requirement pins already what its project goes to: another input of this run has the same line.</summary>
    public bool IsDone(Requirement requirement) =>
        requirement.Specifier.ExactVersion is string exact && PackageVersion.TryParse(exact, out PackageVersion? now)
        && Moves.Any(move => move.Key.Project == requirement.Project && move.Value == now);

    /// <summary>The change of one requirement as it is written.</summary>
    /// <param name="written">The requirement's own text, with the blanks it is written with.</param>
    /// <returns>What to replace in it, or null where nothing is to change or <paramref name="problem"/> says why it cannot.</returns>
    public (int Start, int Length, string Text)? Of(string written, Requirement requirement, bool isConstraint, out string? problem)
    {
        problem = null;
        VersionSpecifierSet now = requirement.Specifier;
        string? wanted = null;
        PackageVersion? to = null;
        if (now.ExactVersion is string exact)
        {
            if (!PackageVersion.TryParse(exact, out PackageVersion? from) || !Moves.TryGetValue((requirement.Project, from), out to))
            {
                return null;
            }
        }
        else if (isConstraint || (wanted = Tighten(requirement.Project, now)) is null)
        {
            return null;
        }

        if (SpecifierIn(written) is not var (start, length)
            || !VersionSpecifierSet.TryParse(written.Substring(start, length), out VersionSpecifierSet? found) || !found.Equals(now))
        {
            problem = $"is written in a way that is not edited in place; change it to '{requirement.Name}{(to is null ? wanted : $"=={to}")}'";
            return null;
        }

        if (to is null)
        {
            return (start, length, wanted!);
        }

        (int at, int count) = VersionIn(written, start, length);
        string edited = written[start..at] + to + written[(at + count)..(start + length)];
        if (!VersionSpecifierSet.TryParse(edited, out VersionSpecifierSet? after) || !after.Contains(to))
        {
            problem = $"has further clauses that forbid {to}";
            return null;
        }

        return (at, count, to.ToString());
    }

    // Behind name and extras, up to the marker; where there is none, the empty place for one.
    private static (int Start, int Length)? SpecifierIn(string written)
    {
        int at = 0;
        Skip(s_gap.Contains);
        int name = at;
        Skip(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        if (at == name)
        {
            return null;
        }

        int end = at;
        Skip(s_gap.Contains);
        if (at < written.Length && written[at] == '[')
        {
            int close = written.IndexOf(']', at);
            if (close < 0)
            {
                return null;
            }

            end = at = close + 1;
            Skip(s_gap.Contains);
        }

        bool isBracketed = at < written.Length && written[at] == '(';
        int from = isBracketed ? at + 1 : at;
        int stop = written.AsSpan(from).IndexOfAny(isBracketed ? ")" : ";");
        string specifier = (stop < 0 ? written[from..] : written.Substring(from, stop)).TrimEnd(s_gap);
        return specifier.Length == 0 ? (end, 0) : (from, specifier.Length);

        void Skip(Func<char, bool> passes)
        {
            while (at < written.Length && passes(written[at]))
            {
                at++;
            }
        }
    }

    private static (int At, int Count) VersionIn(string written, int start, int length)
    {
        int equals = written.IndexOf("==", start, length, StringComparison.Ordinal);
        while (written[equals - 1 < start ? start : equals - 1] == '!')
        {
            equals = written.IndexOf("==", equals + 1, start + length - equals - 1, StringComparison.Ordinal);
        }

        int at = equals;
        while (at < start + length && (written[at] == '=' || char.IsWhiteSpace(written[at])))
        {
            at++;
        }

        int end = written.IndexOf(',', at, start + length - at);
        string version = written[at..(end < 0 ? start + length : end)].TrimEnd();
        return (at, version.Length);
    }
}
