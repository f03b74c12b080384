using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Assay.Engine.Advisories;

namespace Assay.Feeds;

/// <summary>
/// One record of the OSV schema (1.7.5) as JSON. What says which versions are affected must be what the schema wants, or the record
/// is lost; what only explains may be missing.
/// </summary>
internal static class OsvRecord
{
    private const int LongestId = 100;

    /// <param name="before">What stands before every place, such as <c>line 3: </c>; may be empty.</param>
    public static FeedReading Read(string file, string before, ReadOnlyMemory<byte> json, FeedLimits limits)
    {
        if (json.Length > limits.MaxRecordBytes)
        {
            return FeedReading.Lost(
                file, before, $"The record has {RecordDraft.Number(json.Length)} bytes, more than the {RecordDraft.Number(limits.MaxRecordBytes)} that are taken.");
        }

        if (!Utf8.IsValid(json.Span))
        {
            return FeedReading.Lost(file, before, "The record is no UTF-8.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = limits.MaxDepth });
            return Read(file, before, document.RootElement, limits);
        }
        catch (JsonException e)
        {
            return FeedReading.Lost(file, $"{before}{LineOf(e)}", "The record is no JSON, or nested too deeply.");
        }
        catch (InvalidOperationException)
        {
            // The one thing that the JSON reader finds out only when a text is asked for: half of a surrogate pair.
            return FeedReading.Lost(file, before, "The record holds a name that is no Unicode.");
        }
    }

    /// <summary>Where a reader of JSON gave up, as a line that begins with 1.</summary>
    public static string LineOf(JsonException e) => e.LineNumber is long line ? $"line {line + 1}" : "";

    /// <summary>Whether text can be the id of an advisory: such ids stand in addresses and file names.</summary>
    public static bool IsId(string? text) =>
        text is { Length: > 1 and <= LongestId } && char.IsAsciiLetterOrDigit(text[0]) && !text.Contains("..", StringComparison.Ordinal)
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');

    private static FeedReading Read(string file, string before, JsonElement root, FeedLimits limits)
    {
        RecordDraft draft = new(file, before, limits);
        if (root.ValueKind != JsonValueKind.Object)
        {
            draft.Lose("", $"The record should be an object and is {RecordDraft.Kind(root)}.");
            return new([], [.. draft.Problems]);
        }

        string? id = draft.OptionalText(root, "id", "");
        if (!IsId(id))
        {
            draft.Lose("id", id is null ? "The record has no id." : "That is no id of an advisory.");
            return new([], [.. draft.Problems]);
        }

        draft.Id = id;
        ImmutableArray<AffectedProject> affected = OsvAffected.Read(draft, root, out int elsewhere);
        if (draft.IsLost)
        {
            return new([], [.. draft.Problems.Where(static problem => problem.LosesRecord)]);
        }

        // A record about other ecosystems alone is none of ours; one about nothing is kept, so that its id can be looked up.
        if (affected.IsEmpty && elsewhere > 0)
        {
            return new([], [.. draft.Problems], Elsewhere: 1);
        }

        AdvisoryRecord record = new(id!, KnownFeed.Of(id!).Id)
        {
            Aliases = Ids(draft, root, "aliases", id!),
            Published = draft.OptionalTime(root, "published"),
            Modified = draft.OptionalTime(root, "modified"),
            Withdrawn = draft.OptionalTime(root, "withdrawn"),
            Summary = OneLine(draft.OptionalText(root, "summary", "", limits.MaxSummary) ?? ""),
            Details = draft.OptionalText(root, "details", "", limits.MaxDetails) ?? "",
            Severities = Severities(draft, root),
            SeverityWord = Word(root),
            Weaknesses = Weaknesses(root),
            References = References(draft, root),
            Affected = affected,
        };
        return new([record], [.. draft.Problems]);
    }

    private static ImmutableArray<string> Ids(RecordDraft draft, JsonElement root, string name, string own)
    {
        SortedSet<string> ids = new(StringComparer.Ordinal);
        int i = 0;
        foreach (JsonElement entry in draft.OptionalList(root, name, "", isVital: false))
        {
            if (RecordDraft.Text(entry) is string text && IsId(text))
            {
                ids.Add(text);
            }
            else
            {
                draft.Note(RecordDraft.At("", name, i), "That is no id of an advisory and is left out.");
            }

            i++;
        }

        ids.Remove(own);
        return [.. ids];
    }

    private static ImmutableArray<SeverityVector> Severities(RecordDraft draft, JsonElement root)
    {
        List<SeverityVector> vectors = [.. Vectors(draft, root, "")];

        // The schema lets an affected package carry its own rating, in place of the record's.
        int i = 0;
        foreach (JsonElement affected in draft.OptionalList(root, "affected", "", isVital: false))
        {
            vectors.AddRange(Vectors(draft, affected, RecordDraft.At("", "affected", i++)));
        }

        return [.. vectors.Distinct()];
    }

    private static IEnumerable<SeverityVector> Vectors(RecordDraft draft, JsonElement owner, string place)
    {
        int i = 0;
        foreach (JsonElement entry in draft.OptionalList(owner, "severity", place, isVital: false))
        {
            string at = RecordDraft.At(place, "severity", i++);
            if (draft.OptionalText(entry, "type", at) is string type && draft.OptionalText(entry, "score", at) is string score)
            {
                yield return new SeverityVector(type, score);
            }
            else
            {
                draft.Note(at, "A severity needs a type and a score; this one is left out.");
            }
        }
    }

    private static string? Word(JsonElement root) =>
        RecordDraft.Property(root, "database_specific") is JsonElement specific
        && RecordDraft.Property(specific, "severity") is JsonElement severity
        && RecordDraft.Text(severity) is { Length: > 0 and < 40 } word
            ? word.ToUpperInvariant()
            : null;

    private static ImmutableArray<string> Weaknesses(JsonElement root)
    {
        if (RecordDraft.Property(root, "database_specific") is not JsonElement specific
            || RecordDraft.Property(specific, "cwe_ids") is not { ValueKind: JsonValueKind.Array } list)
        {
            return [];
        }

        return
        [
            .. list.EnumerateArray().Select(RecordDraft.Text).OfType<string>()
                .Where(static text => text.Length < 20 && text.StartsWith("CWE-", StringComparison.Ordinal) && text.AsSpan(4).IndexOfAnyExceptInRange('0', '9') < 0)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    private static ImmutableArray<AdvisoryReference> References(RecordDraft draft, JsonElement root)
    {
        ImmutableArray<AdvisoryReference>.Builder references = ImmutableArray.CreateBuilder<AdvisoryReference>();
        int i = 0;
        foreach (JsonElement entry in draft.OptionalList(root, "references", "", isVital: false))
        {
            string at = RecordDraft.At("", "references", i++);
            if (draft.OptionalText(entry, "url", at, draft.Limits.MaxSummary * 4) is { Length: > 0 } address)
            {
                references.Add(new AdvisoryReference(draft.OptionalText(entry, "type", at) ?? "WEB", address));
            }
        }

        return [.. references.Distinct()];
    }

    private static string OneLine(string text)
    {
        if (text.AsSpan().IndexOfAny('\n', '\r') < 0)
        {
            return text.Trim();
        }

        StringBuilder line = new(text.Length);
        foreach (string part in text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            line.Append(line.Length > 0 ? " " : "").Append(part);
        }

        return line.ToString();
    }
}
