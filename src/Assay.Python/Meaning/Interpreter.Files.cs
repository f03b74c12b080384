using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Files: read from the distribution, written, and read or started again.</summary>
internal sealed partial class Interpreter
{
    private const string Handle = "builtins.open()";

    private static readonly FrozenSet<string> s_opens =
        ("builtins.open builtins.file io.open codecs.open tokenize.open aiofiles.open anyio.open_file io.FileIO gzip.open bz2.open lzma.open pathlib.Path().open " +
        "_io.open io.open_code os.fdopen").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    // What is written to one of these is there to be read from it again.
    private static readonly FrozenSet<string> s_buffers =
        "io.BytesIO io.StringIO StringIO.StringIO cStringIO.StringIO".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What files do; null for all other functions.</summary>
    private Value? FileCall(SymbolValue callee, ImmutableArray<Argument> arguments, Api? api, int node)
    {
        string name = callee.Name;
        if (s_opens.Contains(name))
        {
            return Open(callee, arguments, api);
        }

        if (ListingCall(name, callee.Receiver, arguments) is { } listing)
        {
            return listing;
        }

        switch (name)
        {
            case Handle + ".read" or Handle + ".readlines" or Handle + ".readline" or Handle + ".readall" or Handle + ".__enter__" or Handle + ".detach":
                return ReadHandle(callee, name[(Handle.Length + 1)..]);
            case "zipfile.ZipFile().read":
                return ReadMember(callee, arguments);
            case PathResult + ".read_text" or PathResult + ".read_bytes":
                return callee.Receiver is { } receiver ? ReadContent(receiver, name.EndsWith("text", StringComparison.Ordinal)) : null;
            case "linecache.getlines" or "linecache.getline" or "inspect.getsource":
                return arguments.IsEmpty ? null : ReadContent(arguments[0].Value, isText: true);
            case "pkgutil.get_data" or "pkg_resources.resource_string" or "importlib.resources.read_text" or "importlib.resources.read_binary":
                return ReadContent(Resource(arguments), isText: name.EndsWith("text", StringComparison.Ordinal));
            case "builtins.__loader__.get_data" or "builtins.__spec__.loader.get_data" when arguments.Length > 0:
                return ReadContent(arguments[^1].Value, isText: false);
            case "importlib.resources.open_text" or "importlib.resources.open_binary" or "pkg_resources.resource_stream":
                return Open(callee, [new Argument(null, Resource(arguments)), new Argument(null, Text(name.EndsWith("text", StringComparison.Ordinal) ? "r" : "rb"))], api);
            case "pkg_resources.resource_filename" or "importlib.resources.path" or "importlib.resources.files":
                return Resource(arguments) is TextValue resource ? NewPath(resource.Text, resource.Labels) : null;
            case "importlib.resources.as_file" when arguments.Length > 0:
                return arguments[0].Value;
            case "json.loads" or "json.load" or "simplejson.loads" or "ujson.loads" or "orjson.loads" when arguments.Length > 0:
                Value source = name == "json.load" ? ReadHandleOf(arguments[0].Value) ?? Value.Unknown : Freeze(arguments[0].Value);
                return JsonText.Read(source, _folding) is { } json ? Wrap(json).With(LabelsOf(source)) : null;
            case "shutil.make_archive":
                return MakeArchive(callee, arguments, api, node);
            case "ast.literal_eval" when arguments.Length > 0 && PlainText(arguments[0].Value) is { } literal:
                return EvaluateText(literal, LabelsOf(arguments));
            default:
                break;
        }

        NoteWrite(callee, arguments, api, node);
        return null;
    }

    private ResultValue Open(SymbolValue callee, ImmutableArray<Argument> arguments, Api? api)
    {
        bool isMethod = callee.Name == PathResult + ".open";
        ImmutableArray<Argument> all = isMethod && callee.Receiver is { } own ? [new Argument(null, own), .. arguments] : arguments;
        Value path = ArgumentSelector.Find(all, null, "0|file|filename|name") ?? Value.Unknown;
        string mode = PlainText(ArgumentSelector.Find(all, null, "1|mode") ?? Value.Unknown) ?? "r";
        Labels labels = LabelsOf(path) & ~Labels.Written;
        if (mode.AsSpan().IndexOfAny("wax") < 0)
        {
            labels |= (api?.Yields ?? Labels.None) | LabelsOfContent(path);
        }

        return new ResultValue(Handle, Freeze(all), labels);
    }

