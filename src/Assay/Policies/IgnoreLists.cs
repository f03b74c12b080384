using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Advisories;
using Tomlyn;
using Tomlyn.Parsing;

namespace Assay.Policies;

/// <summary>
/// Reads the ignore lists of other auditors: uv (<c>[tool.uv.audit]</c>, <c>[audit]</c> of uv.toml), pip-audit (<c>--ignore-vuln</c> in any
/// text, <c>ignore-vulns</c> of its action), OSV-Scanner (<c>[[IgnoredVulns]]</c>), Trivy (<c>.trivyignore</c>), or one id a line.
/// </summary>
internal static class IgnoreLists
{
    private const string Option = "--ignore-vuln";
    private const string Key = "ignore-vulns:";
    private const int LongestId = 128;
    private static readonly SearchValues<char> s_ends = SearchValues.Create(" \t\"',];|&)\\");

    /// <summary>The entries of a file, in its order.</summary>
    /// <param name="shown">The file's name for origins and reasons.</param>
    /// <param name="problems">What could not be taken; sentences, unescaped.</param>
    public static ImmutableArray<AdvisoryIgnore> Read(string fileName, string shown, string text, List<string> problems)
    {
        List<AdvisoryIgnore> found = [];
        Taker taker = new(shown, found, problems);
        bool isToml = fileName.EndsWith(".toml", StringComparison.OrdinalIgnoreCase);
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        if (isToml)
        {
            ReadToml(text, taker);
        }

        if (text.Contains(Option, StringComparison.Ordinal) || text.Contains(Key, StringComparison.Ordinal))
        {
            ReadOptions(lines, taker);
        }
        else if (fileName.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase))
        {
            taker.Refuse(1, "of YAML only text with --ignore-vuln or ignore-vulns is read; write the ids of Safety's or Trivy's policy (CVE, GHSA or PYSEC, not Safety's numbers) into a text, one a line");
        }
        else if (!isToml)
        {
            ReadLines(lines, taker);
        }

        if (found.Count == 0 && taker.Refused == 0)
        {
            problems.Add($"{shown} holds no list of ignored vulnerabilities that is known here");
        }

