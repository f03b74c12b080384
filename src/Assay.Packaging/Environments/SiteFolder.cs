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
/// <param name="distributor">Who ships what no installer of the user's claims; null outside a distributor's folders.</param>
internal sealed class SiteFolder(FolderView disk, string site, string? distributor)
{
    private const int MaxInstallerBytes = 1_024;

    // What users start themselves; a distributor's packages name the tool of their build, or nothing.
    private static readonly string[] s_installersOfUsers = ["pip", "uv", "poetry", "pdm", "conda", "pipenv", "pixi", "rye", "hatch", "easy_install"];

    private readonly List<InstalledDistribution> _found = [];
    private readonly List<EnvironmentProblem> _problems = [];

    public static SiteReading Read(FolderView disk, string site, string? distributor)
    {
        SiteFolder folder = new(disk, site, distributor);
        folder.Read();
        return new SiteReading([.. folder._found], [.. folder._problems]);
    }

    /// <summary>True where a folder holds a record of an installed distribution.</summary>
    public static bool IsOne(IEnumerable<FolderEntry> entries) => entries.Any(static entry =>
        entry.Name.EndsWith(".dist-info", StringComparison.OrdinalIgnoreCase) || entry.Name.EndsWith(".egg-info", StringComparison.OrdinalIgnoreCase)
        || entry.Name.EndsWith(".egg-link", StringComparison.OrdinalIgnoreCase));

    private void Read()
    {
        if (disk.Sorted(site) is not { } entries)
        {
            Gap(site, "this folder cannot be listed, so that nothing is known of what it holds");
            return;
        }

        foreach (FolderEntry entry in entries)
        {
            if (ReadRecord(entry) is { } distribution)
            {
                _found.Add(distribution);
            }
        }
    }

    private InstalledDistribution? ReadRecord(FolderEntry entry)
    {
        string path = Path.Combine(site, entry.Name);
        if (Stem(entry.Name, ".dist-info") is { } distInfo)
        {
            return entry.IsFolder ? DistInfo(path, distInfo) : Ignored(path, "this is a file where a .dist-info folder belongs");
        }

        return null;
    }

    private InstalledDistribution? DistInfo(string path, string stem)
    {
        RecordName folder = RecordName.OfDistInfo(stem);
        if (stem.StartsWith('~'))
        {
            Problem(path, "these are the remains of an interrupted installation, which installers pass over");
            return null;
        }

        if (disk.List(path) is not { } entries)
        {
            Gap(path, "this folder cannot be listed; name and version are those of its name");
            return Known(folder, path, InstalledForm.DistInfo);
        }

        InstalledDistribution? distribution = FromMetadata(folder, path, "METADATA", entries, InstalledForm.DistInfo);
        if (distribution is null)
        {
            return null;
        }

        string? installer = Has(entries, "INSTALLER") ? Installer(Path.Combine(path, "INSTALLER")) : null;
        return WithAddress(distribution, path, entries) with { Installer = installer, Distributor = DistributorOf(installer) };
    }

    private InstalledDistribution? FromMetadata(
        RecordName folder, string path, string fileName, IReadOnlyList<FolderEntry> entries, InstalledForm form)
    {
        string file = Path.Combine(path, fileName);
        if (!Has(entries, fileName))
        {
            Problem(path, $"there is no {fileName} in it; name and version are those of its name", isGap: folder.Version is null || folder.IsDoubtful);
            return Known(folder, path, form);
        }

        return FromMetadata(folder, path, file, form);
    }

    private InstalledDistribution? FromMetadata(RecordName record, string path, string file, InstalledForm form)
    {
        if (MetadataHead.Read(disk, file) is not { } head)
        {
            Problem(file, "this file cannot be read; name and version are those of its record's name", isGap: record.Version is null || record.IsDoubtful);
            return Known(record, path, form);
        }

        if (!head.IsWhole)
        {
            Gap(file, $"its headers go on beyond {disk.MaxBytes} bytes; what follows was not read");
        }

        if (head.Name is null || head.Version is null)
        {
            string missing = head.Name is null ? head.Version is null ? "neither name nor version" : "no name" : "no version";
            Problem(file, $"it states {missing}; the record's name has to do", isGap: record.Version is null || record.IsDoubtful);
        }

        // A second dash is harmless where the metadata tells what was meant, but other tools read the name.
        if (head.Name is not null && !record.NamesSameProject(head.Name))
        {
            Gap(file, $"it says that this is {head.Name}, the record's name says {record.Name}");
        }
        else if (head.Version is not null && !record.HasSameVersion(head.Version))
        {
            Gap(file, $"it says version {head.Version}, the record's name says {record.Version}");
        }
        else if (record.IsDoubtful)
        {
            Problem(path, "its name is not of the form name-version; what its metadata says counts");
        }

        return Known(record with { Name = head.Name ?? record.Name, Version = head.Version ?? record.Version }, path, form) is { } known
            ? known with { Requires = head.Requires, RequiresPython = head.RequiresPython }
            : null;
    }

    private InstalledDistribution? Known(RecordName record, string path, InstalledForm form)
    {
        if (record.Name.Length == 0)
        {
            Gap(path, "nothing tells what this record stands for");
            return null;
        }

        if (!ProjectName.TryParse(record.Name, out _))
        {
            Gap(path, $"{record.Name} is no project's name");
        }

        if (record.Version is null)
        {
            Gap(path, "nothing tells its version");
        }

        return new InstalledDistribution(record.Name, record.Version, form, path);
    }

    private InstalledDistribution WithAddress(InstalledDistribution distribution, string path, IReadOnlyList<FolderEntry> entries)
    {
        if (!Has(entries, "direct_url.json"))
        {
            return distribution;
        }

        string file = Path.Combine(path, "direct_url.json");
        if ((disk.Read(file) is { } json ? DirectUrl.Parse(json) : null) is not { } direct)
        {
            Problem(file, "this file cannot be read, so that it is unknown where the distribution came from");
            return distribution;
        }

        return distribution with { Address = direct.Address, IsEditable = direct.IsEditable };
    }

    private string? Installer(string file)
    {
        if (disk.Head(file, MaxInstallerBytes) is not { } bytes)
        {
            Problem(file, "this file cannot be read, so that it is unknown who installed the distribution");
            return null;
        }

        string text = System.Text.Encoding.UTF8.GetString(bytes).Trim();
        return text.Length == 0 ? null : text;
    }

    private string? DistributorOf(string? installer) =>
        installer is null || !s_installersOfUsers.Contains(installer, StringComparer.OrdinalIgnoreCase) ? distributor : null;

    private InstalledDistribution? Ignored(string path, string why)
    {
        Gap(path, why);
        return null;
    }

    private void Gap(string path, string message) => Problem(path, message, isGap: true);

    private void Problem(string path, string message, bool isGap = false) => _problems.Add(new EnvironmentProblem(path, message, isGap));

    private static bool Has(IReadOnlyList<FolderEntry> entries, string name)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            if (!entries[i].IsFolder && string.Equals(entries[i].Name, name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Stem(string name, string extension) =>
        name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name[..^extension.Length] : null;
}
