using System.Collections.Immutable;
using Assay.Index;
using Assay.Packaging.Requirements;
using Assay.Store;

namespace Assay.Commands;

/// <summary>From the words behind <c>assay scan</c> to the things to look at.</summary>
internal static class ScanTargets
{
    /// <summary>True where a word can only mean a project on an index: it is a requirement, and no path.</summary>
    public static bool IsRequirement(string target) =>
        !Path.Exists(target) && !LooksLikePath(target) && Requirement.TryParse(target, out Requirement? requirement) && requirement.Url is null;

    /// <summary>Resolves one word that names something on the disk.</summary>
    public static ImmutableArray<ScanItem> OfPath(string target)
    {
        if (target.Length == 0)
        {
            return [new ScanItem.Unusable("''", "not-found: an empty name is neither a file, nor a folder, nor a requirement; is a variable unset?")];
        }

        if (File.Exists(target))
        {
            return [new ScanItem.File(target, target)];
        }

        if (!Directory.Exists(target))
        {
            return
            [
                new ScanItem.Unusable(
                    target,
                    LooksLikePath(target)
                        ? $"not-found: there is no file or folder {target}; check the path"
                        : $"not-found: {target} is neither a file, nor a folder, nor a requirement such as NAME or NAME==VERSION"),
            ];
        }

        try
        {
            List<string> distributions = DistributionFolder.Find(target, out bool hasOthers);
            ScanItem[] tree = hasOthers ? [new ScanItem.Tree(target, target, [.. distributions.Select(Path.GetFullPath)])] : [];
            return distributions.Count > 0 || hasOthers ? [.. tree, .. distributions.Select(OfFound)]
                : [new ScanItem.Unusable(target, $"empty: {target} holds nothing to look at; check the path, or what was to be built there")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [new ScanItem.Unusable(target, $"unreadable: {e.Message}")];
        }
    }

    // A pipe or device would be waited for without end; a link to nothing cannot be opened. Neither is passed over in silence.
    private static ScanItem OfFound(string path) =>
        File.Exists(path) && UnixFile.IsPlain(path)
            ? new ScanItem.File(path, path)
            : new ScanItem.Unusable(path, $"unreadable: {path} is named like a distribution and is no file that can be read; remove it or mend the link");

    /// <summary>Resolves a requirement by asking the index.</summary>
    public static async Task<ImmutableArray<ScanItem>> OfRequirementAsync(
        string text, IndexClient client, IndexSource index, CancellationToken cancellation) =>
        Requirement.TryParse(text, out Requirement? requirement, out RequirementProblem? problem)
            ? requirement.Url is null
                ? await ReleaseFiles.FindAsync(client, index, requirement, cancellation)
                : [new ScanItem.Unusable(text, "unusable: a direct address is not asked for here; fetch the file and scan it")]
            : [new ScanItem.Unusable(text, $"unusable: {problem.Message}")];

    private static bool LooksLikePath(string target) =>
        target.Contains('/', StringComparison.Ordinal)
        || target.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || target.StartsWith('.')
        || DistributionFolder.IsNamedLikeOne(target);
}