        return [.. found];
    }

    private static void ReadToml(string text, Taker taker)
    {
        TomlParser parser = TomlParser.Create(text, new TomlParserOptions { Mode = TomlParserMode.Tolerant });
        Stack<(string Key, bool IsArray)> path = [];
        string key = "";
        OsvEntry entry = new();
        bool isOverrideTold = false;
        try
        {
            while (parser.MoveNext())
            {
                TomlParseEvent at = parser.Current;
                string where = string.Join('.', path.Reverse().Select(static step => step.Key));
                if (!isOverrideTold && at.Line > 0 && where == ".PackageOverrides.*")
                {
                    isOverrideTold = true;
                    taker.Refuse(at.Line, "[[PackageOverrides]] is about a package and not about one vulnerability; write an [[ignore]] with project and versions for each id that is meant");
                }

                switch (at.Kind)
                {
                    case TomlParseEventKind.PropertyName:
                        key = parser.GetPropertyName();
                        break;
                    case TomlParseEventKind.StartTable or TomlParseEventKind.StartArray:
                        isOverrideTold &= where != ".PackageOverrides";
                        path.Push((path.Count == 0 ? "" : path.Peek().IsArray ? "*" : key, at.Kind == TomlParseEventKind.StartArray));
                        entry = new OsvEntry();
                        break;
                    case TomlParseEventKind.EndTable or TomlParseEventKind.EndArray:
                        entry.Finish(taker);
                        entry = new OsvEntry();
                        path.TryPop(out _);
                        break;
                    case TomlParseEventKind.String when where is ".tool.uv.audit.ignore" or ".audit.ignore":
                        taker.Take(parser.GetString(), at.Line, untilFixed: false);
                        break;
                    case TomlParseEventKind.String when where is ".tool.uv.audit.ignore-until-fixed" or ".audit.ignore-until-fixed":
                        taker.Take(parser.GetString(), at.Line, untilFixed: true);
                        break;
                    case TomlParseEventKind.String or TomlParseEventKind.DateTime when where == ".IgnoredVulns.*" && at.Span is { } span:
                        entry = entry.With(key, at.Kind == TomlParseEventKind.String ? parser.GetString() : text.Substring(span.Start.Offset, span.End.Offset - span.Start.Offset + 1), at.Line);
                        break;
                    default:
                        break;
                }
            }
        }
        catch (Exception e) when (e is TomlException or ArgumentOutOfRangeException)
        {
            taker.Refuse(1, $"it is not TOML: {e.Message}");
            return;
        }

        if (parser.Diagnostics is [{ } first, ..])
        {
            taker.Refuse(first.Span.Start.Line + 1, $"it is not TOML: {first.Message}");
        }
    }

    // A line that is a comment in shell and YAML alike is not what runs.
    private static void ReadOptions(string[] lines, Taker taker)
    {
        int blockIndent = -1;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            int indent = line.Length - line.TrimStart().Length;
            if (line.AsSpan().TrimStart().StartsWith("#") || string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (blockIndent >= 0 && indent > blockIndent)
            {
                TakeWords(line, i + 1, taker);
                continue;
            }

            blockIndent = -1;
            if (line.AsSpan().TrimStart().StartsWith(Key))
            {
                blockIndent = indent;
                TakeWords(line[(indent + Key.Length)..].TrimStart(' ', '|', '>', '-'), i + 1, taker);
                continue;
            }

            for (int at = line.IndexOf(Option, StringComparison.Ordinal); at >= 0; at = line.IndexOf(Option, at + 1, StringComparison.Ordinal))
            {
                string rest = line[(at + Option.Length)..];
                string value = rest.TrimStart('=', ' ', '\t', '"', '\'', ',', '[');
                if (value.Length == rest.Length)
                {
                    continue;
                }

                int end = value.AsSpan().IndexOfAny(s_ends);
                taker.Take(end < 0 ? value : value[..end], i + 1, untilFixed: false);
            }
        }
    }

    private static void TakeWords(string text, int line, Taker taker)
    {
        foreach (string word in text.Split('#')[0].Split([' ', '\t', ',', '"', '\''], StringSplitOptions.RemoveEmptyEntries))
        {
            taker.Take(word, line, untilFixed: false);
        }
    }

    // Trivy: an id, and perhaps "exp:2027-01-31".
    private static void ReadLines(string[] lines, Taker taker)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            string[] words = lines[i].Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words is [])
            {
                continue;
            }

            DateOnly? expires = null;
            if (words is [_, var end])
            {
                if (!end.StartsWith("exp:", StringComparison.Ordinal) || !DateOnly.TryParseExact(end[4..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
                {
                    taker.Refuse(i + 1, $"'{end}' is not understood");
                    continue;
                }

                expires = day;
            }
            else if (words.Length > 2)
            {
                taker.Refuse(i + 1, "it is more than an id");
                continue;
            }

            taker.Take(words[0], i + 1, untilFixed: false, expires: expires);
        }
    }

    private readonly record struct OsvEntry(string? Id, string? Until, string? Reason, int Line)
    {
        public OsvEntry With(string key, string value, int line) => key switch
        {
            "id" => this with { Id = value, Line = line },
            "ignoreUntil" => this with { Until = value },
            "reason" => this with { Reason = value },
            _ => this,
        };

        public void Finish(Taker taker)
        {
            if (Id is null)
            {
                return;
            }

            DateOnly? expires = null;
            if (Until is not null)
            {
                if (!DateTimeOffset.TryParse(Until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end))
                {
                    taker.Refuse(Line, $"'{Until}' is no day");
                    return;
                }

                // A part of a day counts as a whole one.
                DateTime last = end.UtcDateTime;
                expires = last.TimeOfDay > TimeSpan.Zero ? DateOnly.FromDateTime(last).AddDays(1) : DateOnly.FromDateTime(last);
            }

            taker.Take(Id, Line, untilFixed: false, expires: expires, reason: Reason);
        }
    }

    private sealed class Taker(string shown, List<AdvisoryIgnore> found, List<string> problems)
    {
        public int Refused { get; private set; }

        public void Take(string id, int line, bool untilFixed, DateOnly? expires = null, string? reason = null)
        {
            if (id.Length is 0 or > LongestId || !char.IsAsciiLetterOrDigit(id[0]) || !char.IsAsciiLetterOrDigit(id[^1]) || id.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':')))
            {
                Refuse(line, $"'{id}' is no id of a vulnerability");
                return;
            }

            string origin = string.Create(CultureInfo.InvariantCulture, $"{shown}:{line}");
            string from = $"imported from {origin}";
            found.Add(new AdvisoryIgnore(id, null, null, null, string.IsNullOrWhiteSpace(reason) ? from : $"{reason} ({from})", null, expires, untilFixed, origin));
        }

        public void Refuse(int line, string problem)
        {
            Refused++;
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{shown}:{line}: not imported: {problem}"));
        }
    }
}
