using Assay.Engine.Artifacts;
using Assay.Packaging.Environments;

namespace Assay.Audits;

/// <summary>A wheel seen as the folder of modules that it will become.</summary>
internal static class WheelContent
{
    private const int MaxFileBytes = 16 << 20;
    private const int MaxBytes = 256 << 20;

    /// <summary>What would be recorded as installed; null where the file is no archive, or records nothing.</summary>
    /// <param name="seekable">Read from its beginning, left open.</param>
    /// <param name="path">Full path, below which the records are named.</param>
    /// <exception cref="IOException">The stream fails.</exception>
    public static InstalledEnvironment? Read(Stream seekable, string path)
    {
        Dictionary<string, Dictionary<string, bool>> folders = new(StringComparer.Ordinal) { [path] = [] };
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        long total = 0;
        foreach ((string member, Func<int, byte[]?> read) in ArchiveMembers.Of(seekable, Path.GetFileName(path)))
        {
            string file = $"{path}/{member}";
            Enter(file, path, folders);
            if (IsRead(member) && total < MaxBytes && !files.ContainsKey(file) && read(MaxFileBytes) is byte[] content)
            {
                total += content.Length;
                files.Add(file, content);
            }
        }

        FolderView view = new(
            folder => folders.TryGetValue(folder, out Dictionary<string, bool>? entries) ? [.. entries.Select(static entry => new FolderEntry(entry.Key, entry.Value, IsLink: false))] : [],
            (file, count) => files.TryGetValue(file, out byte[]? content) ? content[..Math.Min(count, content.Length)] : null,
            static found => found,
            MaxFileBytes);
        return EnvironmentReader.Read(view, path, EnvironmentKind.Folder);
    }

    // Member paths are as the archive says: what goes up or nowhere is no folder of modules.
    private static void Enter(string file, string root, Dictionary<string, Dictionary<string, bool>> folders)
    {
        bool isFolder = false;
        for (string at = file; at.Length > root.Length; isFolder = true)
        {
            int slash = at.LastIndexOf('/');
            string parent = at[..slash];
            if (!folders.TryGetValue(parent, out Dictionary<string, bool>? entries))
            {
                folders.Add(parent, entries = []);
            }

            if (!entries.TryAdd(at[(slash + 1)..], isFolder))
            {
                break;
            }

            at = parent;
        }
    }

    private static bool IsRead(string member) =>
        member.Contains(".dist-info/", StringComparison.OrdinalIgnoreCase)
        || Path.GetFileName(member) is "vendor.txt" or "vendored.txt";
}
