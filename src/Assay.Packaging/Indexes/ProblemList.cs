using System.Collections.Immutable;

namespace Assay.Packaging.Indexes;

/// <summary>Collects problems up to a cap, counting the rest.</summary>
internal sealed class ProblemList(int capacity)
{
    private readonly List<PageProblem> _problems = [];
    private int _dropped;

    public void Remark(string detail, string? file = null) => Add(new PageProblem(PageProblemKind.Remark, file, detail));

    public void Lost(string file, string detail) => Add(new PageProblem(PageProblemKind.FileLost, file, detail));

    public ImmutableArray<PageProblem> ToImmutable() => _dropped == 0
        ? [.. _problems]
        : [.. _problems, new PageProblem(PageProblemKind.FileLost, null, $"{_dropped} more problems are not listed")];

    public ImmutableArray<PageProblem> Unreadable(string detail) =>
        [new PageProblem(PageProblemKind.Unreadable, null, detail), .. ToImmutable()];

    private void Add(PageProblem problem)
    {
        if (_problems.Count < capacity)
        {
            _problems.Add(problem);
        }
        else
        {
            _dropped++;
        }
    }
}
