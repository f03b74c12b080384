using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Packaging.Environments;

/// <summary>What one folder of modules records as installed.</summary>
/// <param name="Distributions">In the order of the records' names, copies that others carry behind.</param>
internal sealed record SiteReading(ImmutableArray<InstalledDistribution> Distributions, ImmutableArray<EnvironmentProblem> Problems);

/// <summary>
/// Reads a folder in which distributions are recorded side by side, such as <c>site-packages</c> (PyPA "Recording installed projects"):
/// one listing of it and one of each record.
/// </summary>
internal static class SiteFolder
{
    private const string PathFilePrefix = "__editable__.";

    // What users start themselves; a distributor's packages name the tool of their build, or nothing.
    private static readonly string[] s_installersOfUsers = ["pip", "uv", "poetry", "pdm", "conda", "pipenv", "pixi", "rye", "hatch", "easy_install"];

    /// <param name="distributor">Who ships what no installer of the user's claims; null outside a distributor's folders.</param>
    public static SiteReading Read(FolderView disk, string site, string? distributor)
    {
        List<EnvironmentProblem> problems = [];
        List<InstalledDistribution> found = [];
        RecordReader records = new(disk, problems);
        if (disk.Sorted(site) is not { } entries)
        {
            records.Gap(site, "this folder cannot be listed, so that nothing is known of what it holds");
            return new SiteReading([], [.. problems]);
        }

        EggReader eggs = new(disk, records, site);
        foreach (FolderEntry entry in entries)
        {
            string path = Path.Combine(site, entry.Name);
            InstalledDistribution? distribution =
                HasEnding(entry, ".dist-info") ? entry.IsFolder ? records.DistInfo(path) : NotAFolder(records, path)
                : HasEnding(entry, ".egg-info") ? eggs.EggInfo(path, entry.IsFolder)
                : HasEnding(entry, ".egg") ? eggs.Egg(path, entry.IsFolder)
                : HasEnding(entry, ".egg-link") && !entry.IsFolder ? eggs.EggLink(path)
                : null;
            if (distribution is not null)
            {
                found.Add(distribution with { Distributor = DistributorOf(distribution, distributor) });
            }
        }

        MarkEditable(site, entries, found, records);
        found.AddRange(new VendoredCopies(disk, site, records).Read(entries, found));
        return new SiteReading([.. found], [.. problems]);
    }

    /// <summary>True where a folder holds a record of an installed distribution.</summary>
    public static bool IsOne(IEnumerable<FolderEntry> entries) => entries.Any(static entry =>
        HasEnding(entry, ".dist-info") || HasEnding(entry, ".egg-info") || HasEnding(entry, ".egg-link"));

    /// <summary>setuptools leaves a path file for a project that is used in place; the record beside it does not always say so.</summary>
    private static void MarkEditable(string site, FolderEntry[] entries, List<InstalledDistribution> found, RecordReader reader)
    {
        Dictionary<string, int>? records = null;
        foreach (FolderEntry entry in entries)
        {
            if (entry.IsFolder || !entry.Name.StartsWith(PathFilePrefix, StringComparison.Ordinal) || !HasEnding(entry, ".pth"))
            {
                continue;
            }

            RecordName name = RecordName.OfDistInfo(entry.Name.AsSpan()[PathFilePrefix.Length..^".pth".Length]);
            records ??= ByProject(found);
            if (records.TryGetValue(ProjectName.Normalize(name.Name), out int record))
            {
                found[record] = found[record] with { IsEditable = true };
            }
            else if (reader.Known(name, Path.Combine(site, entry.Name), InstalledForm.PathFile) is { } unrecorded)
            {
                found.Add(unrecorded with { IsEditable = true });
            }
        }
    }

    private static Dictionary<string, int> ByProject(List<InstalledDistribution> found)
    {
        Dictionary<string, int> records = new(StringComparer.Ordinal);
        for (int i = 0; i < found.Count; i++)
        {
            records.TryAdd(ProjectName.Normalize(found[i].Name), i);
        }

        return records;
    }

    private static string? DistributorOf(InstalledDistribution distribution, string? distributor) =>
        distributor is null || (distribution.Installer is { } installer && s_installersOfUsers.Contains(installer, StringComparer.OrdinalIgnoreCase))
            ? null
            : distributor;

    private static InstalledDistribution? NotAFolder(RecordReader records, string path)
    {
        records.Gap(path, "this is a file where a .dist-info folder belongs");
        return null;
    }

    private static bool HasEnding(FolderEntry entry, string extension) => entry.Name.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
