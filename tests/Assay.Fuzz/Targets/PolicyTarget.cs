using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Assay.Engine.Verdicts;

namespace Assay.Fuzz.Targets;

/// <summary>A policy file, and the table of a project: read, or every mistake told with its place.</summary>
internal static class PolicyTarget
{
    private static readonly FrozenSet<string> s_rules = Engine.Rules.Catalogue.Titles.Select(static rule => rule.Id).ToFrozenSet(StringComparer.Ordinal);
    private static readonly DateOnly s_today = new(2025, 1, 1);

    public static void Run(ReadOnlySpan<byte> data)
    {
        string text = Encoding.UTF8.GetString(data);
        int lines = text.Count(static c => c is '\n' or '\r') + 1;
        Check(PolicyFile.Parse(text, "assay.toml", s_rules, s_today), lines, mustSpeak: true);
        Check(PolicyFile.ParseProject(text, "pyproject.toml", s_rules, s_today), lines, mustSpeak: false);
    }

    private static void Check((PolicyLayer? Layer, ImmutableArray<PolicyProblem> Problems) read, int lines, bool mustSpeak)
    {
        bool isBroken = read.Problems.Any(static problem => !problem.IsWarning);
        if (isBroken != read.Layer is null && (mustSpeak || isBroken))
        {
            throw new InvalidOperationException("a file without a layer and without an error, or with both");
        }

        if (read.Problems.Any(problem => problem.Line < 0 || problem.Line > lines || problem.Column < 0 || problem.Message.Length == 0))
        {
            throw new InvalidOperationException("a problem outside the file, or without words");
        }
    }
}
