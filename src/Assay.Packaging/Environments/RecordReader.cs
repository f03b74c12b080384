using System.Text;
using Assay.Packaging.Names;

namespace Assay.Packaging.Environments;

/// <summary>Reads single records of installed distributions; what is wrong with them goes to a list of problems.</summary>
internal sealed class RecordReader(FolderView disk, List<EnvironmentProblem> problems)
{
    private const int MaxInstallerBytes = 1_024;

    /// <summary>The <c>sboms</c> folders of the records read so far, with the distribution that each describes (PEP 770).</summary>
    public List<(string Folder, string Owner)> MaterialFolders { get; } = [];

    /// <summary>A <c>.dist-info</c> folder; null where it stands for nothing.</summary>
    public InstalledDistribution? DistInfo(string path)
    {
        string stem = Path.GetFileNameWithoutExtension(path);
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

        if (FromMetadata(folder, path, Path.Combine(path, "METADATA"), Has(entries, "METADATA"), InstalledForm.DistInfo) is not { } distribution)
        {
            return null;
        }

        if (entries.Any(static entry => entry is { IsFolder: true, Name: "sboms" }))
        {
            MaterialFolders.Add((Path.Combine(path, "sboms"), distribution.Name));
        }

        string? installer = Has(entries, "INSTALLER") ? Installer(Path.Combine(path, "INSTALLER")) : null;
        return WithAddress(distribution, path, entries) with { Installer = installer };
    }

    /// <summary>What a record's metadata file says where it is there, else what the record's name says.</summary>
    public InstalledDistribution? FromMetadata(RecordName record, string path, string file, bool isThere, InstalledForm form)
    {
        if (!isThere)
        {
            Problem(path, $"there is no {Path.GetFileName(file)} in it; name and version are those of its name", isGap: record.Version is null || record.IsDoubtful);
            return Known(record, path, form);
        }

        return FromMetadata(record, path, file, form);
    }

    /// <summary>What a metadata file says, else what the record's name says.</summary>
    public InstalledDistribution? FromMetadata(RecordName record, string path, string file, InstalledForm form)
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

    /// <summary>A distribution of which name and version are known as far as they can be.</summary>
    public InstalledDistribution? Known(RecordName record, string path, InstalledForm form)
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

        return distribution with { Address = direct.Address, IsEditable = direct.IsEditable, IsFromRepository = direct.IsRepository };
    }

    private string? Installer(string file)
    {
        if (disk.Head(file, MaxInstallerBytes) is not { } bytes)
        {
            Problem(file, "this file cannot be read, so that it is unknown who installed the distribution");
            return null;
        }

        string text = Encoding.UTF8.GetString(bytes).Trim();
        return text.Length == 0 ? null : text;
    }

    public void Gap(string path, string message) => Problem(path, message, isGap: true);

    public void Problem(string path, string message, bool isGap = false) => problems.Add(new EnvironmentProblem(path, message, isGap));

    /// <summary>True where a file of this name is among the entries.</summary>
    public static bool Has(IReadOnlyList<FolderEntry> entries, string name)
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
}
