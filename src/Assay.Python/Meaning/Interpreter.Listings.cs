using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Listings of the distribution's own folders: <c>os.listdir</c>, <c>os.walk</c>, <c>glob</c>, <c>pathlib</c>.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Files that one listing gives; behind them it goes on without names.</summary>
    private const int MaxListed = 512;

    /// <summary>The names that a call lists; null where it lists nothing, or a folder that is not the distribution's.</summary>
    private Value? ListingCall(string name, Value? receiver, ImmutableArray<Argument> arguments)
    {
        switch (name)
        {
            case "os.listdir":
                return OwnFolder(arguments.IsEmpty ? Text(".") : arguments[0].Value) is { } listed ? Listed(Children(listed), Text) : ListedElsewhere(name, arguments);
            case "os.scandir":
                return OwnFolder(arguments.IsEmpty ? Text(".") : arguments[0].Value) is { } scanned
                    ? Listed(Children(scanned), child => EntryOf(scanned, child)) : ListedElsewhere(name, arguments);
            case "os.walk" or "os.fwalk" when arguments.Length > 0:
                return OwnFolder(arguments[0].Value) is { } top ? WalkFolders(top) : ListedElsewhere(name, arguments);
            case "glob.glob" or "glob.iglob" when arguments.Length > 0 && PathOf(arguments[0].Value) is { } pattern:
                string root = Find(arguments, "root_dir") is { } given ? PartOf(given) : "";
                return !pattern.IsPartial && Matches(PathText.Join(root, pattern.Text)) is { IsEmpty: false } found
                    ? Listed(found, path => Text(root.Length > 0 && path.StartsWith(root + "/", StringComparison.Ordinal) ? path[(root.Length + 1)..] : path))
                    : SecretIn(PathText.Join(root, pattern.Text)) is { } example ? OneOfMany(new TextValue(example, true, Labels.None)) : null;
            case PathResult + ".iterdir" when receiver is not null:
                return OwnFolder(receiver) is { } folder ? Listed(Children(folder), child => NewPath(PathText.Join(folder, child), Labels.None))
                    : ListedElsewhere(name, [new Argument(null, receiver)]);
            case PathResult + ".walk" when receiver is not null:
                return ListedElsewhere(name, [new Argument(null, receiver)]);
            case PathResult + ".glob" or PathResult + ".rglob" when receiver is not null && arguments.Length > 0 && PlainText(arguments[0].Value) is { } glob:
                string wanted = name.EndsWith("rglob", StringComparison.Ordinal) ? "**/" + glob : glob;
                return OwnFolder(receiver) is { } below && Matches(PathText.Join(below, wanted)) is { IsEmpty: false } paths ? Listed(paths, path => NewPath(path, Labels.None))
                    : PathOf(receiver) is { } start && SecretIn(PathText.Join(start.Text, wanted)) is { } file ? OneOfMany(NewPath(file, Labels.None)) : null;
            default:
                return null;
        }
    }

    private ListValue Listed(ImmutableArray<string> names, Func<string, Labels, Value> make) => Listed(names, name => make(name, Labels.None));

    private ListValue Listed(ImmutableArray<string> names, Func<string, Value> make)
    {
        Charge(names.Length);
        return NewList(SequenceForm.List, [.. names.Take(MaxListed).Select(make)], isPartial: names.Length > MaxListed);
    }

    private InstanceValue EntryOf(string folder, string name)
    {
        InstanceValue entry = MakeRecord("DirEntry", [], [], _frame.CallNode);
        entry.Object.Attributes.Set("name", Text(name));
        entry.Object.Attributes.Set("path", Text(PathText.Join(folder, name)));
        return entry;
    }

    private ListValue WalkFolders(string top)
    {
        ImmutableArray<Value>.Builder visits = ImmutableArray.CreateBuilder<Value>();
        Queue<string> left = new([top]);
        while (left.Count > 0 && visits.Count < MaxListed)
        {
            string folder = left.Dequeue();
            ImmutableArray<string> children = Children(folder);
            Charge(children.Length);
            ImmutableArray<string> folders = [.. children.Where(child => IsOwnFolder(PathText.Join(folder, child)))];
            foreach (string inner in folders)
            {
                left.Enqueue(PathText.Join(folder, inner));
            }

            visits.Add(new SequenceValue(
                SequenceForm.Tuple, [Text(folder), Listed(folders, Text), Listed([.. children.Where(child => !folders.Contains(child))], Text)], false, Labels.None));
        }

        return NewList(SequenceForm.List, visits.DrainToImmutable(), isPartial: left.Count > 0);
    }

    /// <summary>A folder of the distribution by a value that names it; null where it is another, or not known.</summary>
    private string? OwnFolder(Value value)
    {
        if (PathOf(value) is not { IsPartial: false } text)
        {
            return null;
        }

        string path = PathText.Normalize(text.Text);
        string here = FolderOf(_frame.Unit.Module.Source.Path);
        // The current folder is the distribution's while it is built; elsewhere it is the user's.
        return path.Length == 0 || path == "." ? _frame.Unit.Module.Source.IsBuildScript ? here : null
            : IsOwnFolder(path) ? path
            : _frame.Unit.Module.Source.IsBuildScript && here.Length > 0 && IsOwnFolder(here + "/" + path) ? here + "/" + path : null;
    }

    private bool IsOwnFolder(string path) => path.Length > 0 && HasBelow(path + "/");

    private bool HasBelow(string prefix) => FirstBelow(prefix) is var at && at < _source.Paths.Length && _source.Paths[at].StartsWith(prefix, StringComparison.Ordinal);

    private int FirstBelow(string prefix)
    {
        int at = _source.Paths.AsSpan().BinarySearch(prefix, StringComparer.Ordinal);
        return at < 0 ? ~at : at;
    }

    /// <summary>The names directly in a folder, once each, in order.</summary>
    private ImmutableArray<string> Children(string folder)
    {
        string prefix = folder.Length == 0 ? "" : folder + "/";
        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>();
        for (int i = FirstBelow(prefix); i < _source.Paths.Length && _source.Paths[i].StartsWith(prefix, StringComparison.Ordinal); i++)
        {
            ReadOnlySpan<char> rest = _source.Paths[i].AsSpan(prefix.Length);
            int slash = rest.IndexOf('/');
            ReadOnlySpan<char> name = slash < 0 ? rest : rest[..slash];
            if (names.Count == 0 || !name.SequenceEqual(names[^1]))
            {
                names.Add(name.ToString());
            }
        }

        return names.DrainToImmutable();
    }

    /// <summary>The files whose path fits a pattern as <c>glob</c> reads it: <c>*</c> and <c>?</c> within a segment, <c>**</c> across them.</summary>
    private ImmutableArray<string> Matches(string pattern)
    {
        string normal = PathText.Normalize(pattern);
        int wild = normal.AsSpan().IndexOfAny('*', '?', '[');
        string fixedPart = wild < 0 ? normal : normal[..(normal.LastIndexOf('/', wild) + 1)];
        if (fixedPart.Length == 0 && !_frame.Unit.Module.Source.IsBuildScript)
        {
            return [];
        }

        string[] wanted = normal.Split('/');
        ImmutableArray<string>.Builder found = ImmutableArray.CreateBuilder<string>();
        for (int i = FirstBelow(fixedPart); i < _source.Paths.Length && _source.Paths[i].StartsWith(fixedPart, StringComparison.Ordinal); i++)
        {
            if (!_folding.TrySpend(_source.Paths[i].Length))
            {
                break;
            }

            if (Fits(wanted, _source.Paths[i].Split('/')))
            {
                found.Add(_source.Paths[i]);
            }
        }

        return found.DrainToImmutable();
    }

    private static bool Fits(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        int any = pattern.IndexOf("**");
        if (any >= 0)
        {
            // What stands behind the last ** decides; between two of them nothing is asked.
            ReadOnlySpan<string> tail = pattern[(pattern.LastIndexOf("**") + 1)..];
            return path.Length >= any + tail.Length && Fits(pattern[..any], path[..any]) && Fits(tail, path[^tail.Length..]);
        }

        if (pattern.Length != path.Length)
        {
            return false;
        }

        for (int i = 0; i < pattern.Length; i++)
        {
            if (!System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern[i], path[i], ignoreCase: false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is listed of a folder that keeps secrets: of its entries only that they lie in it is known. Null for other folders.</summary>
    private ListValue? ListedElsewhere(string name, ImmutableArray<Argument> arguments)
    {
        if (arguments.IsEmpty || PathOf(arguments[0].Value) is not { } folder || SecretIn(PathText.Join(folder.Text, "*")) is not { } entry)
        {
            return null;
        }

        TextValue any = Text(TextValue.Hole.ToString());
        return OneOfMany(name switch
        {
            "os.scandir" => EntryOf(folder.Text, any.Text),
            PathResult + ".iterdir" => NewPath(entry, Labels.None),
            "os.walk" or "os.fwalk" or PathResult + ".walk" => new SequenceValue(
                SequenceForm.Tuple, [name == PathResult + ".walk" ? NewPath(folder.Text, Labels.None) : folder, OneOfMany(any), OneOfMany(any)], name == "os.fwalk", Labels.None),
            _ => any,
        });
    }

    private ListValue OneOfMany(Value example) => NewList(SequenceForm.List, [example], isPartial: true);

    /// <summary>One of the paths that fit a pattern, with holes, where it keeps secrets; null where it does not.</summary>
    private string? SecretIn(string pattern)
    {
        string[] segments = pattern.Replace('\\', '/').Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            ReadOnlySpan<char> segment = segments[i];
            if (segment.IndexOfAny("*?[") < 0)
            {
                continue;
            }

            // A star at the end may stand for nothing; what else is not known may be anything.
            ReadOnlySpan<char> known = segment.TrimEnd('*');
            int wild = known.LastIndexOfAny("*?]");
            segments[i] = wild < 0 && known.Length > 0 ? known.ToString() : TextValue.Hole + known[(wild + 1)..].ToString();
        }

        string example = string.Join('/', segments);
        return (_knowledge.LabelsOfPath(example) & (Labels.SecretFile | Labels.BrowserStore | Labels.Wallet | Labels.Keyring)) != Labels.None ? example : null;
    }
}
