using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using global::Assay.Python.Meaning;
using global::Assay.Python.Meaning.Folding;
using global::Assay.Python.Parsing;
using global::Assay.Python.Syntax;

namespace Assay.Tests.Python.Meaning.Folding;

/// <summary>One Python expression, folded as an interpreter would: names are modules and built-ins, <c>U</c> is not known.</summary>
internal static class Expression
{
    public const long Units = 50_000_000;
    public const int MaxValueBytes = 16 << 20;

    public static FoldingBudget Budget() => new(Units, MaxValueBytes);

    /// <summary>Null where it does not fold.</summary>
    public static Value? Fold(string expression, FoldingBudget budget)
    {
        SyntaxTree tree = Parser.ParseExpression(Encoding.UTF8.GetBytes(expression), ParserLimits.Default);
        Assert.True(tree.Errors.IsEmpty, expression);
        return new Walk(tree, budget).Of(tree.Child(tree.Child(tree.Root, 0), 0));
    }

    private sealed class Walk(SyntaxTree tree, FoldingBudget budget)
    {
        public Value? Of(int node)
        {
            Operator op = (Operator)tree[node].Op;
            switch (tree[node].Kind)
            {
                case NodeKind.Name:
                    return Name(tree.NameOf(node));
                case NodeKind.Constant:
                    return tree[node].Op switch { 0 => new NoneValue(Labels.None), byte truth => new BoolValue(truth == 2, Labels.None) };
                case NodeKind.Number:
                    return tree.NumberOf(node) switch
                    {
                        BigInteger whole => new IntValue(whole, Labels.None),
                        double real => new FloatValue(real, Labels.None),
                        _ => null,
                    };
                case NodeKind.StringLiteral:
                    return ((StringForm)tree[node].Op).HasFlag(StringForm.Bytes)
                        ? new BytesValue(tree.BytesOf(node), false, Labels.None)
                        : new TextValue(tree.StringOf(node), false, Labels.None);
                case NodeKind.StringConcat:
                    return Children(node).Select(Of).Aggregate(static (a, b) => a is TextValue x && b is TextValue y ? x with { Text = x.Text + y.Text } : null);
                case NodeKind.FString:
                    return Text(node);
                case NodeKind.BinOp or NodeKind.BoolOp:
                    return Both(node, (a, b) => Folder.Binary(op, a, b, budget));
                case NodeKind.Compare:
                    return Both(node, (a, b) => Folder.Compare(op, a, b, budget));
                case NodeKind.UnaryOp:
                    return Of(tree.Child(node, 0)) is Value operand ? Folder.Unary(op, operand, budget) : null;
                case NodeKind.Tuple:
                    return Sequence(node, SequenceForm.Tuple);
                case NodeKind.List:
                    return Sequence(node, SequenceForm.List);
                case NodeKind.Set:
                    return Sequence(node, SequenceForm.Set);
                case NodeKind.Dict:
                    return Mapping(node);
                case NodeKind.Subscript:
                    return Subscript(node);
                case NodeKind.Attribute:
                    return Attribute(node);
                case NodeKind.Call:
                    return Call(node);
                default:
                    Assert.Fail($"{tree[node].Kind} in a test: {tree.TextOf(tree.Root)}");
                    return null;
            }
        }

        private static Value Name(string name) => name switch
        {
            "U" => Value.Unknown,
            "base64" or "binascii" or "zlib" or "gzip" or "bz2" or "lzma" or "codecs" or "struct" or "urllib" or "html" or "json" or "os" or "posixpath" or "ntpath"
                or "textwrap" or "io" or "itertools" or "functools" or "operator" or "math" or "string" or "hashlib" or "hmac" or "quopri" or "Crypto" or "cryptography" or "collections" =>
                new SymbolValue(name, null, Labels.None),
            _ => new SymbolValue($"builtins.{name}", null, Labels.None),
        };

        private List<int> Children(int node)
        {
            List<int> all = [];
            foreach (int child in tree.ChildrenOf(node))
            {
                all.Add(child);
            }

            return all;
        }

