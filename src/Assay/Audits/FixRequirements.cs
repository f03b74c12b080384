using System.Collections.Immutable;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;

namespace Assay.Audits;

/// <summary>Edits requirements and constraints files and what they include: versions and hashes, and nothing else.</summary>
internal static class FixRequirements
{
    /// <summary>Makes the edits in a file and those that it includes.</summary>
    /// <returns>Where a project has a line that could not be edited: the first such place; the reasons are among the files' problems.</returns>
    public static ImmutableDictionary<ProjectName, (string File, int Line)> Edit(string path, Func<string, string?> variable, FixEdits edits, FixFiles files)
    {
        ImmutableDictionary<ProjectName, (string File, int Line)>.Builder failed = ImmutableDictionary.CreateBuilder<ProjectName, (string File, int Line)>();
        RequirementsTree tree = RequirementsTree.Read(path, files.Read, variable);
        foreach (RequirementsFile file in tree.Files.DistinctBy(static file => file.File))
        {
            List<(SourceSpan, string)> changes = [];
            foreach (RequirementsEntry entry in file.Requirements)
            {
                if (entry is not { IsEditable: false, Target: { Kind: RequirementTargetKind.Project, Requirement: { } requirement } })
                {
                    continue;
                }

                string written = file.Text.Substring(entry.Span.Start, entry.Span.Length);
                (int Start, int Length, string Text)? edit = edits.Of(written, requirement, entry.IsConstraint, out string? problem);
                (SourceSpan Span, string Text)? hashes = null;
                if (edit is not null && !entry.Hashes.IsEmpty)
                {
                    hashes = Hashes(file.Text, entry, edits.Digests.GetValueOrDefault(requirement.Project), out problem);
                    edit = hashes is null ? null : edit;
                }

                if (problem is not null)
                {
                    failed.TryAdd(requirement.Project, (file.File, entry.Line));
                    files.Problems.Add((file.File, entry.Line, $"'{entry.Text.TrimEnd()}' {problem}"));
                }
                else if (edit is var (start, length, text))
                {
                    files.Edited.Add(requirement.Project);
                    changes.Add((entry.Span with { Start = entry.Span.Start + start, Length = length }, text));
                    if (hashes is { } replaced)
                    {
                        changes.Add(replaced);
                    }
                }
                else if (edits.IsDone(requirement))
                {
                    files.Edited.Add(requirement.Project);
                }
            }

            if (changes.Count > 0)
            {
                byte[] after = file.Rewrite(changes);
                files.Change(file.File, after, file.Text, RequirementsFile.Parse(after, file.File, variable).Text);
            }
        }

        return failed.ToImmutable();
    }

    // All hashes of a line stand together; the new ones take their place, set apart as the old ones were.
    private static (SourceSpan Span, string Text)? Hashes(string text, RequirementsEntry entry, ImmutableArray<string> digests, out string? problem)
    {
        problem = null;
        if (digests.IsDefaultOrEmpty)
        {
            problem = "has hashes, and the index gives no sha256 for every file of the new release";
            return null;
        }

        ImmutableArray<SourceSpan> options = [.. entry.Hashes.Select(hash => hash.Span).Select(value =>
        {
            int start = text.LastIndexOf("--", value.Start, StringComparison.Ordinal);
            return value with { Start = start, Length = value.End - start };
        })];
        int gap = options[0].Start;
        while (gap > 0 && IsGap(text[gap - 1]))
        {
            gap--;
        }

        string separator = options.Length > 1 ? text[options[0].End..options[1].Start] : text[gap..options[0].Start];
        bool isPlain = options.Zip(options.Skip(1)).All(pair => IsGap(text[pair.First.End..pair.Second.Start]))
            && IsGap(separator) && text[options[0].Start..entry.Hashes[0].Span.Start].IndexOfAny(['"', '\'']) < 0;
        if (!isPlain)
        {
            problem = "has hashes that are written in a way that is not edited in place";
            return null;
        }

        string option = text[options[0].Start..entry.Hashes[0].Span.Start];
        return (options[0] with { Length = options[^1].End - options[0].Start }, string.Join(separator, digests.Select(digest => $"{option}sha256:{digest}")));
    }

    private static bool IsGap(string between) => between.Length > 0 && between.All(IsGap);

    private static bool IsGap(char c) => c is ' ' or '\t' or '\\' or '\r' or '\n';
}
