using Assay.Packaging.Lockfiles;

namespace Assay.Fuzz.Targets;

/// <summary>Files that list dependencies; the first byte chooses the format.</summary>
internal static class LockfilesTarget
{
    private const string File = "/work/file";

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        LockfileFormat format = Catalogue.All[data[0] % Catalogue.All.Length];
        byte[] content = data[1..].ToArray();
        ListLimits limits = ListLimits.Default with { MaxDependencies = 1_000 };
        ListSurroundings surroundings = new(path => path == File ? content : null, static name => name.Length == 1 ? "${B} x" : null, limits);
        DependencyList list = format.Read(content, File, surroundings);
        _ = format.Claims("file.txt", content);
        if (list.Format != format.Id || list.Dependencies.Length > limits.MaxDependencies)
        {
            throw new InvalidOperationException("a list is of another format or longer than allowed");
        }

        foreach (ListedDependency dependency in list.Dependencies)
        {
            if (dependency.Line < 1 || dependency is { Version: not null, Allowed: not null })
            {
                throw new InvalidOperationException("a dependency has no place, or two answers to which version it is");
            }

            _ = dependency.Project;
            _ = dependency.Marker?.ToString();
        }

        if (list.Problems.Any(static problem => problem.Line < 1 || problem.Message.Length == 0))
        {
            throw new InvalidOperationException("a problem has no place or says nothing");
        }
    }
}