        private Value? Both(int node, Func<Value, Value, Value?> fold) =>
            Of(tree.Child(node, 0)) is Value left && Of(tree.Child(node, 1)) is Value right ? fold(left, right) : null;

        private TextValue Text(int node)
        {
            TextValue text = new("", false, Labels.None);
            foreach (int part in tree.ChildrenOf(node))
            {
                Value piece = text;
                if (tree[part].Kind == NodeKind.StringPart)
                {
                    piece = new TextValue(tree.StringOf(part), false, Labels.None);
                }
                else
                {
                    int spec = tree.Child(part, NodeKind.FormatSpec);
                    piece = Folder.Format(Of(tree.Child(part, 0)) ?? Value.Unknown, (char)tree[part].Op, spec == 0 ? "" : Text(spec).Text, budget);
                }

                text = (TextValue)Folder.Binary(Operator.Add, text, piece, budget)!;
            }

            return text;
        }

        private Value? Sequence(int node, SequenceForm form)
        {
            Value?[] items = [.. Children(node).Select(Of)];
            return Array.Exists(items, static item => item is null) ? null : new SequenceValue(form, [.. items!], false, Labels.None);
        }

        private Value? Mapping(int node)
        {
            List<KeyValuePair<Value, Value>> items = [];
            foreach (int item in tree.ChildrenOf(node))
            {
                if (Of(tree.Child(item, 0)) is not Value key || Of(tree.Child(item, 1)) is not Value value)
                {
                    return null;
                }

                items.Add(new KeyValuePair<Value, Value>(key, value));
            }

            return new MappingValue([.. items], false, Labels.None);
        }

        private Value? Subscript(int node)
        {
            if (Of(tree.Child(node, 0)) is not Value container)
            {
                return null;
            }

            int index = tree.Child(node, 1);
            if (tree[index].Kind != NodeKind.Slice)
            {
                return Of(index) is Value at ? Folder.Index(container, at, budget) : null;
            }

            return Folder.Slice(container, Bound(NodeKind.SliceLower), Bound(NodeKind.SliceUpper), Bound(NodeKind.SliceStep), budget);

            Value? Bound(NodeKind kind) => tree.Child(index, kind) is int bound and not 0 ? Of(tree.Child(bound, 0)) : null;
        }

        private Value? Attribute(int node) => Of(tree.Child(node, 0)) switch
        {
            SymbolValue symbol => Folder.Constant($"{symbol.Name}.{tree.NameOf(node)}") ?? new SymbolValue($"{symbol.Name}.{tree.NameOf(node)}", null, Labels.None),
            ResultValue result => new SymbolValue($"{result.Name}.{tree.NameOf(node)}", result, Labels.None),
            Value value => new SymbolValue($"?.{tree.NameOf(node)}", value, Labels.None),
            null => null,
        };

        private Value? Call(int node)
        {
            List<int> parts = Children(node);
            List<Argument> arguments = [];
            foreach (int part in parts.Skip(1))
            {
                string? name = tree[part].Kind switch { NodeKind.Keyword => tree.NameOf(part), NodeKind.Starred => "*", NodeKind.DoubleStarred => "**", _ => null };
                if (Of(name is null ? part : tree.Child(part, 0)) is not Value value)
                {
                    return null;
                }

                arguments.Add(new Argument(name, value));
            }

            if (Of(parts[0]) is not SymbolValue callee)
            {
                return null;
            }

            ImmutableArray<Argument> given = [.. arguments];
            return Folder.Call(callee, given, budget) ?? (s_objects.Contains(callee.Name) ? new ResultValue(callee.Name + "()", given, Labels.None) : null);
        }

        private static readonly string[] s_objects =
        [
            "io.BytesIO", "gzip.GzipFile", "zlib.decompressobj", "bz2.BZ2Decompressor", "lzma.LZMADecompressor", "hashlib.md5", "hashlib.sha1", "hashlib.sha256", "hashlib.sha384", "hashlib.sha512",
            "hashlib.new", "hmac.new", "Crypto.Cipher.AES.new", "Crypto.Cipher.ARC4.new", "cryptography.fernet.Fernet",
        ];
    }
}
