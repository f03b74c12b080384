using System.Collections.Immutable;
using Assay.Packaging.Requirements;

namespace Assay.Packaging.Lockfiles;

/// <summary>Requirements and constraints files, with all files that they include.</summary>
public sealed class RequirementsFormat : LockfileFormat
{
    private static readonly string[] s_extensions = [".txt", ".in", ".pip"];

    public override string Id => "requirements";

    public override string Title => "requirements file of pip (pip documentation, \"Requirements File Format\")";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content) =>
        s_extensions.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase)
        || fileName is "requirements" or "constraints";

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        if (!list.Fits(content.Span))
        {
            return list.Build();
        }

        byte[] root = content.ToArray();
        RequirementsTree tree = RequirementsTree.Read(
            path, file => file == path ? root : Included(file, surroundings), surroundings.Variable, maxDepth: surroundings.Limits.MaxDepth, fetches: false);
        Walk walk = new(list, tree);
        if (!tree.Files.IsEmpty)
        {
            walk.List(tree.Files[0]);
        }

        walk.TellProblems();
        return list.Build();
    }

    private static byte[]? Included(string file, ListSurroundings surroundings) =>
        surroundings.Read(file) is { } bytes && bytes.Length <= surroundings.Limits.MaxBytes ? bytes : null;

    private sealed class Walk(ListBuilder list, RequirementsTree tree)
    {
        private readonly Dictionary<(string, bool), RequirementsFile> _files = tree.Files.ToDictionary(static file => (file.File, file.IsConstraint));
        private readonly HashSet<(string, bool)> _listed = [];

        // Recursion is bounded by the depth to which the tree was read.
        public void List(RequirementsFile file)
        {
            _ = _listed.Add((file.File, file.IsConstraint));
            foreach (RequirementsItem item in file.Items)
            {
                if (item is RequirementsEntry entry)
                {
                    List(entry);
                }
                else if (item is RequirementsOptionItem { IsEffective: true, Option: RequirementsOption.Requirement or RequirementsOption.Constraint } include
                    && RequirementsTree.Resolve(file.File, include.Value!) is { } target
                    && _files.TryGetValue((target, include.Option == RequirementsOption.Constraint), out RequirementsFile? included))
                {
                    if (!_listed.Contains((included.File, included.IsConstraint)))
                    {
                        List(included);
                    }
                }
            }
        }

        public void TellProblems()
        {
            foreach (RequirementsProblem problem in tree.Problems)
            {
                // pip takes no such file, a circle of includes among the reasons, so nothing can be said of what it would install.
                list.Problem(new ListProblem(problem.File, problem.Span.Line, problem.Message, LosesDependencies: true));
            }
        }

        private void List(RequirementsEntry entry)
        {
            // An entry without a target is a problem of its file already.
            if (entry.Target is not { } target)
            {
                return;
            }

            ArchiveName? archive = target.Kind is RequirementTargetKind.Url or RequirementTargetKind.Path
                ? ArchiveName.Read(target.Address!, target.Requirement?.Project)
                : null;
            string name = target.Requirement?.Name ?? target.EggName ?? archive?.Name ?? ShownAddress.Of(target.Address!);
            string? version = target.Kind == RequirementTargetKind.Project ? target.Requirement!.Specifier.ExactVersion : archive?.Version;
            list.Add(new ListedDependency(name, version, SourceOf(entry, target), entry.File, entry.Line)
            {
                Address = target.Address,
                Allowed = version is null && target.Requirement is { Specifier.Specifiers.IsEmpty: false } requirement ? requirement.Specifier : null,
                Marker = target.Marker,
                Extras = target.Extras,
                Hashes = [.. entry.Hashes.Select(static hash => new DependencyHash(hash.Algorithm, hash.Digest))],
                IsConstraint = entry.IsConstraint,
            });
        }

        private static DependencySource SourceOf(RequirementsEntry entry, RequirementTarget target) => target.Kind switch
        {
            _ when entry.IsEditable => DependencySource.Editable,
            RequirementTargetKind.Project => DependencySource.Index,
            RequirementTargetKind.Vcs => DependencySource.VersionControl,
            RequirementTargetKind.Url => DependencySource.Archive,
            _ => ArchiveName.HasExtension(target.Address!) ? DependencySource.Archive : DependencySource.Folder,
        };
    }
}
