using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Paths: <c>os.path</c> and <c>pathlib</c> as text with holes.</summary>
internal sealed partial class Interpreter
{
    private const string PathResult = "pathlib.Path()";

    /// <summary>The text of a path, where the value is one; null where it is not.</summary>
    private TextValue? PathOf(Value value) => value switch
    {
        TextValue text => text,
        ResultValue { Name: PathResult, Arguments: [var text, ..] } => text.Value as TextValue,
        AlternativeValue alternative => PathOf(alternative.Options[0]),
        _ => null,
    };

    private ResultValue NewPath(string text, Labels labels) => new(PathResult, [new Argument(null, Text(text))], labels);

    /// <summary>The text of a part of a path: a hole where it is not known.</summary>
    private string PartOf(Value value) => PathOf(value)?.Text ?? (Freeze(value) is TextValue text ? text.Text : TextValue.Hole.ToString());

    private ResultValue JoinPath(TextValue folder, Value part, Labels labels) => NewPath(PathText.Join(folder.Text, PartOf(part)), labels);

    /// <summary>Functions of paths; null for all others.</summary>
    private Value? PathCall(SymbolValue callee, ImmutableArray<Argument> arguments)
    {
        string name = callee.Name;
        if (name.StartsWith("os.path.", StringComparison.Ordinal))
        {
            return OsPathCall(name, arguments);
        }

        if (!name.StartsWith("pathlib.", StringComparison.Ordinal))
        {
            return name switch
            {
                "os.fspath" or "os.fsdecode" when arguments.Length > 0 && PathOf(arguments[0].Value) is { } path => path.With(LabelsOf(arguments)),
                "dotenv.find_dotenv" => Text(TextValue.Hole + "/" + (Find(arguments, 0, "filename") is { } file ? PartOf(file) : ".env"), LabelsOf(arguments)),
                "os.getcwd" or "os.getcwdu" => Text(FolderOf(_frame.Unit.Module.Source.Path) is { Length: > 0 } folder && _frame.Unit.Module.Source.IsBuildScript ? folder : "."),
                _ => null,
            };
        }

        switch (name)
        {
            case "pathlib.Path" or "pathlib.PurePath" or "pathlib.PosixPath" or "pathlib.WindowsPath" or "pathlib.PurePosixPath" or "pathlib.PureWindowsPath":
                string joined = "";
                foreach (Argument argument in arguments)
                {
                    joined = PathText.Join(joined, PartOf(argument.Value));
                }

                return NewPath(joined.Length == 0 ? "." : joined, LabelsOf(arguments));
            case "pathlib.Path.home" or PathResult + ".home":
                return NewPath("~", Labels.None);
            case "pathlib.Path.cwd" or PathResult + ".cwd":
                return NewPath(".", Labels.None);
            default:
                break;
        }

        if (callee.Receiver is not ResultValue receiver || PathOf(receiver) is not { } own)
        {
            return null;
        }

        string first = arguments.Length > 0 ? PartOf(arguments[0].Value) : "";
        switch (name)
        {
            case PathResult + ".joinpath":
                string path = own.Text;
                foreach (Argument argument in arguments)
                {
                    path = PathText.Join(path, PartOf(argument.Value));
                }

                return NewPath(path, receiver.Labels | LabelsOf(arguments));
            case PathResult + ".resolve" or PathResult + ".absolute" or PathResult + ".expanduser":
                return NewPath(PathText.Normalize(own.Text), receiver.Labels);
            case PathResult + ".as_posix" or PathResult + ".__str__" or PathResult + ".__fspath__":
                return own.With(receiver.Labels);
            case PathResult + ".with_suffix":
                return NewPath(PathText.Split(own.Text).Root + first, receiver.Labels);
            case PathResult + ".with_name":
                return NewPath(PathText.Join(PathText.DirectoryOf(own.Text), first), receiver.Labels);
            case PathResult + ".relative_to":
                return NewPath(own.Text, receiver.Labels);
            default:
                return null;
        }
    }

    private Value? OsPathCall(string name, ImmutableArray<Argument> arguments)
    {
        if (arguments.IsEmpty)
        {
            return null;
        }

        Labels labels = LabelsOf(arguments);
        if (arguments[0].Value is AlternativeValue alternative)
        {
            return Each(
                alternative, (name, arguments, labels), static (self, call, option) =>
                    self.OsPathCall(call.name, call.arguments.SetItem(0, call.arguments[0] with { Value = option })) ?? new UnknownValue(call.labels));
        }

        string first = PartOf(arguments[0].Value);
        switch (name)
        {
            case "os.path.join":
                string joined = first;
                for (int i = 1; i < arguments.Length; i++)
                {
                    // Of an unpacked sequence the items are not known.
                    joined = PathText.Join(joined, PartOf(arguments[i].Value));
                }

                return Text(joined, labels);
            case "os.path.dirname":
                return Text(PathText.DirectoryOf(first), labels);
            case "os.path.basename":
                return Text(PathText.NameOf(first), labels);
            case "os.path.abspath" or "os.path.realpath" or "os.path.normpath" or "os.path.expanduser" or "os.path.expandvars" or "os.path.normcase":
                bool endsOpen = first.Length > 1 && first[^1] is '/' or '\\' && name is "os.path.expanduser" or "os.path.expandvars" or "os.path.normcase";
                string normal = PathText.Normalize(first);
                return first.Length == 0 ? Text(".", labels) : Text(endsOpen && normal[^1] != '/' ? normal + "/" : normal, labels);
            case "os.path.splitext":
                (string root, string suffix) = PathText.Split(first);
                return new SequenceValue(Meaning.SequenceForm.Tuple, [Text(root, labels), Text(suffix, labels)], false, labels);
            case "os.path.split":
                return new SequenceValue(Meaning.SequenceForm.Tuple, [Text(PathText.DirectoryOf(first), labels), Text(PathText.NameOf(first), labels)], false, labels);
            default:
                return null;
        }
    }

    /// <summary>An attribute of a <c>pathlib.Path</c>; null for all others.</summary>
    private Value? PathAttribute(ResultValue result, string name)
    {
        if (result.Name != PathResult || PathOf(result) is not { } path)
        {
            return null;
        }

        switch (name)
        {
            case "parent":
                return NewPath(PathText.DirectoryOf(path.Text) is { Length: > 0 } folder ? folder : ".", result.Labels);
            case "name":
                return Text(PathText.NameOf(path.Text), result.Labels);
            case "stem":
                return Text(PathText.Split(PathText.NameOf(path.Text)).Root, result.Labels);
            case "suffix":
                return Text(PathText.Split(path.Text).Suffix, result.Labels);
            case "parents":
                ImmutableArray<Value>.Builder parents = ImmutableArray.CreateBuilder<Value>();
                for (string at = PathText.DirectoryOf(path.Text); at.Length > 0 && parents.Count < 16; at = PathText.DirectoryOf(at))
                {
                    parents.Add(NewPath(at, result.Labels));
                    if (at.Length == 1)
                    {
                        break;
                    }
                }

                parents.Add(NewPath(".", result.Labels));
                return new SequenceValue(SequenceForm.Tuple, parents.DrainToImmutable(), false, Labels.None);
            default:
                return null;
        }
    }
}
