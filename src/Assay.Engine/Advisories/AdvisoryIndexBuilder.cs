using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using Assay.Packaging.Names;

namespace Assay.Engine.Advisories;

/// <summary>Compiles advisories into the bytes that <see cref="AdvisoryIndex"/> answers from.</summary>
public static class AdvisoryIndexBuilder
{
    private const int CompressionThreads = 2;
    private const int CompressionQuality = 9;
    private const int CompressionWindow = 22;

    /// <summary>
    /// Writes the index of these records: the same records in any order give the same bytes. Of two records with one id in one feed the one
    /// modified last is kept. The feeds' numbers of records are counted anew.
    /// </summary>
    /// <exception cref="ArgumentException">A record names a feed that is not among <paramref name="feeds"/>, or its text is larger than 32 MiB.</exception>
    /// <exception cref="OverflowException">The index would be larger than 2 GiB.</exception>
    public static void Build(IEnumerable<AdvisoryRecord> records, IEnumerable<AdvisoryFeed> feeds, Stream output)
    {
        ImmutableArray<AdvisoryFeed> sources = [.. feeds.OrderBy(static feed => feed.Id, StringComparer.Ordinal)];
        ImmutableArray<CompiledRecord> kept = Compile(records, sources);
        ImmutableArray<RecordFacts> facts = [.. kept.Select(static record => record.Facts)];
        IndexPieces pieces = IndexPieces.Learn(kept);
        byte[][] sections = new byte[(int)IndexSection.Texts + 1][];
        sections[(int)IndexSection.Feeds] = WriteFeeds(sources, facts);
        sections[(int)IndexSection.Pieces] = Written(pieces.Write);
        (sections[(int)IndexSection.RecordOffsets], sections[(int)IndexSection.RecordFacts]) = WriteParts([.. kept.Select(record => Written(writer => WriteFacts(writer, record, pieces)))]);
        WriteTexts(kept, sections);
        WriteProjects(kept, facts, sections);
        WriteIds(facts, sections);
        WriteFile(sections, output);
    }

    private static ImmutableArray<CompiledRecord> Compile(IEnumerable<AdvisoryRecord> records, ImmutableArray<AdvisoryFeed> feeds)
    {
        Dictionary<string, int> feedNumbers = [];
        foreach (AdvisoryFeed feed in feeds)
        {
            feedNumbers.Add(feed.Id, feedNumbers.Count);
        }

        Dictionary<(string, int), CompiledRecord> kept = [];
        foreach (AdvisoryRecord record in records)
        {
            if (!feedNumbers.TryGetValue(record.Feed, out int feed))
            {
                throw new ArgumentException($"{record.Id} is of the feed '{record.Feed}', which is not among those named.", nameof(records));
            }

            CompiledRecord compiled = CompiledRecord.Of(record, feed);
            if (!kept.TryGetValue((record.Id, feed), out CompiledRecord? other) || compiled.Replaces(other))
            {
                kept[(record.Id, feed)] = compiled;
            }
        }

        // Records of one project side by side: their lists of versions are nearly the same and compress to little.
        return [.. kept.Values
            .OrderBy(static record => record.FirstProject, StringComparer.Ordinal)
            .ThenBy(static record => record.Facts.Id, StringComparer.Ordinal)
            .ThenBy(static record => record.Facts.Feed)];
    }

    private static void WriteFacts(IndexWriter writer, CompiledRecord record, IndexPieces pieces)
    {
        record.Facts.Write(writer, pieces);
        pieces.References.Encode(writer, record.References);
    }

    private static void WriteTexts(ImmutableArray<CompiledRecord> records, byte[][] sections)
    {
        List<IndexWriter> blocks = [];
        IndexWriter firsts = new();
        for (int i = 0; i < records.Length; i++)
        {
            if (blocks.Count == 0 || blocks[^1].Length + records[i].Text.Length > IndexFormat.TextBlockLength)
            {
                blocks.Add(new IndexWriter());
                firsts.Fixed((uint)i);
            }

            blocks[^1].Bytes(records[i].Text);
        }

        firsts.Fixed((uint)records.Length);
        byte[][] compressed = new byte[blocks.Count][];
        Parallel.For(0, blocks.Count, new ParallelOptions { MaxDegreeOfParallelism = CompressionThreads }, i => compressed[i] = Written(writer =>
        {
            writer.Fixed((uint)blocks[i].Length);
            writer.Raw(Compress(blocks[i].Written));
        }));
        sections[(int)IndexSection.TextRecords] = firsts.ToArray();
        (sections[(int)IndexSection.TextOffsets], sections[(int)IndexSection.Texts]) = WriteParts([.. compressed]);
    }

    private static byte[] Compress(ReadOnlySpan<byte> block)
    {
        byte[] buffer = new byte[BrotliEncoder.GetMaxCompressedLength(block.Length)];
        return BrotliEncoder.TryCompress(block, buffer, out int written, CompressionQuality, CompressionWindow)
            ? buffer[..written]
            : throw new InvalidOperationException("Brotli needs more room than it says it can need.");
    }

