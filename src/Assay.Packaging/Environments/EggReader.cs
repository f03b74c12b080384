using System.Text;
using Assay.Packaging.Metadata;

namespace Assay.Packaging.Environments;

/// <summary>Reads the records of setuptools and distutils from before wheels: <c>.egg-info</c>, <c>.egg</c> and <c>.egg-link</c>.</summary>
internal sealed class EggReader(FolderView disk, RecordReader records, string site)
{
    /// <summary>An <c>.egg-info</c>: a folder with PKG-INFO, or that file itself under the record's name.</summary>
    public InstalledDistribution? EggInfo(string path, bool isFolder) => EggInfo(path, path, isFolder, InstalledForm.EggInfo);

    /// <summary>An <c>.egg</c>: a folder with EGG-INFO, or an archive, of which only the name is read.</summary>
    public InstalledDistribution? Egg(string path, bool isFolder)
    {
        RecordName name = RecordName.OfEgg(Path.GetFileNameWithoutExtension(path));
        return isFolder ? InFolder(name, path, Path.Combine(path, "EGG-INFO"), InstalledForm.EggInfo) : records.Known(name, path, InstalledForm.EggInfo);
    }

    /// <summary>An <c>.egg-link</c>: a file whose first line names the folder of a project that is used in place.</summary>
    public InstalledDistribution? EggLink(string path)
    {
        RecordName name = new(Path.GetFileNameWithoutExtension(path), null, IsDoubtful: false);
        string target = disk.Read(path) is { } bytes ? Encoding.UTF8.GetString(bytes).Split('\n', 2)[0].Trim() : "";
        if (target.Length == 0 || target.Contains('\0', StringComparison.Ordinal))
        {
            records.Problem(path, "this file does not name the folder of a project");
            return records.Known(name, path, InstalledForm.EggLink) is { } unknown ? unknown with { IsEditable = true } : null;
        }

        string folder = Path.GetFullPath(target, site);
        FolderEntry? info = disk.Sorted(folder)?.Cast<FolderEntry?>().FirstOrDefault(entry =>
            entry!.Value.Name.EndsWith(".egg-info", StringComparison.OrdinalIgnoreCase)
            && name.NamesSameProject(RecordName.OfEgg(Path.GetFileNameWithoutExtension(entry.Value.Name)).Name));
        InstalledDistribution? distribution;
        if (info is { } found)
        {
            distribution = EggInfo(Path.Combine(folder, found.Name), path, found.IsFolder, InstalledForm.EggLink);
        }
        else
        {
            records.Problem(path, $"there is no .egg-info of this project in {folder}");
            distribution = records.Known(name, path, InstalledForm.EggLink);
        }

        return distribution is null ? null : distribution with { IsEditable = true, Address = folder };
    }

    private InstalledDistribution? EggInfo(string info, string record, bool isFolder, InstalledForm form)
    {
        RecordName name = RecordName.OfEgg(Path.GetFileNameWithoutExtension(info));
        return isFolder ? InFolder(name, record, info, form) : records.FromMetadata(name, record, info, form);
    }

    private InstalledDistribution? InFolder(RecordName name, string record, string info, InstalledForm form)
    {
        if (disk.List(info) is not { } entries)
        {
            records.Problem(info, "this folder cannot be listed; name and version are those of its record's name");
            return records.Known(name, record, form);
        }

        if (records.FromMetadata(name, record, Path.Combine(info, "PKG-INFO"), RecordReader.Has(entries, "PKG-INFO"), form) is not { } distribution)
        {
            return null;
        }

        if (!distribution.Requires.IsEmpty || !RecordReader.Has(entries, "requires.txt"))
        {
            return distribution;
        }

        string requires = Path.Combine(info, "requires.txt");
        if (disk.Read(requires) is { } bytes)
        {
            return distribution with { Requires = RequiresText.Read(bytes) };
        }

        records.Problem(requires, "this file cannot be read, so that it is unknown what the distribution needs");
        return distribution;
    }
}
