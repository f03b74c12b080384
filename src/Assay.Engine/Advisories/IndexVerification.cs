using System.Collections.Immutable;
using System.Text;
using Assay.Packaging.Names;

namespace Assay.Engine.Advisories;

/// <summary>Reads an index from end to end.</summary>
internal static class IndexVerification
{
    private const int MaxProblems = 20;

    /// <summary>Problems in sentences, at most 20 of them.</summary>
    public static ImmutableArray<string> Run(IndexFile file, ImmutableArray<AdvisoryFeed> feeds, IndexPieces pieces)
    {
        List<string> problems = [];
        string digest = file.ComputeDigest();
        if (digest != file.Digest)
        {
            problems.Add($"The content's digest is {digest}, and the index states {file.Digest}.");
        }

        int records = file.CountOf(IndexSection.RecordOffsets) - 1;
        int projects = file.CountOf(IndexSection.ProjectOffsets) - 1;
        for (int i = 0; i < records && problems.Count < MaxProblems; i++)
        {
            Note(problems, $"Record {i}", () => ReadRecord(file, feeds, pieces, i));
        }

        for (int i = 0; i < projects && problems.Count < MaxProblems; i++)
        {
            Note(problems, $"Project {i}", () => ReadProject(file, records, i));
        }

        return [.. problems];
    }

    private static void Note(List<string> problems, string what, Action read)
    {
        try
        {
            read();
        }
        catch (AdvisoryIndexException damage)
        {
            problems.Add($"{what}: {damage.Message}");
        }
    }

    private static void ReadRecord(IndexFile file, ImmutableArray<AdvisoryFeed> feeds, IndexPieces pieces, int at)
    {
        IndexReader reader = new(file.Part(IndexSection.RecordOffsets, IndexSection.RecordFacts, at));
        RecordFacts facts = RecordFacts.Read(ref reader, pieces);
        if (facts.Feed >= feeds.Length)
        {
            throw IndexReader.Damaged("a record's feed is none");
        }

        _ = RecordText.Read(file.Text(at), facts, ReferenceCodec.Read(ref reader, facts, pieces.References), feeds[facts.Feed].Id);
        if (!IsListed(file, at, facts.Id) || !facts.Aliases.All(alias => IsListed(file, at, alias)))
        {
            throw IndexReader.Damaged($"{facts.Id} can't be found by its ids");
        }
    }

    private static bool IsListed(IndexFile file, int record, string id)
    {
        (int start, int end) = file.Bucket(IndexSection.IdBuckets, IndexFormat.Hash(id.ToUpperInvariant()));
        for (int i = start; i < end; i++)
        {
            if (file.NumberAt(IndexSection.IdEntries, i) == record)
            {
                return true;
            }
        }

        return false;
    }

    private static void ReadProject(IndexFile file, int records, int at)
    {
        ProjectBlock block = new(file.Part(IndexSection.ProjectOffsets, IndexSection.ProjectBlocks, at));
        string name = Encoding.UTF8.GetString(block.Name);
        if (!ProjectName.TryParse(name, out ProjectName project) || project.Normalized != name)
        {
            throw IndexReader.Damaged("a project's name is none");
        }

        (int start, int end) = file.Bucket(IndexSection.ProjectBuckets, IndexFormat.Hash(name));
        if (at < start || at >= end)
        {
            throw IndexReader.Damaged($"'{name}' can't be found by its name");
        }

        while (block.TryNext(out ProjectEntry entry))
        {
            _ = SpanCodec.Read(entry.Spans);
            if (entry.Record >= records)
            {
                throw IndexReader.Damaged($"'{name}' names a record that is none");
            }
        }
    }
}
