using System.Collections.Immutable;
using System.Text;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Engine.Advisories;

/// <summary>
/// Known vulnerabilities and malware by project, answered from compiled bytes that are read where a question needs them. Safe for several
/// threads. Every member may throw <see cref="AdvisoryIndexException"/> where the bytes turn out to be damaged.
/// </summary>
public sealed class AdvisoryIndex : IDisposable
{
    private readonly IndexFile _file;

    private AdvisoryIndex(IndexFile file)
    {
        _file = file;
        ProjectCount = file.CountOf(IndexSection.ProjectOffsets) - 1;
        RecordCount = file.CountOf(IndexSection.RecordOffsets) - 1;
        Feeds = ReadFeeds(file.Whole(IndexSection.Feeds));
        if (ProjectCount < 0 || RecordCount < 0)
        {
            throw IndexReader.Damaged("a directory has an impossible length");
        }
    }

    /// <summary>The sources, by id.</summary>
    public ImmutableArray<AdvisoryFeed> Feeds { get; }

    /// <summary>Lower-case hex sha256 of the content, as the index states it; <see cref="Verify"/> computes it anew.</summary>
    public string Digest => _file.Digest;

    /// <summary>Projects that a record is about.</summary>
    public int ProjectCount { get; }

    /// <summary>Records, withdrawn ones included.</summary>
    public int RecordCount { get; }

    /// <summary>Reads the head and the feeds, and takes the bytes over.</summary>
    /// <exception cref="AdvisoryIndexException">They are no index, of a newer format, cut or damaged.</exception>
    public static AdvisoryIndex Open(IndexBytes bytes) => new(new IndexFile(bytes));

    /// <summary>What is known about a version of a project.</summary>
    /// <param name="version">As written; need be no version of PEP 440.</param>
    /// <param name="asOf">What was published by the end of that day, in UTC, and not yet withdrawn; null: all that is not withdrawn.</param>
    public ProjectAnswer Ask(ProjectName project, string version, DateOnly? asOf = null)
    {
        if (FindProject(project) is not { } block)
        {
            return ProjectAnswer.Nothing;
        }

        byte[] key = [];
        int publicLength = 0;
        if (PackageVersion.TryParse(version, out PackageVersion? asked))
        {
            key = VersionKey.Of(asked, out publicLength);
        }

        ImmutableArray<Testimony> said = Hear(block, asOf, spans => SpanCodec.Holds(spans, key, publicLength, version));
        return said.IsEmpty ? ProjectAnswer.Nothing : Answer(said, asked, version);
    }

    /// <summary>Records with that id or alias in any case, by id; withdrawn ones too.</summary>
    public ImmutableArray<AdvisoryRecord> Find(string id)
    {
        (int start, int end) = _file.Bucket(IndexSection.IdBuckets, IndexFormat.Hash(id.ToUpperInvariant()));
        List<AdvisoryRecord> found = [];
        for (int i = start; i < end; i++)
        {
            RecordFacts facts = Facts(_file.NumberAt(IndexSection.IdEntries, i));
            if (facts.Aliases.Prepend(facts.Id).Any(other => string.Equals(other, id, StringComparison.OrdinalIgnoreCase)))
            {
                found.Add(Record(facts));
            }
        }

        return [.. found.OrderBy(static record => record.Id, StringComparer.Ordinal).ThenBy(static record => record.Feed, StringComparer.Ordinal)];
    }

    /// <summary>All records about a project, by id; withdrawn ones too.</summary>
    public ImmutableArray<AdvisoryRecord> Of(ProjectName project)
    {
        if (FindProject(project) is not { } bytes)
        {
            return [];
        }

        ProjectBlock block = new(bytes);
        List<AdvisoryRecord> found = [];
        while (block.TryNext(out ProjectEntry entry))
        {
            found.Add(Record(Facts(entry.Record)));
        }

        return [.. found.OrderBy(static record => record.Id, StringComparer.Ordinal).ThenBy(static record => record.Feed, StringComparer.Ordinal)];
    }

    /// <summary>Computes the digest anew and reads everything. Each problem is one sentence; none: the index is whole.</summary>
    public ImmutableArray<string> Verify() => IndexVerification.Run(_file, Feeds);

    public void Dispose() => _file.Dispose();

    // What live records say, or nothing where none hits and all are decided. Records that say no are read only where they may share a flaw with another.
    private ImmutableArray<Testimony> Hear(byte[] bytes, DateOnly? asOf, Func<ReadOnlySpan<byte>, bool?> ask)
    {
        List<Testimony> said = [];
        bool matters = false;
        ProjectBlock block = new(bytes);
        while (block.TryNext(out ProjectEntry entry))
        {
            if (asOf is null && entry.IsWithdrawn)
            {
                continue;
            }

            bool? holds = ask(entry.Spans);
            if (holds == false && !entry.IsLinked)
            {
                continue;
            }

            RecordFacts facts = Facts(entry.Record);
            if (facts.IsLiveOn(asOf))
            {
                matters |= holds != false;
                said.Add(new Testimony(facts, Feeds[facts.Feed].Id, SpanCodec.Read(entry.Spans), holds));
            }
        }

        return matters ? [.. said] : [];
    }

    private static ProjectAnswer Answer(ImmutableArray<Testimony> said, PackageVersion? asked, string version)
    {
        List<Vulnerability> vulnerabilities = [];
        List<UndecidedAdvisory> undecided = [];
        foreach (ImmutableArray<Testimony> group in FlawGroups.Of(said))
        {
            if (group.Any(static one => one.Holds == true))
            {
                vulnerabilities.Add(FlawGroups.Merge(group, asked));
                continue;
            }

            undecided.AddRange(group.Where(static one => one.Holds is null).Select(one => FlawGroups.Undecided(group, one, asked is null ? version : null)));
        }

        return new ProjectAnswer(
            [.. vulnerabilities.OrderBy(static one => one.Id, StringComparer.Ordinal)],
            [.. undecided.OrderBy(static one => one.Id, StringComparer.Ordinal).ThenBy(static one => one.Feed, StringComparer.Ordinal)]);
    }

    private byte[]? FindProject(ProjectName project)
    {
        (int start, int end) = _file.Bucket(IndexSection.ProjectBuckets, IndexFormat.Hash(project.Normalized));
        for (int i = start; i < end; i++)
        {
            byte[] block = _file.Part(IndexSection.ProjectOffsets, IndexSection.ProjectBlocks, i);
            if (Ascii.Equals(new ProjectBlock(block).Name, project.Normalized))
            {
                return block;
            }
        }

        return null;
    }

    private RecordFacts Facts(int record)
    {
        RecordFacts facts = RecordFacts.Read(_file.Part(IndexSection.RecordOffsets, IndexSection.RecordFacts, record));
        return facts.Feed < Feeds.Length ? facts : throw IndexReader.Damaged("a record's feed is none");
    }

    private AdvisoryRecord Record(RecordFacts facts) => RecordText.Read(_file.Block(facts.TextBlock), facts, Feeds[facts.Feed].Id);

    private static ImmutableArray<AdvisoryFeed> ReadFeeds(ReadOnlySpan<byte> bytes)
    {
        IndexReader reader = new(bytes);
        int count = reader.Count();
        ImmutableArray<AdvisoryFeed>.Builder feeds = ImmutableArray.CreateBuilder<AdvisoryFeed>(count);
        for (int i = 0; i < count; i++)
        {
            feeds.Add(new AdvisoryFeed(reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Day(), reader.Index(), reader.Index(), reader.Index()));
        }

        return feeds.MoveToImmutable();
    }
}
