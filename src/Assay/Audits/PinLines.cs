using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;
using Assay.Reports;

namespace Assay.Audits;

/// <summary>What came of a run over pins.</summary>
/// <param name="Found">A vulnerability counts.</param>
/// <param name="Unknown">A line could not be decided.</param>
public sealed record PinsOutcome(bool Found, bool Unknown);

/// <summary>
/// Answers <c>name==version</c> lines with one JSON object each, in the same order: for programs. Projects may repeat; nothing is held in
/// memory but the line at hand.
/// </summary>
public sealed class PinLines(AdvisoryIndex index, AdvisoryPolicy policy, DateOnly? asOf)
{
    private const int MaxLineCharacters = 65_536;
    private const int FlushBytes = 1 << 16;

    // What follows a version in a requirements file, or makes it a range. Taken for a part of the version it would equal none that an
    // advisory lists, and so pass as not affected.
    private static readonly SearchValues<char> s_noVersion = SearchValues.Create(" \t;#,*<>=~\\");

    /// <summary>Reads to the end and writes as it goes.</summary>
    /// <param name="problem">Told of each line that is no pin, as one sentence, unescaped.</param>
    public PinsOutcome Answer(TextReader input, TextWriter output, Action<int, string> problem)
    {
        bool found = false;
        bool unknown = false;
        using MemoryStream buffer = new();
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { SkipValidation = false });
        int number = 0;
        while (input.ReadLine() is string line)
        {
            number++;
            ReadOnlySpan<char> text = line.AsSpan().Trim();
            if (text.IsEmpty || text[0] == '#')
            {
                continue;
            }

            json.Reset();
            PinsOutcome outcome = Answer(json, text, out string? wrong);
            json.Flush();
            buffer.WriteByte((byte)'\n');
            found |= outcome.Found;
            unknown |= outcome.Unknown;
            if (wrong is not null)
            {
                problem(number, wrong);
            }

            if (buffer.Length >= FlushBytes)
            {
                Move(buffer, output);
            }
        }

        Move(buffer, output);
        output.Flush();
        return new PinsOutcome(found, unknown);
    }

    private static void Move(MemoryStream from, TextWriter to)
    {
        to.Write(Encoding.UTF8.GetString(from.GetBuffer(), 0, (int)from.Length));
        from.SetLength(0);
    }

    private PinsOutcome Answer(Utf8JsonWriter json, ReadOnlySpan<char> text, out string? wrong)
    {
        (string name, string? version) = Split(text);
        wrong = text.Length > MaxLineCharacters ? $"is longer than {MaxLineCharacters} characters"
            : version is null ? "is no pin; write name==version"
            : !ProjectName.TryParse(name, out _) ? $"names no project: '{name}'"
            : null;
        ProjectAnswer answer = wrong is null && ProjectName.TryParse(name, out ProjectName project) ? index.Ask(project, version!, asOf) : ProjectAnswer.Nothing;
        bool unknown = wrong is not null || !answer.Undecided.IsEmpty;

        json.WriteStartObject();
        json.WriteString("name", name.Length > MaxLineCharacters ? name[..MaxLineCharacters] : name);
        json.WriteString("version", version);
        json.WriteString("status", unknown ? "unknown" : "audited");
        json.WriteStartArray("vulnerabilities");
        bool found = false;
        foreach (Vulnerability vulnerability in answer.Vulnerabilities)
        {
            found |= policy.Counts(vulnerability);
            Write(json, vulnerability.Id, vulnerability.Aliases, vulnerability.Severity);
            WriteAll(json, "fixed", vulnerability.FixedVersions);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("undecided");
        foreach (UndecidedAdvisory undecided in answer.Undecided)
        {
            Write(json, undecided.Id, undecided.Aliases, undecided.Severity);
            json.WriteString("reason", undecided.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (wrong is not null)
        {
            json.WriteString("reason", $"the line {wrong}");
        }

        json.WriteEndObject();
        return new PinsOutcome(found, unknown);
    }

    private static void Write(Utf8JsonWriter json, string id, ImmutableArray<string> aliases, SeverityRating severity)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        WriteAll(json, "aliases", aliases);
        json.WriteString("severity", AuditWords.Level(severity));
    }

    private static void WriteAll(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    // Extras in brackets and a third equals sign are what people paste; both mean the same pin.
    private static (string Name, string? Version) Split(ReadOnlySpan<char> text)
    {
        int at = text.IndexOf("==", StringComparison.Ordinal);
        if (at < 0)
        {
            return (text.ToString(), null);
        }

        ReadOnlySpan<char> name = text[..at].TrimEnd();
        ReadOnlySpan<char> version = text[(at + 2)..];
        version = (version.StartsWith("=") ? version[1..] : version).Trim();
        int bracket = name.IndexOf('[');
        return ((bracket > 0 && name[^1] == ']' ? name[..bracket].TrimEnd() : name).ToString(), version.IsEmpty || version.ContainsAny(s_noVersion) ? null : version.ToString());
    }
}
