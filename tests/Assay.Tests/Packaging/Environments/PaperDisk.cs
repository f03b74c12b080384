using System.Text;
using Assay.Packaging.Environments;

namespace Assay.Tests.Packaging.Environments;

/// <summary>A disk written down in a test: files with their text, links, and what cannot be read.</summary>
internal sealed class PaperDisk
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    public List<string> Listed { get; } = [];

    public int BytesRead { get; private set; }

    public PaperDisk File(string path, string text = "") => File(path, Encoding.UTF8.GetBytes(text));

    public PaperDisk File(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return this;
    }

    /// <summary>A dist-info folder with METADATA and INSTALLER.</summary>
    public PaperDisk DistInfo(string site, string name, string version, string more = "", string? installer = "pip")
    {
        string folder = $"{site}/{name}-{version}.dist-info";
        File($"{folder}/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{more}\nDescription.\nName: other\n");
        return installer is null ? this : File($"{folder}/INSTALLER", installer + "\n");
    }

    public PaperDisk Folder(string path) => File($"{path}/.keep");

    public PaperDisk Link(string path, string target)
    {
        _links[path] = target;
        return this;
    }

    public PaperDisk Unreadable(string path)
    {
        _unreadable.Add(path);
        return this;
    }

    public FolderView View(int maxBytes = 1 << 20) => new(List, Head, Resolve, maxBytes);

    private List<FolderEntry>? List(string path)
    {
        Listed.Add(path);
        if (Resolve(path) is not { } folder)
        {
            return [];
        }

        if (_unreadable.Contains(folder))
        {
            return null;
        }

        string prefix = folder.EndsWith('/') ? folder : folder + "/";
        Dictionary<string, FolderEntry> entries = new(StringComparer.Ordinal);
        foreach (string file in _files.Keys.Concat(_links.Keys).Where(file => file.StartsWith(prefix, StringComparison.Ordinal)))
        {
            string name = file[prefix.Length..].Split('/')[0];
            bool isLink = _links.ContainsKey(prefix + name);
            entries[name] = new FolderEntry(name, isLink ? IsFolder(prefix + name) : file.Length > prefix.Length + name.Length, isLink);
        }

        // Backwards: nobody may rely on an order.
        return [.. entries.Values.Reverse()];
    }

    private byte[]? Head(string path, int count)
    {
        if (Resolve(path) is not { } file || _unreadable.Contains(file) || !_files.TryGetValue(file, out byte[]? bytes))
        {
            return null;
        }

        byte[] head = bytes.Length <= count ? bytes : bytes[..count];
        BytesRead += head.Length;
        return head;
    }

    private bool IsFolder(string path) => Resolve(path) is { } target && !_files.ContainsKey(target);

    private string? Resolve(string path)
    {
        string found = "";
        int follows = 0;
        for (Queue<string> parts = new(path.Split('/').Skip(1)); parts.TryDequeue(out string? part);)
        {
            found += found.EndsWith('/') ? part : "/" + part;
            if (_links.TryGetValue(found, out string? target))
            {
                if (++follows > 40)
                {
                    return null;
                }

                parts = new Queue<string>(target.Split('/').Skip(1).Concat(parts));
                found = "";
            }
        }

        string resolved = found.Length == 0 ? "/" : found;
        return resolved == "/" || _files.ContainsKey(resolved) || _files.Keys.Concat(_links.Keys).Any(file => file.StartsWith(resolved + "/", StringComparison.Ordinal))
            ? resolved
            : null;
    }
}
