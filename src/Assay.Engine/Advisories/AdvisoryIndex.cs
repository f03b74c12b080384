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
    private const int MaxFixesAbove = 64;

    private readonly IndexFile _file;
    private readonly IndexPieces _pieces;

    private AdvisoryIndex(IndexFile file)
    {
        _file = file;
        ProjectCount = file.CountOf(IndexSection.ProjectOffsets) - 1;
        RecordCount = file.CountOf(IndexSection.RecordOffsets) - 1;
        Feeds = ReadFeeds(file.Whole(IndexSection.Feeds));
        _pieces = IndexPieces.Read(file.Whole(IndexSection.Pieces));
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

    /// <summary>What is known about the versions that a requirement allows.</summary>
    /// <param name="allowed">Null: every version.</param>
    /// <param name="asOf">As for a single version.</param>
    public RangeAnswer Ask(ProjectName project, VersionSpecifierSet? allowed, DateOnly? asOf = null)
    {
        VersionSpecifierSet requirement = allowed ?? VersionSpecifierSet.Any;
        if (requirement.Specifiers.FirstOrDefault(static clause => clause.Version is null) is { } exact)
        {
            ProjectAnswer answer = Ask(project, exact.VersionText, asOf);
            RangeShare all = answer.Vulnerabilities.IsEmpty ? RangeShare.None : RangeShare.All;
            return new RangeAnswer(all, null, [.. answer.Vulnerabilities.Select(static flaw => new RangeVulnerability(flaw, RangeShare.All))], answer.Undecided);
        }

        KeySet keys = KeySet.Of(requirement);
        if (keys.IsEmpty || FindProject(project) is not { } block)
        {
            return RangeAnswer.Nothing;
        }

        ImmutableArray<Testimony> said = Hear(block, asOf, spans => SpanCodec.Read(spans) is var read && RangeQuestion.Share(keys, KeySet.Of([read])) != RangeShare.None
            ? true
            : read.Unordered is null ? false : null);
        if (said.IsEmpty)
        {
            return RangeAnswer.Nothing;
        }

        RangeAnswer found = Answer(said, requirement, keys);
        return found.Share == RangeShare.None || found.Tightened is not null
            ? found
            : found with { FixedAbove = FixedAbove(project, RangeQuestion.FixesAbove(requirement, [.. said.Where(static one => one.Holds == true).Select(static one => one.Spans)]), asOf) };
    }

    // A fix may be affected by what the requirement's own versions are not: its fixes in turn are looked at.
    private string? FixedAbove(ProjectName project, IEnumerable<PackageVersion> fixes, DateOnly? asOf)
    {
        SortedSet<PackageVersion> open = [.. fixes];
        for (int step = 0; step < MaxFixesAbove && open.Min is { } lowest; step++)
        {
            ProjectAnswer answer = Ask(project, lowest.ToString(), asOf);
            if (answer.Vulnerabilities.IsEmpty && answer.Undecided.IsEmpty)
            {
                return lowest.ToString();
            }

            open.Remove(lowest);
            open.UnionWith(answer.Vulnerabilities.SelectMany(static flaw => flaw.FixedVersions)
                .Select(static text => PackageVersion.TryParse(text, out PackageVersion? version) ? version : null)
                .OfType<PackageVersion>().Where(version => version > lowest && (!version.IsPrerelease || lowest.IsPrerelease)));
        }

        return null;
    }

    /// <summary>How a record is evaluated for a version, event by event.</summary>
    public static Evaluation Explain(AdvisoryRecord record, ProjectName project, string version) => Explanation.Of(record, project, version);

    /// <summary>Records with that id or alias in any case, by id; withdrawn ones too.</summary>
    public ImmutableArray<AdvisoryRecord> Find(string id)
    {
        List<AdvisoryRecord> found = [];
        foreach (int record in Numbers(id))
        {
            if (Record(record) is var read && read.Aliases.Prepend(read.Id).Any(other => string.Equals(other, id, StringComparison.OrdinalIgnoreCase)))
            {
                found.Add(read);
            }
        }

        return [.. found.OrderBy(static record => record.Id, StringComparer.Ordinal).ThenBy(static record => record.Feed, StringComparer.Ordinal)];
    }

    /// <summary>Where to read more about a record, in the order that it gives; unpacks nothing. Empty where there is no such record.</summary>
    /// <param name="id">Its own id.</param>
    public ImmutableArray<AdvisoryReference> ReferencesOf(string feed, string id)
    {
        foreach (int record in Numbers(id))
        {
            IndexReader reader = new(_file.Part(IndexSection.RecordOffsets, IndexSection.RecordFacts, record));
            RecordFacts facts = Facts(ref reader);
            if (facts.Id == id && Feeds[facts.Feed].Id == feed)
            {
                return ReferenceCodec.Read(ref reader, facts, _pieces.References);
            }
        }

        return [];
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
            found.Add(Record(entry.Record));
        }

        return [.. found.OrderBy(static record => record.Id, StringComparer.Ordinal).ThenBy(static record => record.Feed, StringComparer.Ordinal)];
    }

    /// <summary>Computes the digest anew and reads everything. Each problem is one sentence; none: the index is whole.</summary>
    public ImmutableArray<string> Verify() => IndexVerification.Run(_file, Feeds, _pieces);

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
                said.Add(new Testimony(facts, Feeds[facts.Feed].Id, SpanCodec.Read(entry.Spans), holds, entry.IsLinked));
            }
        }

        return matters ? [.. said] : [];
    }

    private static ProjectAnswer Answer(ImmutableArray<Testimony> said, PackageVersion? asked, string version)
    {
        ImmutableArray<ImmutableArray<Testimony>> groups = FlawGroups.Of(said);
        byte[] above = asked is null ? [] : VersionKey.OfPublic(asked);
        ImmutableArray<Vulnerability>.Builder flaws = ImmutableArray.CreateBuilder<Vulnerability>(groups.Length);
        foreach (ImmutableArray<Testimony> group in groups)
        {
            if (FlawGroups.Hits(group))
            {
                flaws.Add(FlawGroups.Merge(group, above, asked is { IsPrerelease: true }));
            }
        }

        // No two have one id: records that share one are of one group.
        flaws.Sort(static (one, other) => string.CompareOrdinal(one.Id, other.Id));
        ImmutableArray<UndecidedAdvisory> undecided = flaws.Count == groups.Length ? [] : Undecided(groups, asked is null ? version : null);
        return new ProjectAnswer(flaws.DrainToImmutable(), undecided);
    }

    private static RangeAnswer Answer(ImmutableArray<Testimony> said, VersionSpecifierSet allowed, KeySet keys)
    {
        ImmutableArray<ImmutableArray<Testimony>> groups = FlawGroups.Of(said);
        ImmutableArray<AffectedSpans> affected = [.. said.Where(static one => one.Holds == true).Select(static one => one.Spans)];
        RangeShare share = RangeQuestion.Share(keys, KeySet.Of(affected));
        string? tightened = share == RangeShare.None ? null : RangeQuestion.Tighten(allowed, affected);
        return new RangeAnswer(
            share,
            tightened,
            [
                .. groups.Where(FlawGroups.Hits)
                    .Select(group => new RangeVulnerability(
                        FlawGroups.Merge(group, keys.Stretches[0].From, allowed.NamesPrerelease),
                        RangeQuestion.Share(keys, KeySet.Of(group.Where(static one => one.Holds == true).Select(static one => one.Spans)))))
                    .OrderBy(static flaw => flaw.Vulnerability.Id, StringComparer.Ordinal),
            ],
            Undecided(groups, null));
    }

    private static ImmutableArray<UndecidedAdvisory> Undecided(ImmutableArray<ImmutableArray<Testimony>> groups, string? unordered) =>
    [
        .. groups.Where(static group => !FlawGroups.Hits(group))
            .SelectMany(group => group.Where(static one => one.Holds is null).Select(one => FlawGroups.Undecided(group, one, unordered)))
            .OrderBy(static one => one.Id, StringComparer.Ordinal)
            .ThenBy(static one => one.Feed, StringComparer.Ordinal),
    ];

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

    // Records that may have the id or alias.
    private IEnumerable<int> Numbers(string id)
    {
        (int start, int end) = _file.Bucket(IndexSection.IdBuckets, IndexFormat.Hash(id.ToUpperInvariant()));

        // Two ids of one record may share a bucket.
        return Enumerable.Range(start, end - start).Select(i => _file.NumberAt(IndexSection.IdEntries, i)).Distinct();
    }

    private RecordFacts Facts(int record)
    {
        IndexReader reader = new(_file.Part(IndexSection.RecordOffsets, IndexSection.RecordFacts, record));
        return Facts(ref reader);
    }

    private RecordFacts Facts(ref IndexReader reader)
    {
        RecordFacts facts = RecordFacts.Read(ref reader, _pieces);
        return facts.Feed < Feeds.Length ? facts : throw IndexReader.Damaged("a record's feed is none");
    }

    private AdvisoryRecord Record(int record)
    {
        IndexReader reader = new(_file.Part(IndexSection.RecordOffsets, IndexSection.RecordFacts, record));
        RecordFacts facts = Facts(ref reader);
        return RecordText.Read(_file.Text(record), facts, ReferenceCodec.Read(ref reader, facts, _pieces.References), Feeds[facts.Feed].Id);
    }

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