    private Labels LabelsOfContent(Value path)
    {
        Labels labels = Labels.File;
        if (PathOf(path) is { } text)
        {
            labels |= _knowledge.LabelsOfPath(text.Text);
            if (text.Text == _frame.Unit.Module.Source.Path)
            {
                labels |= Labels.OwnSource;
            }

            if (!text.IsPartial && FindData(text.Text) is not null)
            {
                labels |= Labels.PackageData;
            }
        }

        if (WrittenAt(path) is { } written)
        {
            labels |= written.Labels;
        }

        return labels;
    }

    private Value? ReadHandle(SymbolValue callee, string method)
    {
        if (callee.Receiver is not ResultValue handle)
        {
            return null;
        }

        if (method is "__enter__" or "detach")
        {
            return handle;
        }

        Value? content = ReadHandleOf(handle);
        if (content is null || method is "read" or "readall")
        {
            return content;
        }

        Value? lines = Settle(Folder.Method(content, "splitlines", [new Argument(null, s_true)], _folding), content.Labels);
        return lines is null ? null : method == "readlines" ? lines : ElementOf(lines);
    }

    private Value? ReadHandleOf(Value handle)
    {
        if (handle is not ResultValue { Name: Handle, Arguments: [var path, ..] } opened)
        {
            return null;
        }

        bool isBinary = PlainText(ArgumentSelector.Find(opened.Arguments, null, "1|mode") ?? Value.Unknown) is { } mode && mode.Contains('b', StringComparison.Ordinal);
        return ReadFile(path.Value, !isBinary) is { } content ? content.With(opened.Labels) : null;
    }

    /// <summary>What reading a path gives: the content where it is known, else only where it came from.</summary>
    private Value ReadContent(Value path, bool isText) =>
        ReadFile(path, isText) ?? new UnknownValue((LabelsOf(path) & ~Labels.Written) | LabelsOfContent(path));

    /// <summary>The content of a file of the distribution, or of one that the program wrote; null where it is not known.</summary>
    private Value? ReadFile(Value path, bool isText)
    {
        if (PathOf(path) is { IsPartial: false } text && FindData(text.Text) is { } data)
        {
            Labels labels = Labels.PackageData | LabelsOfContent(path);
            if (data.Length > _limits.MaxValueBytes)
            {
                UnknownValue cut = new(labels);
                _derivations.Cut(cut, nameof(ProgramLimits.MaxValueBytes));
                return cut;
            }

            return isText ? Text(Encoding.UTF8.GetString(data.Span), labels) : new BytesValue(data, false, labels);
        }

        return WrittenAt(path) is { Content: { } content } written ? content.With(written.Labels | Labels.File) : null;
    }

    private ReadOnlyMemory<byte>? FindData(string path)
    {
        string normal = PathText.Normalize(path);
        if (normal.Length == 0 || normal[0] is '~' or '/')
        {
            return null;
        }

        string folder = FolderOf(_frame.Unit.Module.Source.Path);
        return _source.FindFile(normal) ?? (folder.Length > 0 ? _source.FindFile(PathText.Normalize(folder + "/" + normal)) : null);
    }

    /// <summary>The path of a resource: a package by name or module, and a name below it.</summary>
    private Value Resource(ImmutableArray<Argument> arguments)
    {
        Value package = arguments.Length > 0 ? arguments[0].Value : Value.Unknown;
        Value name = arguments.Length > 1 ? arguments[1].Value : Text("");
        ModuleState? module = package is ModuleValue own ? own.Module
            : PlainText(package) is { } dotted ? dotted == "__main__" ? _frame.Unit.Module : _modules.Find(dotted, _frame.Unit.Module.Source) : null;
        return module is null ? Value.Unknown : Text(PathText.Join(FolderOf(module.Source.Path), PartOf(name)), LabelsOf(arguments));
    }

    /// <summary>A key for a path that stays the same where the path is not known; null where nothing is known of it.</summary>
    private string? KeyOf(Value path)
    {
        switch (path)
        {
            case ResultValue { Name: Handle } handle:
                return !handle.Arguments.IsEmpty && (PathOf(handle.Arguments[0].Value) is not null || handle.Arguments[0].Value is ResultValue { Origin: not 0 })
                    ? KeyOf(handle.Arguments[0].Value) : "<" + Handle + ".name>";
            case SymbolValue { Name: Handle + ".name", Receiver: ResultValue handle }:
                return KeyOf(handle);
            case SymbolValue symbol:
                return "<" + symbol.Name + ">";
            default:
                break;
        }

        if (PathOf(path) is { } text)
        {
            return text.Text.AsSpan().Trim(TextValue.Hole).IsEmpty ? null : PathText.Normalize(text.Text);
        }

        return path is ResultValue result ? OpenedBy(result) is { } inner && KeyOf(inner) is { } key ? key : NameOf(result) : null;
    }

    private static string NameOf(ResultValue result) =>
        "<" + result.Name + (result.Origin != 0 ? $"@{result.Origin}" : result.Arguments is [{ Value: TextValue first }, ..] ? first.Text : "") + ">";

