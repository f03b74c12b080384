using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Index;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;

namespace Assay.Guard;

/// <summary>What an index said about a project.</summary>
public abstract record UpstreamPage
{
    private UpstreamPage()
    {
    }

    /// <summary>Its page.</summary>
    /// <param name="Others">The same project's files on the other indexes of this run that have it.</param>
    public sealed record Found(SimplePage Page, ImmutableArray<ListedFile> Others) : UpstreamPage;

    /// <summary>It has no such project, or may not answer for it.</summary>
    public sealed record Missing(string Why) : UpstreamPage;

    /// <summary>It could not be asked.</summary>
    public sealed record Failed(string Why) : UpstreamPage;
}

/// <summary>The pages of every index behind the guard, each fetched once a minute at most.</summary>
public sealed class UpstreamPages(IndexClient client, ImmutableArray<IndexSource> indexes, Policy policy, TimeProvider time, Ledger ledger)
{
    /// <summary>How long a page serves before the index is asked again; an index lets its own caches keep pages for ten minutes.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Key, ProjectName Project), (long At, Task<PageAnswer> Answer)> _answers = new();

    public ImmutableArray<IndexSource> Indexes { get; } = indexes;

    /// <summary>The index with a key; null where there is none.</summary>
    public IndexSource? Find(string key) => Indexes.FirstOrDefault(index => index.Key == key);

    /// <summary>A project's page on one index, with what the other indexes offer under the same name.</summary>
    public async Task<UpstreamPage> GetAsync(IndexSource index, ProjectName project)
    {
        if (WhyNotAsked(index, project) is string notAsked)
        {
            ledger.Note(notAsked);
            return new UpstreamPage.Missing(notAsked);
        }

        Task<PageAnswer> own = AskAsync(index, project);
        ImmutableArray<IndexSource> rest = [.. Indexes.Where(other => other != index && !other.IsFindLinks && WhyNotAsked(other, project) is null)];
        Task<PageAnswer>[] others = [.. rest.Select(other => AskAsync(other, project))];
        PageAnswer answer = await own.ConfigureAwait(false);
        switch (answer.Outcome)
        {
            case PageOutcome.Found:
                NoteProblems(index, project, answer);
                return new UpstreamPage.Found(answer.Page!, await OffersAsync(rest, others, project).ConfigureAwait(false));
            case PageOutcome.NotFound:
                return new UpstreamPage.Missing($"{index.Address} has no project {project}");
            default:
                string why = answer.Failure ?? $"{index.Address} did not answer for {project}";
                _answers.TryRemove((index.Key, project), out _);
                ledger.Fail(why);
                ledger.Add(Gap.Of(GapKind.Unreachable, new ListingPlace(index.Address, project.Normalized, "its page"), why));
                return new UpstreamPage.Failed(why);
        }
    }

    /// <summary>A find-links source's files.</summary>
    public Task<LinksAnswer> LinksAsync(IndexSource source) => client.FetchLinksAsync(source, CancellationToken.None);

    private string? WhyNotAsked(IndexSource index, ProjectName project)
    {
        if (index.OnlyFor is not null && !index.OnlyFor.Contains(project))
        {
            return $"{project} was not asked of {index.Address}: the index is explicit and no source names it for this project";
        }

        foreach ((string pattern, string owner) in policy.Owned)
        {
            if (OwnedPattern.Matches(pattern, project) && owner.TrimEnd('/') != index.Address)
            {
                return $"{project} was not asked of {index.Address}: your policy says that '{pattern}' belongs to {owner}";
            }
        }

        return null;
    }

    private Task<PageAnswer> AskAsync(IndexSource index, ProjectName project)
    {
        long now = time.GetTimestamp();
        (string, ProjectName) key = (index.Key, project);
        (long At, Task<PageAnswer> Answer) known = _answers.GetOrAdd(key, _ => (now, client.FetchPageAsync(index, project, CancellationToken.None)));
        if (time.GetElapsedTime(known.At) <= Freshness)
        {
            return known.Answer;
        }

        (long, Task<PageAnswer>) fresh = (now, client.FetchPageAsync(index, project, CancellationToken.None));
        _answers[key] = fresh;
        return fresh.Item2;
    }

    private static async Task<ImmutableArray<ListedFile>> OffersAsync(
        ImmutableArray<IndexSource> indexes, Task<PageAnswer>[] answers, ProjectName project)
    {
        ImmutableArray<ListedFile>.Builder offers = ImmutableArray.CreateBuilder<ListedFile>();
        for (int i = 0; i < answers.Length; i++)
        {
            if (await answers[i].ConfigureAwait(false) is { Page: SimplePage page })
            {
                offers.AddRange(page.Files.Select(file => new ListedFile(indexes[i].Key, indexes[i].Address, indexes[i], project, file)));
            }
        }

        return offers.ToImmutable();
    }

    private void NoteProblems(IndexSource index, ProjectName project, PageAnswer answer)
    {
        foreach (PageProblem problem in answer.Problems.Where(static problem => problem.Kind == PageProblemKind.FileLost))
        {
            ledger.Note($"{index.Address}: {project}: {problem.FileName} was left out: {problem.Detail}");
        }
    }
}
