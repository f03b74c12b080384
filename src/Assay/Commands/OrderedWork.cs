using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Assay.Commands;

/// <summary>Looks at many things at once and hands the results on in the order of the input.</summary>
internal static class OrderedWork
{
    /// <summary>Looks at every item, on several threads where there are several items.</summary>
    /// <param name="jobs">Items looked at at the same time; at least 1.</param>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        ImmutableArray<TItem> items, int jobs, Func<TItem, CancellationToken, Task<TResult>> look, [EnumeratorCancellation] CancellationToken cancellation)
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
        int next = -1;
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

        async Task WorkAsync()
        {
            for (int i = Interlocked.Increment(ref next); i < items.Length; i = Interlocked.Increment(ref next))
            {
                Task<TResult> one = look(items[i], over.Token);
                await ((Task)one).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                known[i].SetFromTask(one);
            }
        }
    }
}