    // The path or buffer that an archive or a writer was opened on.
    private Value? OpenedBy(ResultValue result) =>
        result.Name.EndsWith("()", StringComparison.Ordinal) && !result.Arguments.IsEmpty && FindApi(result.Name[..^2]) is { ReadsFrom: { } selector }
            && ArgumentSelector.Find(result.Arguments, null, selector) is { } opened && !ReferenceEquals(opened, result) ? opened : null;

    private int OriginOf(string name, int node) =>
        s_buffers.Contains(name) ? unchecked((_frame.Unit.Module.Source.Id * 1_000_003 + node) | 1 << 30) : 0;

    /// <summary><c>shutil.make_archive</c>: the name that it is given gets the suffix of the format.</summary>
    private TextValue MakeArchive(SymbolValue callee, ImmutableArray<Argument> arguments, Api? api, int node)
    {
        string suffix = PlainText(ArgumentSelector.Find(arguments, null, "1|format") ?? Value.Unknown) switch
        {
            "zip" => ".zip",
            "tar" => ".tar",
            "gztar" => ".tar.gz",
            "bztar" => ".tar.bz2",
            "xztar" => ".tar.xz",
            _ => "." + TextValue.Hole,
        };
        string root = ArgumentSelector.Find(arguments, null, "2|root_dir") is { } given and not NoneValue ? PartOf(given) : "";
        Value path = Text(PartOf(ArgumentSelector.Find(arguments, null, "0|base_name") ?? Value.Unknown) + suffix);
        Value source = Text(PathText.Join(root, ArgumentSelector.Find(arguments, null, "3|base_dir") is { } inner and not NoneValue ? PartOf(inner) : ""));
        NoteWrite(callee, [new Argument(null, path), new Argument(null, Value.Unknown), new Argument(null, source.With(LabelsOf(arguments)))], api, node);
        return (TextValue)path.With(Labels.Written | (WrittenAt(path)?.Labels ?? Labels.None));
    }

    private WrittenFile? WrittenAt(Value path) =>
        !_written.IsEmpty && KeyOf(path) is { } key ? _written.Find(key) : null;

    /// <summary>Remembers what a call writes to a path.</summary>
    private void NoteWrite(SymbolValue callee, ImmutableArray<Argument> arguments, Api? api, int node)
    {
        string name = callee.Name;
        if (api is { Fills: true, ReadsFrom: { } read } && ArgumentSelector.Find(arguments, callee.Receiver, read) is { } kept && OwnerOf(node) is > 0 and int owner)
        {
            Fill(owner, kept is ListValue or SequenceValue && ItemsOf(kept) is { IsDefault: false } paths ? paths.Aggregate(Labels.None, (all, item) => all | LabelsOfContent(item)) : LabelsOfContent(kept));
        }

        Value? path = api?.WritesTo is { } selector ? ArgumentSelector.Find(arguments, callee.Receiver, selector)
            : name is Handle + ".write" or Handle + ".writelines" or PathResult + ".write_text" or PathResult + ".write_bytes" ? callee.Receiver : null;
        if (path is null || KeyOf(path) is not { } key)
        {
            return;
        }

        bool isUnnamed = path is ResultValue { Name: not Handle and not PathResult, Origin: 0 } && !ReferenceEquals(path, callee.Receiver);

        Value? data = api?.Data is { } which ? ArgumentSelector.Find(arguments, callee.Receiver, which)
            : name.StartsWith(Handle, StringComparison.Ordinal) || name.StartsWith(PathResult, StringComparison.Ordinal) ? ArgumentSelector.Find(arguments, null, "0|data") : null;
        Value? content = data is null ? null : Freeze(data);
        Labels labels = (data is null ? LabelsOf(arguments) : LabelsOf(data)) & ~Labels.Written | (api?.Yields ?? Labels.None);
        if (api?.ReadsFrom is { } from && ArgumentSelector.Find(arguments, callee.Receiver, from) is { } source)
        {
            labels |= LabelsOfContent(source);
            content ??= ReadFile(source, isText: true);
        }

        content = content is TextValue or BytesValue ? content : null;
        if (content is not null && LooksLikeProgram(key, content))
        {
            labels |= Labels.ProgramText;
        }

        _written.Write(key, content, labels, _frame.Unit.Module.Source.Id, isAppended: name.StartsWith(Handle, StringComparison.Ordinal));
        if (api is { ReadsFrom: not null, WritesTo: not ArgumentSelector.Receiver })
        {
            _written.MarkFolder(key);
        }

        if (isUnnamed && ArgumentAt(node, api?.WritesTo) is > 0 and int folder)
        {
            // A temporary folder: of what is made of its name nothing is known but that it is that folder's.
            Fill(folder, Labels.Written | labels);
        }

        if (callee.Receiver is ResultValue && OwnerOf(node) is > 0 and int written)
        {
            Fill(written, Labels.Written | labels);
        }
    }

