using System.Collections.Immutable;
using Assay.Index;

namespace Assay.Installers;

/// <summary>A lock or settings file with places for the guard's addresses, and what it names.</summary>
/// <param name="Indexes">Indexes that packages in the lock come from.</param>
/// <param name="Direct">Addresses outside any index.</param>
/// <param name="Places">What each place held before.</param>
/// <param name="Files">The distributions that it pins by digest.</param>
public sealed record LockReading(
    RewrittenText Text, ImmutableArray<IndexSource> Indexes, ImmutableArray<DirectAddress> Direct, ImmutableArray<LockPlace> Places,
    ImmutableArray<LockedFile> Files)
{
    /// <summary>Local archives and folders that packages in it come from.</summary>
    public ImmutableArray<LockedPath> Local { get; init; } = [];
}

/// <summary>A local archive or folder as a lock writes it.</summary>
/// <param name="Text">A path or a <c>file:</c> address.</param>
/// <param name="Folders">What it may be relative to, the likeliest first.</param>
/// <param name="Origin">File name and line.</param>
public sealed record LockedPath(string Text, ImmutableArray<string> Folders, string Origin);

/// <summary>One place for a guard's address.</summary>
/// <param name="Written">The address as the file writes it.</param>
public sealed record LockPlace(Piece Piece, string Written);

/// <summary>A distribution that a lock pins by digest.</summary>
/// <param name="Index">The address of its index, or its own where it has none.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="UploadTime">As the lock writes it; null where it does not say.</param>
/// <param name="Origin">The lock's file name.</param>
public sealed record LockedFile(string Project, string Url, string Index, string Sha256, string? UploadTime, string Origin);

/// <summary>
/// Finds the addresses in <c>uv.lock</c>, <c>pylock.toml</c> (PyPA "pylock.toml specification") and the index tables of uv's settings.
/// Everything else stays byte for byte.
/// </summary>
public static class LockText
{
    /// <summary>Reads a file by its name; null where it is not TOML.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="absolutePaths">True for a copy that will stand elsewhere: relative paths in it become absolute.</param>
    public static LockReading? Read(string path, string text, bool absolutePaths = false)
    {
        if (TomlLeaves.Read(text) is not { } leaves)
        {
            return null;
        }

        var work = new Work(path, leaves);
        string name = Path.GetFileName(path);
        if (name is "pyproject.toml" or "uv.toml")
        {
            work.ReadSettings(name == "pyproject.toml" ? 2 : 0);
        }
        else if (IsPylock(path))
        {
            work.ReadPylock(absolutePaths);
        }
        else
        {
            work.ReadUvLock();
        }

        return work.Finish(text);
    }

    /// <summary>Whether a file name is one of the pylock specification: <c>pylock.toml</c> or <c>pylock.NAME.toml</c>.</summary>
    public static bool IsPylock(string path)
    {
        string name = Path.GetFileName(path);
        return name == "pylock.toml"
            || (name.StartsWith("pylock.", StringComparison.Ordinal) && name.EndsWith(".toml", StringComparison.Ordinal) && name.Split('.').Length == 3);
    }

    private sealed class Work(string path, ImmutableArray<TomlLeaf> leaves)
    {
        private readonly string _folder = Path.GetDirectoryName(path) ?? "/";
        private readonly string _name = Path.GetFileName(path);
        private readonly OrderedDictionary<string, IndexSource> _indexes = new(StringComparer.Ordinal);
        private readonly List<DirectAddress> _direct = [];
        private readonly List<(TomlLeaf Leaf, Piece Piece)> _places = [];
        private readonly List<LockedFile> _files = [];
        private readonly List<LockedPath> _local = [];

        public void ReadUvLock()
        {
            foreach (IGrouping<string, TomlLeaf> package in Packages("package"))
            {
                TomlLeaf? registry = package.FirstOrDefault(leaf => leaf.IsAt("package", "*", "source", "registry"));
                TomlLeaf? address = package.FirstOrDefault(leaf => leaf.IsAt("package", "*", "source", "url"));
                string? key = registry?.Text is { } index && CanBeMapped(index) ? Index(index, registry).Key : null;
                AddLocal(package, registry?.Text is { } folder && !IndexAddress.IsAbsolute(folder) ? folder : null);
                foreach (TomlLeaf leaf in package)
                {
                    ReadUvLockLeaf(leaf, key ?? (address is null ? null : GuardAddresses.DirectKey));
                }

                if (address?.Text is { } url)
                {
                    AddDirect(url, package.FirstOrDefault(leaf => leaf.Path[^1] == "hash")?.Text, address);
                }

                AddFiles(package, registry?.Text);
            }
        }

