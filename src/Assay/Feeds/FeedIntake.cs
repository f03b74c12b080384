using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Engine.Advisories;

namespace Assay.Feeds;

/// <summary>Reads sources: one thread takes them from disk and archive, others read the documents.</summary>
public static class FeedIntake
{
    // Enough to keep the readers busy, few enough that documents of the largest size fit into memory.
    private const int Waiting = 32;

    /// <summary>Reads all sources to their end.</summary>
    /// <param name="readers">Threads that read documents, 1 or more.</param>
    /// <param name="progress">Told the number of documents read so far, from any thread.</param>
    public static FeedHarvest Read(
        IReadOnlyList<NamedSource> sources, FeedDates dates, FeedLimits limits, int readers, Action<int>? progress, CancellationToken cancellation)
    {
        FeedMerge merge = new();
        List<string> failures = [];
        using BlockingCollection<(FeedDocument Document, string? Feed)> waiting = new(Waiting);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        int done = 0;
        Task[] tasks = [.. Enumerable.Range(0, readers).Select(_ => Task.Factory.StartNew(ReadWaiting, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            foreach (NamedSource source in sources)
            {
                string? failure = FeedSource.Read(
                    source.Path, source.Shown, limits, document => waiting.Add((document, source.Feed), stop.Token), problem => merge.Add(Lost(problem), source.Feed));
                if (failure is not null)
                {
                    failures.Add(failure);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A reader failed; waiting for it tells why.
        }
        finally
        {
            waiting.CompleteAdding();
            Task.WaitAll(tasks, CancellationToken.None);
        }

        cancellation.ThrowIfCancellationRequested();
        return merge.Finish(dates, [.. failures]);

        void ReadWaiting()
        {
            bool isFine = false;
            try
            {
                foreach ((FeedDocument document, string? feed) in waiting.GetConsumingEnumerable(stop.Token))
                {
                    merge.Add(Catalogue.Read(document, limits), feed);
                    progress?.Invoke(Interlocked.Increment(ref done));
                }

                isFine = true;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                isFine = true;
            }
            finally
            {
                if (!isFine)
                {
                    // Else the thread that fills the queue would wait for ever.
                    stop.Cancel();
                }
            }
        }
    }

    private static FeedReading Lost(FeedProblem problem) => new([], [problem]);
}
