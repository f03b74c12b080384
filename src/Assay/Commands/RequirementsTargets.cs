using System.Collections.Immutable;
using Assay.Index;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Commands;

/// <summary>From a requirements file to the things to look at: what it asks for, within what its constraints allow.</summary>
internal static class RequirementsTargets
{
    /// <summary>Resolves every requirement of a file and of the files it includes; conditions are not asked: all platforms are looked at.</summary>
    /// <exception cref="UserException">A file is missing or says something that pip would refuse.</exception>
    public static async Task<ImmutableArray<ScanItem>> ResolveAsync(
        string path, Session session, IndexClient client, IndexSource index, CancellationToken cancellation)
    {
        RequirementsTree tree = RequirementsTree.Read(Path.GetFullPath(path), Read, session.Environment);
        if (!tree.Problems.IsEmpty)
        {
            RequirementsProblem problem = tree.Problems[0];
            throw new UserException(Reports.TerminalText.Escape($"{problem.File}:{problem.Span.Line}: {problem.Message}"));
        }

        // A file's own indexes are configuration of the target, which scan does not follow; that other files may be meant is said.
        foreach (RequirementsOptionItem option in tree.Files.SelectMany(static file => file.Options).Where(static option => option.IsEffective
            && option.Option is RequirementsOption.IndexUrl or RequirementsOption.ExtraIndexUrl or RequirementsOption.FindLinks or RequirementsOption.NoIndex))
        {
            session.Error.WriteLine(Reports.TerminalText.Escape(
                $"assay: {option.File}:{option.Line}: {option.Spelling} is not followed, so an installer may take other files; name the index with 'assay scan --index-url'"));
        }

        ImmutableArray<ScanItem>.Builder items = ImmutableArray.CreateBuilder<ScanItem>();
        List<RequirementsEntry> entries = [.. tree.Files.SelectMany(static file => file.Requirements)];
        foreach (RequirementsEntry entry in entries.Where(static entry => !entry.IsConstraint))
        {
            items.AddRange(entry.Target switch
            {
                { Kind: RequirementTargetKind.Project, Requirement: Requirement requirement } =>
                    await ReleaseFiles.FindAsync(client, index, Constrain(requirement, entries), cancellation),
                { Kind: RequirementTargetKind.Path, Address: string address } => ScanTargets.OfPath(address),
                _ => [new ScanItem.Unusable(entry.Text, $"unusable: {entry.File}:{entry.Line} names an address or version control; fetch it and scan what it yields")],
            });
        }

        return items.DrainToImmutable();
    }

    private static Requirement Constrain(Requirement requirement, List<RequirementsEntry> entries)
    {
        foreach (RequirementsEntry entry in entries)
        {
            if (entry.IsConstraint && entry.Target?.Requirement is Requirement constraint && constraint.Project == requirement.Project)
            {
                string both = string.Join(',', requirement.Specifier.Specifiers.Concat(constraint.Specifier.Specifiers));
                requirement = requirement with { Specifier = VersionSpecifierSet.Parse(both) };
            }
        }

        return requirement;
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The tree reports a file that cannot be read, with the place that names it.
            return null;
        }
    }
}