        private void ReadUvLockLeaf(TomlLeaf leaf, string? key)
        {
            // A project's own requirements stand in the lock as pyproject.toml has them: their addresses stay, or the lock would be stale.
            bool isMetadata = leaf.Path.Contains("metadata");
            switch (leaf.Path[^1])
            {
                case "registry" or "index" when leaf.Text is { } index && CanBeMapped(index):
                    Place(leaf, new Piece.OfIndex(Index(index, leaf)));
                    break;
                case "url" when !isMetadata && leaf.Path is [.., "source", _]:
                    PlaceFile(leaf, GuardAddresses.DirectKey);
                    break;
                case "url" when !isMetadata && key is not null && leaf.Path is [.., "wheels", _, _] or [.., "sdist", _]:
                    PlaceFile(leaf, key!);
                    break;
                default:
                    break;
            }
        }

        public void ReadPylock(bool absolutePaths)
        {
            foreach (IGrouping<string, TomlLeaf> package in Packages("packages"))
            {
                TomlLeaf? index = package.FirstOrDefault(leaf => leaf.IsAt("packages", "*", "index"));
                string? key = index?.Text is { } address && CanBeMapped(address) ? Index(address, index).Key : null;
                AddLocal(package, null);
                foreach (TomlLeaf leaf in package)
                {
                    bool isFile = leaf.Path is ["packages", _, "wheels", _, "url"] or ["packages", _, "sdist" or "archive", "url"];
                    if (leaf == index && key is not null)
                    {
                        Place(leaf, new Piece.OfIndex(_indexes[IndexAddress.Read(leaf.Text!, null, "", _folder).Address]));
                    }
                    else if (isFile && leaf.Text is { } url && !url.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
                    {
                        ReadPylockFile(leaf, url, key, package);
                    }
                    else if (absolutePaths && leaf.Path is [.., "path"] && leaf.Text is { } relative && !relative.Contains('\0', StringComparison.Ordinal))
                    {
                        Place(leaf, new Piece.Literal(Path.GetFullPath(relative, _folder).Replace('\\', '/')));
                    }
                }
            }
        }

        private void ReadPylockFile(TomlLeaf leaf, string url, string? key, IEnumerable<TomlLeaf> package)
        {
            PlaceFile(leaf, key ?? GuardAddresses.DirectKey);
            if (key is null)
            {
                string? digest = package.FirstOrDefault(other => other.Path.Length > leaf.Path.Length
                    && other.Path.AsSpan()[..(leaf.Path.Length - 1)].SequenceEqual(leaf.Path.AsSpan()[..^1]) && other.Path[^1] == "sha256")?.Text;
                AddDirect(url, digest, leaf);
            }
        }

        public void ReadSettings(int depth)
        {
            foreach (TomlLeaf leaf in leaves.Where(leaf => depth == 0 || leaf.Path is ["tool", "uv", ..]))
            {
                bool isLinks = leaf.Path.AsSpan()[depth..] is ["find-links", _];
                bool isIndex = leaf.Path.AsSpan()[depth..] is ["index", _, "url"] or ["index-url"] or ["extra-index-url", _];
                if ((isLinks || isIndex) && leaf.Text is { } address
                    && IndexAddress.Read(address, null, $"{_name}:{leaf.Line}", _folder, isLinks) is var index && CanBeMapped(index.Address))
                {
                    Place(leaf, new Piece.OfIndex(index));
                }
            }
        }

        public LockReading Finish(string text)
        {
            var pieces = ImmutableArray.CreateBuilder<Piece>();
            int at = 0;
            foreach ((TomlLeaf leaf, Piece piece) in _places.OrderBy(place => place.Leaf.Offset))
            {
                pieces.Add(new Piece.Literal(text[at..leaf.Offset] + "\""));
                pieces.Add(piece);
                pieces.Add(new Piece.Literal("\""));
                at = leaf.Offset + leaf.Length;
            }

            pieces.Add(new Piece.Literal(text[at..]));
            return new LockReading(
                new RewrittenText(pieces.ToImmutable()),
                [.. _indexes.Values],
                [.. _direct],
                [.. _places.Select(place => new LockPlace(place.Piece, place.Leaf.Text!))],
                [.. _files])
            {
                Local = [.. _local],
            };
        }

        private IEnumerable<IGrouping<string, TomlLeaf>> Packages(string table) =>
            leaves.Where(leaf => leaf.Path.Length > 2 && leaf.Path[0] == table).GroupBy(leaf => leaf.Path[1], StringComparer.Ordinal);

        private IndexSource Index(string address, TomlLeaf leaf)
        {
            IndexSource index = IndexAddress.Read(address, null, $"{_name}:{leaf.Line}", _folder);
            if (_indexes.TryGetValue(index.Address, out IndexSource? known))
            {
                return known;
            }

            _indexes.Add(index.Address, index);
            return index;
        }

        private void AddDirect(string url, string? digest, TomlLeaf leaf)
        {
            (string plain, IndexCredentials? credentials) = IndexAddress.Split(url);
            string bare = plain.Split('#')[0];
            string? sha256 = digest?.StartsWith("sha256:", StringComparison.Ordinal) == true ? digest[7..] : digest;
            _direct.Add(new DirectAddress(bare, sha256 is { Length: 64 } ? sha256 : null, $"{_name}:{leaf.Line}", credentials));
        }

        // A wheel or sdist is a table with url and hash; both spellings of a table, inline and with a header, have the same leaves.
        private void AddFiles(IGrouping<string, TomlLeaf> package, string? index)
        {
            string? project = package.FirstOrDefault(static leaf => leaf.IsAt("package", "*", "name"))?.Text;
            foreach (IGrouping<string, TomlLeaf> file in package
                .Where(static leaf => leaf.Path is ["package", _, "wheels", _, _] or ["package", _, "sdist", _])
                .GroupBy(static leaf => string.Join('/', leaf.Path[..^1]), StringComparer.Ordinal))
            {
                string? Value(string key) => file.FirstOrDefault(leaf => leaf.Path[^1] == key)?.Text;
                if (project is not null && Value("url") is { } url && Value("hash") is { Length: 71 } hash && hash.StartsWith("sha256:", StringComparison.Ordinal))
                {
                    _files.Add(new LockedFile(project, url, index ?? url, hash[7..], Value("upload-time"), _name));
                }
            }
        }

        // Files of an index that is a folder are written relative to that folder; all other paths count from the lock.
        private void AddLocal(IGrouping<string, TomlLeaf> package, string? registry)
        {
            string? beside = registry is null || registry.Contains('\0', StringComparison.Ordinal) ? null : Path.GetFullPath(registry, _folder);
            ImmutableArray<string> folders = beside is null ? [_folder] : [beside, _folder];
            foreach (TomlLeaf leaf in package)
            {
                bool isLocal = leaf.Path[^1] switch
                {
                    "path" or "directory" or "editable" or "virtual" => leaf.Path is not [.., "vcs", _],
                    "url" => IndexAddress.SchemeOf(leaf.Text ?? "") == "file",
                    _ => false,
                };
                if (isLocal && leaf.Text is { } text)
                {
                    _local.Add(new LockedPath(text, folders, $"{_name}:{leaf.Line}"));
                }
            }
        }

        private void PlaceFile(TomlLeaf leaf, string key)
        {
            if (leaf.Text is { } url && CanBeMapped(url))
            {
                Place(leaf, new Piece.OfFile(key, IndexAddress.Split(url).Address));
            }
        }

        // What cannot stand between plain quotes is no address that an installer wrote.
        private static bool CanBeMapped(string address) =>
            IndexAddress.IsAbsolute(address) && address.Split('?', '#')[0].TrimEnd('/').Contains("://", StringComparison.Ordinal) && !address.Any(static c => c is '"' or '\\' || char.IsControl(c));

        private void Place(TomlLeaf leaf, Piece piece) => _places.Add((leaf, piece));
    }
}
