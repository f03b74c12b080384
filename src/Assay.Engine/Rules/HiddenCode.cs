using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Parsing;
using Assay.Python.Syntax;

namespace Assay.Engine.Rules;

/// <summary>
/// Code that Python runs and a reader does not see: far to the right, behind a line end that editors do not show, in letters that look
/// like others, reordered on the screen, or in characters that have no picture.
/// </summary>
public sealed class HiddenCode : Rule
{
    // What a name has to stand for before its disguise matters: a letter of mathematics is somebody's variable.
    private static readonly ImmutableHashSet<string> s_disguised =
    [
        "exec", "eval", "compile", "execfile", "open", "input", "getattr", "setattr", "globals", "locals", "vars", "import", "__import__", "__builtins__",
        "__dict__", "__class__", "__subclasses__", "__globals__", "builtins", "importlib", "import_module", "os", "sys", "subprocess", "socket", "base64",
        "zlib", "marshal", "ctypes", "requests", "urllib", "request", "system", "popen", "Popen", "run", "call", "check_output", "environ", "urlopen",
        "urlretrieve", "b64decode", "decode", "decompress", "loads", "unhexlify", "write", "post", "send", "sendall", "connect", "chr", "bytes", "fromhex",
    ];

    // A file that hides this much has been told of.
    private const int MostOfOneFile = 50;

    public override string Id => "hidden-code";

    public override string Title => "Code that readers do not see";

    public override IEnumerable<Finding> Inspect(Subject subject) =>
        Limited(subject.Behaviour.Modules.Where(static module => module.IsRead).SelectMany(Findings));

    private IEnumerable<Finding> Findings(PythonModule module)
    {
        HiddenMarks marks = HiddenMarks.Of(module.Source.Span);
        if (marks.IsNone)
        {
            return [];
        }

        List<Finding> found = [];
        SyntaxTree tree = Parser.ParseModule(module.Source, ParserLimits.Default);
        if (marks.HasBlankRun || marks.HasLoneReturn)
        {
            InspectStatements(module, tree, marks, found);
        }

        if (marks.HasBlankRun)
        {
            InspectCalls(module, tree, found);
        }

        if (marks.HasOddLetters)
        {
            InspectNames(module, tree, found);
        }

        foreach (ControlSighting sighting in marks.Controls.Take(MostOfOneFile))
        {
            found.Add(At(module, tree, sighting.Start, Severity.High, Confidence.Medium, sighting.Says));
        }

        return found;
    }

    // Depth is what the statement around it is indented by.
    private void InspectStatements(PythonModule module, SyntaxTree tree, HiddenMarks marks, List<Finding> found)
    {
        ReadOnlySpan<byte> text = tree.Source.Span;
        Stack<(int Node, int Depth)> open = new([(tree.Root, 0)]);
        while (found.Count < MostOfOneFile && open.TryPop(out (int Node, int Depth) at))
        {
            bool isBody = tree[at.Node].Kind is NodeKind.Module or NodeKind.Block;
            foreach (int child in tree.ChildrenOf(at.Node))
            {
                Node node = tree[child];
                if (!isBody)
                {
                    if (node.Kind is NodeKind.Block or NodeKind.Else or NodeKind.Finally or NodeKind.Handler or NodeKind.Case)
                    {
                        open.Push((child, at.Depth));
                    }

                    continue;
                }

                (int blanks, bool first) = HiddenMarks.BlanksBefore(text, node.Start);
                int excess = first ? blanks - at.Depth : blanks;
                if (excess >= HiddenMarks.FarRight && Acts(tree, child))
                {
                    found.Add(At(module, tree, node.Start, Severity.High, Confidence.High,
                        $"A statement stands behind {excess} blanks on its line, out of sight in most editors"));
                }
                else if (marks.HasLoneReturn && first && HiddenMarks.IsBehindCommentAndReturn(text, node.Start))
                {
                    found.Add(At(module, tree, node.Start, Severity.High, Confidence.High,
                        "A statement stands behind a carriage return in a comment: most editors show it as part of the comment, Python runs it"));
                }

                open.Push((child, first ? blanks : at.Depth));
            }
        }
    }

    // Within a statement: "x = a or (120 blanks) exec(b)".
    private void InspectCalls(PythonModule module, SyntaxTree tree, List<Finding> found)
    {
        ReadOnlySpan<byte> text = tree.Source.Span;
        HashSet<int> seen = [];
        for (int index = 1; index < tree.Count && found.Count < MostOfOneFile; index++)
        {
            Node node = tree[index];
            if (node.Kind != NodeKind.Call || !seen.Add(node.Start))
            {
                continue;
            }

            (int blanks, bool first) = HiddenMarks.BlanksBefore(text, node.Start);
            if (blanks >= HiddenMarks.FarRight && !first && !found.Exists(finding => IsOnLine(finding, tree.PositionOf(node.Start).Line)))
            {
                found.Add(At(module, tree, node.Start, Severity.Medium, Confidence.Medium, $"A call stands behind {blanks} blanks on its line"));
            }
        }
    }

    private static bool IsOnLine(Finding finding, int line) => finding.Place is MemberPlace place && place.Line == line;

    private void InspectNames(PythonModule module, SyntaxTree tree, List<Finding> found)
    {
        ReadOnlySpan<byte> text = tree.Source.Span;
        for (int index = 1; index < tree.Count && found.Count < MostOfOneFile; index++)
        {
            Node node = tree[index];
            if (node.Kind is not (NodeKind.Name or NodeKind.Attribute or NodeKind.DottedName))
            {
                continue;
            }

            // The name of an attribute is what follows the object, which is looked at by itself.
            int start = node.Kind == NodeKind.Attribute && node.First != 0 ? tree[node.First].End : node.Start;
            if (start >= node.End || System.Text.Ascii.IsValid(text[start..node.End]))
            {
                continue;
            }

            string name = tree.NameOf(index);
            if (System.Text.Ascii.IsValid(name))
            {
                string? meant = name.Split('.').FirstOrDefault(s_disguised.Contains);
                if (meant is not null)
                {
                    found.Add(At(module, tree, start, Severity.High, Confidence.High,
                        $"The name {meant} is written in letters that only look different to a search: Python takes them for {meant}"));
                }
            }
            else if (HiddenMarks.HasInvisible(name))
            {
                found.Add(At(module, tree, start, Severity.High, Confidence.High, "A name contains characters that have no picture"));
            }
        }
    }

    // A lone name or a constant far to the right is a table's remainder.
    private static bool Acts(SyntaxTree tree, int statement)
    {
        Stack<int> open = new([statement]);
        while (open.TryPop(out int node))
        {
            if (tree[node].Kind is NodeKind.Call or NodeKind.Import or NodeKind.ImportFrom or NodeKind.Exec)
            {
                return true;
            }

            foreach (int child in tree.ChildrenOf(node))
            {
                open.Push(child);
            }
        }

        return false;
    }

    private Finding At(PythonModule module, SyntaxTree tree, int offset, Severity severity, Confidence confidence, string message)
    {
        Position position = tree.PositionOf(offset);
        int end = Math.Min(tree.Source.Length, offset + 160);
        string shown = System.Text.Encoding.UTF8.GetString(tree.Source.Span[offset..end]).Split('\n', '\r')[0];
        return Report(severity, confidence, module.Context, module.Place with { Line = position.Line, Column = position.Column },
            message, new Evidence("text", shown));
    }
}
