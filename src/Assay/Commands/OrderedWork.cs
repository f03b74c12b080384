using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Assay.Commands;

/// <summary>Looks at many things at once and hands the results on in the order of the input.</summary>
internal static class OrderedWork
{
    /// <summary>Looks at every item, on several threads where there are several items. Large ones are looked at one after another,
    /// smaller ones meanwhile: two large ones at once would take twice the memory.</summary>
    /// <param name="jobs">Items looked at at the same time; at least 1.</param>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        ImmutableArray<TItem> items,
        int jobs,
        Func<TItem, bool> isLarge,
        Func<TItem, CancellationToken, Task<TResult>> look,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (items.Length <= 1 || jobs <= 1)
        {
            foreach (TItem item in items)
            {
                yield return await look(item, cancellation);
            }

            yield break;
        }

        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        TaskCompletionSource<TResult>[] known =
            [.. items.Select(static _ => new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously))];
        WaitingLine line = new([.. items.Select(isLarge)]);
        Task[] workers = [.. Enumerable.Range(0, Math.Min(jobs, items.Length)).Select(_ => Task.Run(WorkAsync, CancellationToken.None))];
        try
        {
            foreach (TaskCompletionSource<TResult> result in known)
            {
                yield return await result.Task;
            }
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(workers);
        }

        // A worker that finds only large items while another looks at one has no more to do: that one takes them all.
        async Task WorkAsync()
        {
            while (line.TryTake(out int i))
            {
                Task<TResult> one = look(items[i], over.Token);
                await ((Task)one).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                known[i].SetFromTask(one);
                line.Finish(i);
            }
        }
    }

    /// <summary>The items that nobody has taken, by their places in the input.</summary>
    /// <param name="isLarge">One flag an item.</param>
    private sealed class WaitingLine(bool[] isLarge)
    {
        private readonly Lock _door = new();
        private readonly Queue<int> _small = new(Places(isLarge, large: false));
        private readonly Queue<int> _large = new(Places(isLarge, large: true));
        private bool _isLargeTaken;

        /// <summary>Takes the first item, or the first small one while a large one is taken.</summary>
        public bool TryTake(out int place)
        {
            lock (_door)
            {
                if (!_isLargeTaken && _large.TryPeek(out place) && !(_small.TryPeek(out int other) && other < place))
                {
                    _isLargeTaken = true;
                    return _large.TryDequeue(out place);
                }

                return _small.TryDequeue(out place);
            }
        }

        /// <summary>Lets the next large item be taken if this is one.</summary>
        public void Finish(int place)
        {
            lock (_door)
            {
                _isLargeTaken &= !isLarge[place];
            }
        }

        private static IEnumerable<int> Places(bool[] isLarge, bool large) => Enumerable.Range(0, isLarge.Length).Where(i => isLarge[i] == large);
    }
}
