using System.Collections.Immutable;

namespace Assay.Packaging.Requirements;

/// <summary>A requirements file with all files that it includes.</summary>
/// <param name="Files">Each file once as what it is included as, in the order in which pip first reads them.</param>
/// <param name="Problems">Those of the files, and those of including: a file that is missing, a circle, a limit.</param>
public sealed record RequirementsTree(ImmutableArray<RequirementsFile> Files, ImmutableArray<RequirementsProblem> Problems)
{
    /// <summary>
    /// Reads a file and what it includes.
    /// </summary>
    /// <param name="path">A full path or an address; what included files are relative to.</param>
    /// <param name="read">The bytes of a path or address; null where it cannot be read.</param>
    /// <param name="environment">Looks up <c>${VARIABLE}</c>.</param>
    /// <param name="maxDepth">Files within files; more is a problem.</param>
    /// <param name="maxFiles">Files in all; more is a problem.</param>
    /// <param name="fetches">False where <paramref name="read"/> never goes to the network, so that an address fails for no fault of its own.</param>
    public static RequirementsTree Read(
        string path,
        Func<string, byte[]?> read,
        Func<string, string?> environment,
        bool isConstraint = false,
        int maxDepth = 50,
        int maxFiles = 1_000,
        bool fetches = true)
    {
        Walk walk = new(read, environment, maxDepth, maxFiles, fetches);
        SourceSpan nowhere = new(0, 0, 1, 1);
        walk.Visit(path, isConstraint, [path], new RequirementsProblem(path, nowhere, $"'{path}' could not be read"));
        return new RequirementsTree(walk.Files.ToImmutable(), walk.Problems.ToImmutable());
    }

    /// <summary>The path or address that an include means in that file; null where it can be none.</summary>
    public static string? Resolve(string file, string include)
    {
        if (include.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        if (IsAddress(file))
        {
            return Uri.TryCreate(file, UriKind.Absolute, out Uri? from) && Uri.TryCreate(from, include, out Uri? joined) ? joined.OriginalString : include;
        }

        return IsAddress(include) ? include : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file) ?? "", include));
    }

    private static bool IsAddress(string path) =>
        path.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
        || path.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
        || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase);

    private sealed class Walk(Func<string, byte[]?> read, Func<string, string?> environment, int maxDepth, int maxFiles, bool fetches)
    {
        private readonly HashSet<(string, bool)> _seen = [];

        public ImmutableArray<RequirementsFile>.Builder Files { get; } = ImmutableArray.CreateBuilder<RequirementsFile>();

        public ImmutableArray<RequirementsProblem>.Builder Problems { get; } = ImmutableArray.CreateBuilder<RequirementsProblem>();

        public void Visit(string path, bool isConstraint, ImmutableArray<string> chain, RequirementsProblem whenMissing)
        {
            if (!_seen.Add((path, isConstraint)))
            {
                return;
            }

            if (_seen.Count > maxFiles)
            {
                Problems.Add(whenMissing with { Message = $"more than {maxFiles} files are included; '{ShownAddress.Of(path)}' was not read" });
                return;
            }

            if (read(path) is not { } bytes)
            {
                Problems.Add(fetches || !path.StartsWith("http", StringComparison.OrdinalIgnoreCase) || !IsAddress(path)
                    ? whenMissing
                    : whenMissing with { Message = $"'{ShownAddress.Of(path)}' is not fetched: save it as a file and name that" });
                return;
            }

            RequirementsFile file = RequirementsFile.Parse(bytes, path, environment, isConstraint);
            Files.Add(file);
            Problems.AddRange(file.Problems);
            foreach (RequirementsOptionItem include in file.Includes)
            {
                string? target = Resolve(path, include.Value!);
                string shown = ShownAddress.Of(target ?? include.Value!);
                RequirementsProblem problem = new(path, include.ValueSpan!.Value, $"'{shown}' could not be read");
                if (target is null)
                {
                    Problems.Add(problem);
                }
                else if (chain.Contains(target))
                {
                    Problems.Add(problem with { Message = $"'{shown}' includes itself" });
                }
                else if (chain.Length > maxDepth)
                {
                    Problems.Add(problem with { Message = $"files include each other more than {maxDepth} deep; '{shown}' was not read" });
                }
                else
                {
                    Visit(target, include.Option == RequirementsOption.Constraint, chain.Add(target), problem);
                }
            }
        }
    }
}
