using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Engine.Advisories;

/// <summary>The rest of a record, as the feed has it, in compressed blocks.</summary>
internal static class RecordText
{
    /// <summary>Writes all of a record that stands neither in <see cref="RecordFacts"/> nor by <see cref="ReferenceCodec"/>.</summary>
    public static void Write(IndexWriter writer, AdvisoryRecord record, RecordFacts facts)
    {
        writer.OptionalText(record.Summary == facts.Summary ? null : record.Summary);
        writer.Text(record.Details);
        writer.Moment(record.Modified);
        writer.Number(record.Severities.Length);
        foreach (SeverityVector severity in record.Severities)
        {
            writer.Text(severity.Type);
            writer.Text(severity.Vector);
        }

        writer.OptionalText(record.SeverityWord);
        writer.Texts(record.Weaknesses);
        writer.Number(record.Affected.Length);
        foreach (AffectedProject affected in record.Affected)
        {
            writer.Text(affected.Project.Normalized);
            writer.Number(affected.Ranges.Length);
            foreach (AffectedRange range in affected.Ranges)
            {
                writer.Number(range.Events.Length);
                foreach (RangeEvent step in range.Events)
                {
                    writer.Byte((byte)step.Kind);
                    writer.Text(step.Version);
                }
            }

            writer.Texts(affected.Versions);
        }
    }

    public static AdvisoryRecord Read(ReadOnlySpan<byte> text, RecordFacts facts, ImmutableArray<AdvisoryReference> references, string feed)
    {
        IndexReader reader = new(text);
        string? summary = reader.OptionalText();
        string details = reader.Text();
        DateTimeOffset? modified = reader.Moment();
        int severityCount = reader.Count();
        ImmutableArray<SeverityVector>.Builder severities = ImmutableArray.CreateBuilder<SeverityVector>(severityCount);
        for (int i = 0; i < severityCount; i++)
        {
            severities.Add(new SeverityVector(reader.Text(), reader.Text()));
        }

        string? word = reader.OptionalText();
        ImmutableArray<string> weaknesses = reader.Texts();
        int affectedCount = reader.Count();
        ImmutableArray<AffectedProject>.Builder affected = ImmutableArray.CreateBuilder<AffectedProject>(affectedCount);
        for (int i = 0; i < affectedCount; i++)
        {
            affected.Add(ReadAffected(ref reader));
        }

        return new AdvisoryRecord(facts.Id, feed)
        {
            Aliases = facts.Aliases,
            Published = facts.Published,
            Modified = modified,
            Withdrawn = facts.Withdrawn,
            Summary = summary ?? facts.Summary,
            Details = details,
            Severities = severities.MoveToImmutable(),
            SeverityWord = word,
            Weaknesses = weaknesses,
            References = references,
            Affected = affected.MoveToImmutable(),
            ExploitedSince = facts.ExploitedSince,
            ExploitProbability = facts.ExploitProbability,
        };
    }

    private static AffectedProject ReadAffected(ref IndexReader reader)
    {
        if (!ProjectName.TryParse(reader.Text(), out ProjectName project))
        {
            throw IndexReader.Damaged("a project's name is none");
        }

        int rangeCount = reader.Count();
        ImmutableArray<AffectedRange>.Builder ranges = ImmutableArray.CreateBuilder<AffectedRange>(rangeCount);
        for (int i = 0; i < rangeCount; i++)
        {
            int eventCount = reader.Count();
            ImmutableArray<RangeEvent>.Builder events = ImmutableArray.CreateBuilder<RangeEvent>(eventCount);
            for (int j = 0; j < eventCount; j++)
            {
                byte kind = reader.Byte();
                if (kind > (byte)RangeEventKind.Limit)
                {
                    throw IndexReader.Damaged("an event is none");
                }

                events.Add(new RangeEvent((RangeEventKind)kind, reader.Text()));
            }

            ranges.Add(new AffectedRange(events.MoveToImmutable()));
        }

        return new AffectedProject(project, ranges.MoveToImmutable(), reader.Texts());
    }
}
