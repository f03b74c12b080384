using System.Text;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;

namespace Assay.Packaging.Environments;

/// <summary>
/// Finds the copies of other projects that a distribution carries inside itself, as far as they are written down: records in a folder of
/// its modules, a <c>vendor.txt</c> there, or a bill of materials (PEP 770).
/// </summary>
internal sealed class VendoredCopies(FolderView disk, string site, RecordReader records)
{
    private static readonly string[] s_folders = ["_vendor", "vendor", "vendored", "_vendored"];

    // Further down than one folder only where it is known.
    private static readonly (string Top, string Folder)[] s_deeper = [("poetry", "core/_vendor"), ("pipenv", "patched/pip/_vendor")];

    private static readonly string[] s_lists = ["vendor.txt", "vendored.txt"];

    // Modules whose distribution has another name.
    private static readonly (string Folder, string Owner)[] s_owners =
        [("pkg_resources", "setuptools"), ("poetry/core/_vendor", "poetry-core"), ("pipenv/patched/pip/_vendor", "pip")];

    /// <param name="entries">Of the folder of modules.</param>
    /// <param name="installed">What is recorded there.</param>
    public List<InstalledDistribution> Read(FolderEntry[] entries, IReadOnlyList<InstalledDistribution> installed)
    {
        List<InstalledDistribution> copies = [];
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        foreach (InstalledDistribution distribution in installed)
        {
            owners.TryAdd(ProjectName.Normalize(distribution.Name), distribution.Name);
        }

        foreach (FolderEntry entry in entries)
        {
            // A folder of modules is an identifier: what has a dot or a dash cannot be imported.
            if (!entry.IsFolder || entry.Name.AsSpan().ContainsAny('.', '-'))
            {
                continue;
            }

            string owner = Owner(entry.Name, owners);
            foreach (string folder in s_folders)
            {
                Folder(Path.Combine(site, entry.Name, folder), owner, copies);
            }

            foreach ((string top, string folder) in s_deeper)
            {
                if (top == entry.Name)
                {
                    Folder(Path.Combine([site, top, .. folder.Split('/')]), Owner($"{top}/{folder}", owners), copies);
                }
            }
        }

        foreach ((string folder, string owner) in records.MaterialFolders)
        {
            Materials(folder, owner, copies);
        }

        return copies;
    }

    /// <summary>The distribution to which a folder of modules belongs, as its record spells it; else the folder's own name.</summary>
    private static string Owner(string folder, Dictionary<string, string> installed)
    {
        string name = Array.Find(s_owners, row => row.Folder == folder) is { Owner: { } owner } ? owner : folder;
        return installed.GetValueOrDefault(ProjectName.Normalize(name), name);
    }

    private void Folder(string folder, string owner, List<InstalledDistribution> copies)
    {
        if (disk.Sorted(folder) is not { } entries)
        {
            records.Gap(folder, $"this folder cannot be listed, so that it is unknown what {owner} carries in it");
            return;
        }

        HashSet<string> recorded = new(StringComparer.Ordinal);
        foreach (FolderEntry entry in entries)
        {
            if (entry.IsFolder && entry.Name.EndsWith(".dist-info", StringComparison.OrdinalIgnoreCase)
                && records.DistInfo(Path.Combine(folder, entry.Name)) is { } copy)
            {
                copies.Add(copy with { VendoredBy = owner });
                recorded.Add(ProjectName.Normalize(copy.Name));
            }
        }

        foreach (string list in s_lists)
        {
            if (RecordReader.Has(entries, list))
            {
                List(Path.Combine(folder, list), owner, recorded, copies);
            }
        }
    }

    private void List(string path, string owner, HashSet<string> recorded, List<InstalledDistribution> copies)
    {
        if (disk.Read(path) is not { } bytes)
        {
            records.Gap(path, $"this file cannot be read, so that it is unknown what {owner} carries");
            return;
        }

        foreach (ReadOnlySpan<char> raw in Encoding.UTF8.GetString(bytes).AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> line = raw.IndexOf('#') is var comment and >= 0 ? raw[..comment].Trim() : raw.Trim();
            if (line.IsEmpty)
            {
                continue;
            }

            if (!Requirement.TryParse(line.ToString(), out Requirement? requirement))
            {
                records.Gap(path, $"a line of it is no requirement: {line}");
            }
            else if (recorded.Add(requirement.Project.Normalized))
            {
                string? version = requirement.Specifier.ExactVersion;
                copies.Add(new InstalledDistribution(requirement.Name, version, InstalledForm.VendorList, path) { VendoredBy = owner, Address = requirement.Url });
                if (version is null)
                {
                    records.Gap(path, $"it does not tell the version of {requirement.Name}");
                }
            }
        }
    }

    private void Materials(string folder, string owner, List<InstalledDistribution> copies)
    {
        if (disk.Sorted(folder) is not { } entries)
        {
            records.Gap(folder, $"this folder cannot be listed, so that it is unknown what {owner} carries");
            return;
        }

        HashSet<(string, string?)> seen = [];
        foreach (FolderEntry entry in entries)
        {
            string path = Path.Combine(folder, entry.Name);
            if (entry.IsFolder)
            {
                continue;
            }

            if (!entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                records.Problem(path, $"this bill of materials is no JSON and was not read; what {owner} carries may be more than is listed");
                continue;
            }

            if ((disk.Read(path) is { } bytes ? MaterialNames.Of(bytes) : null) is not { } projects)
            {
                records.Gap(path, $"this bill of materials cannot be read, so that it is unknown what {owner} carries");
                continue;
            }

            foreach ((string name, string? version) in projects)
            {
                string normalized = ProjectName.Normalize(name);
                if (normalized != ProjectName.Normalize(owner) && seen.Add((normalized, version)))
                {
                    copies.Add(new InstalledDistribution(name, version, InstalledForm.BillOfMaterials, path) { VendoredBy = owner });
                }
            }
        }
    }
}
