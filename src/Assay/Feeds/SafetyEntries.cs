using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;

namespace Assay.Feeds;

/// <summary>The entries of a Safety database as records. One id may stand under several projects: they become one record.</summary>
internal sealed class SafetyEntries(string file, FeedLimits limits)
{
    /// <summary>How ids begin that are made of an entry's content.</summary>
    public const string MadeIdPrefix = "SAFETY-";

    private readonly SortedDictionary<string, AdvisoryRecord> _records = new(StringComparer.Ordinal);
    private readonly ImmutableArray<FeedProblem>.Builder _problems = ImmutableArray.CreateBuilder<FeedProblem>();

    /// <summary>Reads what stands under one project.</summary>
    public void Read(JsonProperty member)
    {
        string written;
        try
        {
            written = member.Name;
        }
        catch (InvalidOperationException)
        {
            _problems.Add(new FeedProblem(file, "", "The name of a project is no Unicode.", LosesRecord: true));
            return;
        }

        RecordDraft list = new(file, "", limits);
        if (!ProjectName.TryParse(written, out ProjectName project))
        {
            list.Lose(written, "That is no name of a project.");
        }
        else if (member.Value.ValueKind != JsonValueKind.Array)
        {
            list.Lose(written, $"It should be a list and is {RecordDraft.Kind(member.Value)}.");
        }
        else
        {
            int i = 0;
            foreach (JsonElement entry in member.Value.EnumerateArray())
            {
                RecordDraft draft = new(file, "", limits);
                Read(draft, project, entry, RecordDraft.At("", written, i++));
                _problems.AddRange(draft.Problems);
            }
        }

        _problems.AddRange(list.Problems);
    }

    public FeedReading Finish((string, DateOnly)? stated) => new([.. _records.Values], _problems.ToImmutable()) { Stated = stated };

    private void Read(RecordDraft draft, ProjectName project, JsonElement entry, string place)
    {
        if (RecordDraft.Text(entry) is string spec)
        {
            // insecure.json has neither ids nor words: the content is the id.
            Add(draft, project, [spec], new AdvisoryRecord(IdOf(project, [spec]), KnownFeed.SafetyId), place);
            return;
        }

        if (entry.ValueKind != JsonValueKind.Object)
        {
            draft.Lose(place, $"An entry should be an object or a specifier and is {RecordDraft.Kind(entry)}.");
            return;
        }

        List<string> specs = [];
        foreach (JsonElement value in draft.OptionalList(entry, "specs", place, isVital: true))
        {
            if (RecordDraft.Text(value) is not string text)
            {
                draft.Lose(RecordDraft.Join(place, "specs"), $"A specifier should be text and is {RecordDraft.Kind(value)}.");
                return;
            }

            specs.Add(text);
        }

        if (specs.Count == 0)
        {
            draft.Lose(place, "The entry has no specifier, so it says nothing.");
            return;
        }

        (string? id, ImmutableArray<string> aliases) = Ids(draft, entry, place);
        string advisory = draft.OptionalText(entry, "advisory", place, limits.MaxDetails) ?? "";
        string? path = draft.OptionalText(entry, "more_info_path", place);
        Add(
            draft, project, specs,
            new AdvisoryRecord(id ?? IdOf(project, specs), KnownFeed.SafetyId)
            {
                Aliases = aliases,
                Details = advisory,
                References = path is { Length: > 1 and < 500 } && path[0] == '/' ? [new AdvisoryReference("WEB", "https://pyup.io" + path)] : [],
            },
            place);
    }

    private static (string? Id, ImmutableArray<string> Aliases) Ids(RecordDraft draft, JsonElement entry, string place)
    {
        SortedSet<string> aliases = new(StringComparer.Ordinal);
        string? id = draft.OptionalText(entry, "id", place);
        if (draft.OptionalText(entry, "cve", place) is string written)
        {
            aliases.UnionWith(written.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries));
        }

        int i = 0;
        foreach (JsonElement value in draft.OptionalList(entry, "ids", place, isVital: false))
        {
            string at = RecordDraft.At(place, "ids", i++);
            if (draft.OptionalText(value, "id", at) is string other)
            {
                if (draft.OptionalText(value, "type", at) == "pyup")
                {
                    id = other;
                }
                else
                {
                    aliases.Add(other);
                }
            }
        }

        // Schema 2.0.0 writes the number alone.
        id = id is { Length: > 0 } && id.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 ? $"pyup.io-{id}" : id;
        if (id is not null && !OsvRecord.IsId(id))
        {
            draft.Note(RecordDraft.Join(place, "id"), "That is no id of an advisory; one is made from the entry's content.");
            id = null;
        }

        aliases.RemoveWhere(alias => !OsvRecord.IsId(alias) || alias == id);
        return (id, [.. aliases]);
    }

    private void Add(RecordDraft draft, ProjectName project, IReadOnlyList<string> specs, AdvisoryRecord record, string place)
    {
        draft.Id = record.Id;
        ImmutableArray<AffectedRange>.Builder ranges = ImmutableArray.CreateBuilder<AffectedRange>();
        SortedSet<string> versions = new(StringComparer.Ordinal);
        foreach (string spec in specs)
        {
            if (!SafetySpecifier.TryRead(spec, ranges, versions, out string? problem))
            {
                draft.Lose(place, problem!);
                return;
            }
        }

        AffectedProject affected = new(project, ranges.DrainToImmutable(), [.. versions]);
        _records[record.Id] = _records.TryGetValue(record.Id, out AdvisoryRecord? known)
            ? known with { Affected = known.Affected.Add(affected), Aliases = [.. known.Aliases.Union(record.Aliases).Order(StringComparer.Ordinal)] }
            : record with { Affected = [affected] };
    }

    private static string IdOf(ProjectName project, IReadOnlyList<string> specs) =>
        MadeIdPrefix + $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{project}\n{string.Join('\n', specs)}")))[..12]}";
}
