using System.Globalization;
using System.Numerics;
using System.Text;
using Assay.Python.Syntax;

namespace Assay.Tests.Python.Parsing;

/// <summary>
/// A tree as text, for comparison: a statement a line, indented by its block, expressions in parentheses behind it; then the errors.
/// Values of literals are shown decoded, so that a tree says what the text means.
/// </summary>
internal static class TreeText
{
    public static string Of(SyntaxTree tree)
    {
        StringBuilder text = new();
        foreach (int statement in tree.ChildrenOf(tree.Root))
        {
            Line(tree, statement, 0, text);
        }

        foreach (SyntaxError error in tree.Errors)
        {
            Position at = tree.PositionOf(error.At);
            text.Append(CultureInfo.InvariantCulture, $"! {at.Line}:{at.Column} {error.Message}{(error.Limit is null ? "" : $" ({error.Limit})")}\n");
        }

        return text.ToString();
    }

    private static void Line(SyntaxTree tree, int index, int depth, StringBuilder text)
    {
        text.Append(' ', depth * 2).Append(Label(tree, index));
        List<int> below = [];
        foreach (int child in tree.ChildrenOf(index))
        {
            if (IsLine(tree, index, child))
            {
                below.Add(child);
            }
            else
            {
                text.Append(' ');
                Inline(tree, child, text);
            }
        }

        text.Append('\n');
        foreach (int child in below)
        {
            Line(tree, child, depth + 1, text);
        }
    }

    /// <summary>Whether a child stands on a line of its own: blocks, and what has them.</summary>
    private static bool IsLine(SyntaxTree tree, int parent, int child) =>
        tree[parent].Kind == NodeKind.Block
        || tree[child].Kind is NodeKind.Block or NodeKind.Handler or NodeKind.Else or NodeKind.Finally or NodeKind.Case or NodeKind.Decorators
        || (tree[child].Kind == NodeKind.Unparsed && tree[parent].Kind is NodeKind.Try or NodeKind.Match);

    private static void Inline(SyntaxTree tree, int index, StringBuilder text)
    {
        text.Append('(').Append(Label(tree, index));
        foreach (int child in tree.ChildrenOf(index))
        {
            text.Append(' ');
            Inline(tree, child, text);
        }

        text.Append(')');
    }

    private static string Label(SyntaxTree tree, int index)
    {
        Node node = tree[index];
        string label = node.Symbol != 0 ? $"{node.Kind} {tree.NameOf(index)}" : node.Kind.ToString();
        string more = node.Kind switch
        {
            NodeKind.BoolOp or NodeKind.BinOp or NodeKind.UnaryOp or NodeKind.Compare or NodeKind.AugmentedAssign => ((Operator)node.Op).ToString(),
            NodeKind.FunctionDef or NodeKind.For or NodeKind.With or NodeKind.CompFor => node.Op == 1 ? "async" : "",
            NodeKind.Import => node.Op == 1 ? "lazy" : "",
            NodeKind.ImportFrom => $"{new string('.', node.Op)}{(node.Extra == 1 ? " lazy" : "")}",
            NodeKind.Handler => node.Op == 1 ? "group" : "",
            NodeKind.Print => node.Op == 1 ? "comma" : "",
            NodeKind.Constant => node.Op switch { 0 => "None", 1 => "False", _ => "True" },
            NodeKind.Parameter => (ParameterForm)node.Op == ParameterForm.Plain ? "" : ((ParameterForm)node.Op).ToString(),
            NodeKind.Field => $"{(node.Op == 0 ? "" : (char)node.Op)}{(node.Extra == 1 ? "=" : "")}",
            NodeKind.Number => Number(tree.NumberOf(index)),
            NodeKind.FString => Form(node.Op),
            NodeKind.StringLiteral when ((StringForm)node.Op).HasFlag(StringForm.Bytes) => $"{Form(node.Op)}{Quoted(Encoding.Latin1.GetString(tree.BytesOf(index)))}",
            NodeKind.StringLiteral or NodeKind.StringPart => $"{Form(node.Op)}{Quoted(tree.StringOf(index))}",
            NodeKind.Unparsed => Quoted(tree.TextOf(index)),
            _ => "",
        };
        return more.Length == 0 ? label : $"{label} {more}";
    }

    private static string Form(byte op)
    {
        StringForm form = (StringForm)op;
        return string.Concat(
            form.HasFlag(StringForm.Bytes) ? "b" : "",
            form.HasFlag(StringForm.Raw) ? "r" : "",
            form.HasFlag(StringForm.Format) ? "f" : "",
            form.HasFlag(StringForm.Template) ? "t" : "",
            form.HasFlag(StringForm.Unicode) ? "u" : "",
            form.HasFlag(StringForm.Triple) ? "3" : "");
    }

    private static string Number(object? value) => value switch
    {
        BigInteger whole => whole.ToString(CultureInfo.InvariantCulture),
        double real => real.ToString("R", CultureInfo.InvariantCulture) is var written && written.ContainsAny('.', 'E') ? written : $"{written}.0",
        Complex complex => $"{complex.Imaginary.ToString("R", CultureInfo.InvariantCulture)}j",
        _ => "too long",
    };

    private static string Quoted(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\\' => "\\\\",
                '"' => "\\\"",
                < ' ' or (>= (char)0x7F and < (char)0xA0) or (char)0x2028 => $"\\u{(int)c:x4}",
                >= (char)0xD800 and < (char)0xE000 => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
