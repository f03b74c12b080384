using System.Collections.Immutable;
using System.Text;

namespace Assay.Reports;

/// <summary>The rules' pages (<c>docs/rules/ID.md</c>), carried inside the program so that they can be read offline.</summary>
public static class RulePages
{
    private const string Prefix = "rules/";

    /// <summary>The ids that have a page, sorted.</summary>
    public static ImmutableArray<string> Ids { get; } =
    [
        .. typeof(RulePages).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(static name => name[Prefix.Length..^".md".Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The whole page, as written; null where there is none.</summary>
    public static string? Find(string id)
    {
        using Stream? stream = typeof(RulePages).Assembly.GetManifestResourceStream($"{Prefix}{id}.md");
        if (stream is null)
        {
            return null;
        }

        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The page without its samples, for a reader who wants to know what a finding means.</summary>
    public static string? FindProse(string id)
    {
        if (Find(id) is not string page)
        {
            return null;
        }

        List<string> kept = [];
        foreach (string line in page.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("## Samples", StringComparison.OrdinalIgnoreCase) || line.StartsWith("### ", StringComparison.Ordinal)
                || line.StartsWith("```", StringComparison.Ordinal))
            {
                break;
            }

            kept.Add(line);
        }

        return string.Join('\n', kept).TrimEnd() + "\n";
    }

    /// <summary>The first paragraph under the heading that begins with a word (any case), on one line; null where there is none.</summary>
    public static string? FindParagraph(string id, string heading)
    {
        if (Find(id) is not string page)
        {
            return null;
        }

        List<string> paragraph = [];
        bool inside = false;
        foreach (string line in page.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith('#'))
            {
                if (paragraph.Count > 0)
                {
                    break;
                }

                inside = line.TrimStart('#', ' ').StartsWith(heading, StringComparison.OrdinalIgnoreCase);
            }
            else if (inside && !string.IsNullOrWhiteSpace(line))
            {
                paragraph.Add(line.Trim());
            }
            else if (paragraph.Count > 0)
            {
                break;
            }
        }

        return paragraph.Count == 0 ? null : string.Join(' ', paragraph).Replace("`", "", StringComparison.Ordinal);
    }
}
