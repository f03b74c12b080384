using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Assay.Engine.Advisories;

namespace Assay.Feeds;

/// <summary>Brings readings together: of two records with one id the one modified last counts, whatever order they come in. Safe for several threads.</summary>
internal sealed class FeedMerge
{
    private readonly Lock _gate = new();

    // A million versions are listed, and few thousand are different texts.
    private readonly HashSet<string> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AdvisoryRecord> _records = new(StringComparer.Ordinal);
    private readonly List<(FeedProblem Problem, string? Feed)> _problems = [];
    private readonly Dictionary<string, DateOnly> _exploited = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, double> _probabilities = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DateOnly> _stated = new(StringComparer.Ordinal);
    private int _superseded;
    private int _elsewhere;

    /// <param name="feed">The feed that all records belong to; null: by their ids.</param>
    public void Add(FeedReading reading, string? feed)
    {
        lock (_gate)
        {
            foreach (AdvisoryRecord read in reading.Records)
            {
                AdvisoryRecord record = feed is null ? read : read with { Feed = feed };
                ref AdvisoryRecord? known = ref CollectionsMarshal.GetValueRefOrAddDefault(_records, record.Id, out bool exists);
                if (exists)
                {
                    _superseded++;
                }

                if (!exists || Newer(record, known!))
                {
                    known = WithOneTextEach(record);
                }
            }

            _problems.AddRange(reading.Problems.Select(problem => (problem, feed)));
            foreach (ExploitedFlaw flaw in reading.Exploited)
            {
                _exploited[flaw.Id] = _exploited.TryGetValue(flaw.Id, out DateOnly since) && since < flaw.Since ? since : flaw.Since;
            }

            foreach (ExploitProbability row in reading.Probabilities)
            {
                _probabilities[row.Id] = Math.Max(_probabilities.GetValueOrDefault(row.Id), row.Probability);
            }

            if (reading.Stated is (string, DateOnly) stated)
            {
                string id = feed ?? stated.Feed;
                _stated[id] = _stated.TryGetValue(id, out DateOnly known) && known > stated.Date ? known : stated.Date;
            }

            _elsewhere += reading.Elsewhere;
        }
    }

    public FeedHarvest Finish(FeedDates dates, ImmutableArray<string> failures)
    {
        int exploited = 0;
        int predicted = 0;
        ImmutableArray<AdvisoryRecord>.Builder records = ImmutableArray.CreateBuilder<AdvisoryRecord>(_records.Count);
        foreach (AdvisoryRecord record in _records.Values)
        {
            (DateOnly? since, double? probability) = Known(record);
            exploited += since is null ? 0 : 1;
            predicted += probability is null ? 0 : 1;
            records.Add(since is null && probability is null ? record : record with { ExploitedSince = since, ExploitProbability = probability });
        }

        records.Sort(static (left, right) => string.CompareOrdinal(left.Id, right.Id));
        int read = records.Count;
        ImmutableArray<AdvisoryRecord> all = SafetyRepeats.Drop(records.MoveToImmutable());
        return new FeedHarvest(
            all,
            Feeds(all, dates, exploited, predicted),
            [.. _problems.Select(static entry => entry.Problem).Order(Comparer<FeedProblem>.Create(Compare))],
            failures,
            _superseded + read - all.Length,
            _elsewhere);
    }

    private AdvisoryRecord WithOneTextEach(AdvisoryRecord record) => record with
    {
        Affected = [.. record.Affected.Select(affected => affected with { Versions = [.. affected.Versions.Select(OneText)] })],
    };

    private string OneText(string version)
    {
        if (_versions.TryGetValue(version, out string? known))
        {
            return known;
        }

        _versions.Add(version);
        return version;
    }

    private (DateOnly? Since, double? Probability) Known(AdvisoryRecord record)
    {
        DateOnly? since = null;
        double? probability = null;
        if (_exploited.Count + _probabilities.Count > 0)
        {
            foreach (string id in record.Aliases.Append(record.Id))
            {
                since = _exploited.TryGetValue(id, out DateOnly day) && !(since < day) ? day : since;
                probability = _probabilities.TryGetValue(id, out double value) && !(probability > value) ? value : probability;
            }
        }

        return (since, probability);
    }

    private ImmutableArray<AdvisoryFeed> Feeds(ImmutableArray<AdvisoryRecord> records, FeedDates dates, int exploited, int predicted)
    {
        SortedDictionary<string, (int Live, int Withdrawn, int Dropped)> counts = new(StringComparer.Ordinal);
        foreach (AdvisoryRecord record in records)
        {
            (int live, int withdrawn, int dropped) = counts.GetValueOrDefault(record.Feed);
            counts[record.Feed] = record.Withdrawn is null ? (live + 1, withdrawn, dropped) : (live, withdrawn + 1, dropped);
        }

        foreach ((FeedProblem problem, string? feed) in _problems.Where(static entry => entry.Problem.LosesRecord))
        {
            string id = feed ?? KnownFeed.Of(problem.Id ?? problem.File.Split('/')[^1]).Id;
            (int live, int withdrawn, int dropped) = counts.GetValueOrDefault(id);
            counts[id] = (live, withdrawn, dropped + 1);
        }

        if (_exploited.Count > 0)
        {
            counts[KnownFeed.ExploitedId] = (exploited, 0, 0);
        }

        if (_probabilities.Count > 0)
        {
            counts[KnownFeed.PredictionId] = (predicted, 0, 0);
        }

        return
        [
            .. counts.Select(entry =>
            {
                KnownFeed known = KnownFeed.Find(entry.Key) ?? new KnownFeed(entry.Key, entry.Key, "", "", []);
                DateOnly? date = dates.Of.TryGetValue(entry.Key, out DateOnly own) ? own
                    : _stated.TryGetValue(entry.Key, out DateOnly stated) ? stated
                    : dates.All;
                return new AdvisoryFeed(known.Id, known.Title, known.Address, known.Licence, date, entry.Value.Live, entry.Value.Withdrawn, entry.Value.Dropped);
            }),
        ];
    }

    // Of two with one time, or none, the text decides: any order that is always the same.
    private static bool Newer(AdvisoryRecord left, AdvisoryRecord right)
    {
        int order = Nullable.Compare(left.Modified, right.Modified);
        return order != 0 ? order > 0 : OsvWriter.Write(left).AsSpan().SequenceCompareTo(OsvWriter.Write(right)) > 0;
    }

    private static int Compare(FeedProblem left, FeedProblem right)
    {
        int order = string.CompareOrdinal(left.File, right.File);
        order = order != 0 ? order : string.CompareOrdinal(left.Place, right.Place);
        return order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
    }
}