    // The expression that a call has as the positional argument which a selector begins with; 0 where it is none.
    private int ArgumentAt(int node, string? selector)
    {
        int left = selector is [>= '0' and <= '9' and var digit, ..] ? digit - '0' : -1;
        int child = left < 0 || Tree[node].Kind != Syntax.NodeKind.Call ? 0 : Tree[Tree[node].First].Next;
        while (child != 0 && left-- > 0)
        {
            child = Tree[child].Next;
        }

        return child != 0 && Tree[child].Kind == Syntax.NodeKind.Name ? child : 0;
    }

    // The expression whose method a call is; 0 where it is none.
    private int OwnerOf(int node) =>
        Tree[node].Kind == Syntax.NodeKind.Call && Tree[Tree[node].First] is { Kind: Syntax.NodeKind.Attribute } method ? method.First : 0;

    private static bool LooksLikeProgram(string path, Value content)
    {
        string suffix = PathText.Split(path).Suffix;
        if (suffix is ".py" or ".pyw" or ".pth" or ".sh" or ".bat" or ".cmd" or ".ps1" or ".vbs" or ".js")
        {
            return true;
        }

        string start = content switch
        {
            TextValue text => text.Text[..Math.Min(text.Text.Length, 512)],
            BytesValue bytes => Encoding.UTF8.GetString(bytes.Bytes.Span[..Math.Min(bytes.Bytes.Length, 512)]),
            _ => "",
        };
        start = start.TrimStart();
        return start.StartsWith("#!", StringComparison.Ordinal) || start.StartsWith("import ", StringComparison.Ordinal) || start.StartsWith("from ", StringComparison.Ordinal)
            || start.Contains("\nimport ", StringComparison.Ordinal) || start.StartsWith("@echo off", StringComparison.OrdinalIgnoreCase)
            || start.Contains("ActiveXObject(", StringComparison.Ordinal) || start.Contains("CreateObject(\"", StringComparison.Ordinal);
    }

    private static bool BeginsAsPython(Value content)
    {
        string start = (content switch
        {
            TextValue text => text.Text[..Math.Min(text.Text.Length, 64)],
            BytesValue bytes => Encoding.UTF8.GetString(bytes.Bytes.Span[..Math.Min(bytes.Bytes.Length, 64)]),
            _ => "",
        }).TrimStart();
        return start.StartsWith("import ", StringComparison.Ordinal) || start.StartsWith("from ", StringComparison.Ordinal) || start.StartsWith("#!/usr/bin/env python", StringComparison.Ordinal);
    }

    private Labels LabelsOfBuffer(Value? receiver) =>
        receiver is ResultValue { Origin: not 0 } && WrittenAt(receiver) is { } written ? written.Labels : Labels.None;

    /// <summary>Arguments that name a path to which was written carry what was written there.</summary>
    private ImmutableArray<Argument> WithWritten(ImmutableArray<Argument> arguments)
    {
        if (_written.IsEmpty)
        {
            return arguments;
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            Value value = WithWritten(arguments[i].Value, 0);
            if (!ReferenceEquals(value, arguments[i].Value))
            {
                arguments = arguments.SetItem(i, arguments[i] with { Value = value });
            }
        }

        return arguments;
    }

    private Value WithWritten(Value value, int depth)
    {
        switch (value)
        {
            case TextValue { Text.Length: > 2 and < 65_536 } text:
                return _written.FindIn(text.Text, _frame.Unit.Module.Source.Id) is { } named ? text.With(Labels.Written | named.Labels) : value;
            case BytesValue { Bytes.Length: > 2 and < 1_024 } bytes:
                return _written.FindIn(Encoding.UTF8.GetString(bytes.Bytes.Span), _frame.Unit.Module.Source.Id) is { } called ? bytes.With(Labels.Written | called.Labels) : value;
            case ResultValue or SymbolValue:
                return WrittenAt(value) is { } written ? value.With(Labels.Written | written.Labels) : value;
            case ListValue { Store.Count: < 64 } list when depth < 2:
                return WithWritten(Freeze(list), depth);
            case SequenceValue { Items.Length: < 64 } sequence when depth < 2:
                ImmutableArray<Value> items = sequence.Items;
                for (int i = 0; i < items.Length; i++)
                {
                    items = items.SetItem(i, WithWritten(items[i], depth + 1));
                }

                return sequence with { Items = items };
            default:
                return value;
        }
    }
}
