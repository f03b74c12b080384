using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;

namespace Assay.Feeds;

/// <summary>The part of an OSV record that says what is affected (schema 1.7.5, "affected[] fields").</summary>
internal static class OsvAffected
{
    private const string Ecosystem = "PyPI";

    private static readonly SearchValues<char> s_ofRequirements = SearchValues.Create("=<>~!;@");

    private static readonly (string Name, RangeEventKind Kind)[] s_events =
    [
        ("introduced", RangeEventKind.Introduced),
        ("fixed", RangeEventKind.Fixed),
        ("last_affected", RangeEventKind.LastAffected),
        ("limit", RangeEventKind.Limit),
    ];

    /// <param name="elsewhere">Entries about other ecosystems.</param>
    public static ImmutableArray<AffectedProject> Read(RecordDraft draft, JsonElement root, out int elsewhere)
    {
        elsewhere = 0;
        ImmutableArray<AffectedProject>.Builder projects = ImmutableArray.CreateBuilder<AffectedProject>();
        bool isMalformed = false;
        int i = 0;
        foreach (JsonElement entry in draft.OptionalList(root, "affected", "", isVital: true))
        {
            string place = RecordDraft.At("", "affected", i++);
            JsonElement? package = RecordDraft.Property(entry, "package");
            if (package is null && RecordDraft.Property(entry, "ranges") is not null)
            {
                // Allowed by the schema: ranges of commits alone, which concern no index.
                elsewhere++;
                continue;
            }

            if (package is not { ValueKind: JsonValueKind.Object } named
                || draft.OptionalText(named, "ecosystem", $"{place}.package") is not string ecosystem)
            {
                draft.Lose($"{place}.package", "An affected package needs a name and an ecosystem.");
                return [];
            }

            if (ecosystem != Ecosystem && !ecosystem.StartsWith($"{Ecosystem}:", StringComparison.Ordinal))
            {
                elsewhere++;
                continue;
            }

            if (draft.OptionalText(named, "name", $"{place}.package") is not string name || !ProjectName.TryParse(name, out ProjectName project))
            {
                draft.Lose($"{place}.package.name", "That is no name of a project on PyPI.");
                return [];
            }

            projects.Add(new AffectedProject(project, Ranges(draft, entry, place, ref isMalformed), Versions(draft, entry, place, ref isMalformed)));
        }

        // Kept, such a record would let every version pass as looked up.
        if (isMalformed && projects.All(static project => project.Ranges.IsEmpty && project.Versions.All(IsRequirement)))
        {
            draft.Lose("affected", "Neither an event of a range nor a version tells what is affected.");
        }

        return projects.DrainToImmutable();
    }

    private static ImmutableArray<AffectedRange> Ranges(RecordDraft draft, JsonElement entry, string place, ref bool isMalformed)
    {
        ImmutableArray<AffectedRange>.Builder ranges = ImmutableArray.CreateBuilder<AffectedRange>();
        int i = 0;
        foreach (JsonElement range in draft.OptionalList(entry, "ranges", place, isVital: true))
        {
            string at = RecordDraft.At(place, "ranges", i++);
            switch (draft.OptionalText(range, "type", at))
            {
                case "ECOSYSTEM":
                    ImmutableArray<RangeEvent> events = Events(draft, range, at);
                    if (events.IsEmpty)
                    {
                        isMalformed = true;
                        draft.Note(at, "The range has no event and says nothing.");
                    }
                    else if (!events.Any(static one => one.Kind == RangeEventKind.Introduced))
                    {
                        isMalformed = true;
                        draft.Note(at, "The range has no event that introduces anything and says nothing.");
                    }
                    else
                    {
                        ranges.Add(new AffectedRange(events));
                    }

                    break;
                case "GIT" or "SEMVER":
                    break;
                default:
                    draft.Lose($"{at}.type", "A range is of type ECOSYSTEM, GIT or SEMVER.");
                    break;
            }
        }

        return ranges.DrainToImmutable();
    }

    private static ImmutableArray<RangeEvent> Events(RecordDraft draft, JsonElement range, string place)
    {
        ImmutableArray<RangeEvent>.Builder events = ImmutableArray.CreateBuilder<RangeEvent>();
        int i = 0;
        foreach (JsonElement entry in draft.OptionalList(range, "events", place, isVital: true))
        {
            string at = RecordDraft.At(place, "events", i++);
            int before = events.Count;
            foreach ((string name, RangeEventKind kind) in s_events)
            {
                if (RecordDraft.Property(entry, name) is not JsonElement value)
                {
                    continue;
                }

                if (RecordDraft.Text(value) is { Length: > 0 } version)
                {
                    events.Add(new RangeEvent(kind, version));
                }
                else
                {
                    draft.Lose(RecordDraft.Join(at, name), $"A version should be text and is {RecordDraft.Kind(value)}.");
                }
            }

            if (entry.ValueKind != JsonValueKind.Object)
            {
                draft.Lose(at, $"An event should be an object and is {RecordDraft.Kind(entry)}.");
            }
            else if (events.Count == before)
            {
                draft.Note(at, "The event is empty and says nothing.");
            }
        }

        return events.DrainToImmutable();
    }

    private static ImmutableArray<string> Versions(RecordDraft draft, JsonElement entry, string place, ref bool isMalformed)
    {
        ImmutableArray<string>.Builder versions = ImmutableArray.CreateBuilder<string>();
        int i = 0;
        foreach (JsonElement value in draft.OptionalList(entry, "versions", place, isVital: true))
        {
            string at = RecordDraft.At(place, "versions", i++);
            if (RecordDraft.Text(value) is not { Length: > 0 } version)
            {
                draft.Lose(at, $"A version should be text and is {RecordDraft.Kind(value)}.");
                return [];
            }

            if (IsRequirement(version))
            {
                isMalformed = true;
                draft.Note(at, "That is a requirement and no version; it is compared as text.");
            }

            versions.Add(version);
        }

        return versions.DrainToImmutable();
    }

    private static bool IsRequirement(string version) => version.AsSpan().IndexOfAny(s_ofRequirements) >= 0;
}