    private static byte[] WriteFeeds(ImmutableArray<AdvisoryFeed> feeds, ImmutableArray<RecordFacts> facts)
    {
        int[] live = new int[feeds.Length];
        int[] withdrawn = new int[feeds.Length];
        foreach (RecordFacts fact in facts)
        {
            (fact.Withdrawn is null ? live : withdrawn)[fact.Feed]++;
        }

        return Written(writer =>
        {
            writer.Number(feeds.Length);
            for (int i = 0; i < feeds.Length; i++)
            {
                writer.Text(feeds[i].Id);
                writer.Text(feeds[i].Title);
                writer.Text(feeds[i].Address);
                writer.Text(feeds[i].Licence);
                writer.Day(feeds[i].Date);
                writer.Number(live[i]);
                writer.Number(withdrawn[i]);
                writer.Number(feeds[i].Dropped);
            }
        });
    }

    private static void WriteProjects(ImmutableArray<CompiledRecord> records, ImmutableArray<RecordFacts> facts, byte[][] sections)
    {
        Dictionary<string, List<int>> recordsOf = [];
        for (int i = 0; i < records.Length; i++)
        {
            foreach (ProjectName project in records[i].Spans.Keys)
            {
                if (!recordsOf.TryGetValue(project.Normalized, out List<int>? list))
                {
                    recordsOf.Add(project.Normalized, list = []);
                }

                list.Add(i);
            }
        }

        int buckets = IndexFormat.BucketCount(recordsOf.Count);
        ImmutableArray<string> order = [.. recordsOf.Keys.OrderBy(name => IndexFormat.Hash(name) & (uint)(buckets - 1)).ThenBy(static name => name, StringComparer.Ordinal)];
        sections[(int)IndexSection.ProjectBuckets] = WriteBuckets(buckets, order.Select(IndexFormat.Hash));
        (sections[(int)IndexSection.ProjectOffsets], sections[(int)IndexSection.ProjectBlocks]) = WriteParts(
            [.. order.Select(name => Written(writer => WriteProject(writer, name, recordsOf[name], records, facts)))]);
    }

    private static void WriteProject(IndexWriter writer, string name, List<int> about, ImmutableArray<CompiledRecord> records, ImmutableArray<RecordFacts> facts)
    {
        HashSet<int> linked = FlawGroups.Linked([.. about.Select(i => facts[i])]);
        writer.Text(name);
        writer.Number(about.Count);
        for (int i = 0; i < about.Count; i++)
        {
            writer.Number(about[i]);
            writer.Byte((byte)((facts[about[i]].Withdrawn is null ? 0 : ProjectBlock.WithdrawnFlag) | (linked.Contains(i) ? ProjectBlock.LinkedFlag : 0)));
            writer.Bytes(records[about[i]].Spans[ProjectName.Parse(name)]);
        }
    }

    private static void WriteIds(ImmutableArray<RecordFacts> facts, byte[][] sections)
    {
        HashSet<(string Id, int Record)> ids = [];
        for (int i = 0; i < facts.Length; i++)
        {
            foreach (string id in facts[i].Aliases.Prepend(facts[i].Id))
            {
                ids.Add((id.ToUpperInvariant(), i));
            }
        }

        int buckets = IndexFormat.BucketCount(ids.Count);
        ImmutableArray<(uint Hash, int Record)> order =
        [
            .. ids.Select(static entry => (Hash: IndexFormat.Hash(entry.Id), entry.Record))
                .Distinct()
                .OrderBy(entry => entry.Hash & (uint)(buckets - 1))
                .ThenBy(static entry => entry.Record),
        ];
        sections[(int)IndexSection.IdBuckets] = WriteBuckets(buckets, order.Select(static entry => entry.Hash));
        sections[(int)IndexSection.IdEntries] = Written(writer =>
        {
            foreach ((_, int record) in order)
            {
                writer.Fixed((uint)record);
            }
        });
    }

    private static byte[] WriteBuckets(int count, IEnumerable<uint> hashes)
    {
        uint[] starts = new uint[count + 1];
        foreach (uint hash in hashes)
        {
            starts[(hash & (uint)(count - 1)) + 1]++;
        }

        return Written(writer =>
        {
            uint sum = 0;
            foreach (uint start in starts)
            {
                sum += start;
                writer.Fixed(sum);
            }
        });
    }

    private static (byte[] Offsets, byte[] Parts) WriteParts(ImmutableArray<byte[]> parts)
    {
        IndexWriter offsets = new();
        IndexWriter all = new();
        foreach (byte[] part in parts)
        {
            offsets.Fixed((uint)all.Length);
            all.Raw(part);
        }

        offsets.Fixed((uint)all.Length);
        return (offsets.ToArray(), all.ToArray());
    }

    private static void WriteFile(byte[][] sections, Stream output)
    {
        byte[] head = IndexFormat.WriteHead([.. sections.Select(static section => section.Length)]);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        foreach (byte[] section in sections)
        {
            hash.AppendData(section);
        }

        hash.GetCurrentHash(head.AsSpan(IndexFormat.DigestOffset, IndexFormat.DigestLength));
        output.Write(head);
        foreach (byte[] section in sections)
        {
            output.Write(section);
        }
    }

    private static byte[] Written(Action<IndexWriter> write)
    {
        IndexWriter writer = new();
        write(writer);
        return writer.ToArray();
    }
}
