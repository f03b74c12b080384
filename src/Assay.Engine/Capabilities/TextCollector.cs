using System.Collections.Immutable;
using System.Text;
using Assay.Python.Meaning;
using Assay.Python.Syntax;

namespace Assay.Engine.Capabilities;

/// <summary>Collects the string constants of modules: as written, of the texts they execute, and as folded from parts.</summary>
internal sealed class TextCollector
{
    /// <summary>Characters of the shortest text kept.</summary>
    private const int MinLength = 4;

    /// <summary>Characters kept of one text.</summary>
    private const int MaxLength = 65_536;

    /// <summary>Texts of one module.</summary>
    private const int MaxTexts = 50_000;

    /// <summary>Characters of all texts of one module.</summary>
    private const int MaxCharacters = 8 << 20;

    private const int MaxDepth = 6;

    private readonly ProgramReading _reading;
    private readonly List<int>[] _layers;
    private readonly List<Observation>[] _observations;

    public TextCollector(ProgramReading reading, int modules)
    {
        _reading = reading;
        _layers = [.. Enumerable.Range(0, modules).Select(static _ => new List<int>())];
        _observations = [.. Enumerable.Range(0, modules).Select(static _ => new List<Observation>())];
        for (int layer = 0; layer < reading.Layers.Length; layer++)
        {
            _layers[reading.Layers[layer].Parent.Module].Add(layer);
        }

        foreach (Observation observation in reading.Observations)
        {
            _observations[observation.Site.Module].Add(observation);
        }
    }

    /// <summary>The texts of a module, each once, in the order in which they are met.</summary>
    public ImmutableArray<string> Of(int module)
    {
        Collection texts = new();
        if (_reading.TreeOf(module) is SyntaxTree tree)
        {
            AddConstants(tree, texts);
        }

        foreach (int layer in _layers[module])
        {
            AddConstants(_reading.Layers[layer].Tree, texts);
        }

        foreach (Observation observation in _observations[module])
        {
            foreach (Argument argument in observation.Arguments)
            {
                AddFolded(argument.Value, texts, 0);
            }
        }

        return texts.ToImmutable();
    }

    // By index, not by descent, so that depth costs nothing; what belongs to another string, or is documentation, is marked first.
    private static void AddConstants(SyntaxTree tree, Collection texts)
    {
        HashSet<int> covered = [];
        List<int> strings = [];
        for (int index = 1; index < tree.Count; index++)
        {
            ref readonly Node node = ref tree[index];
            if (IsString(node.Kind))
            {
                strings.Add(index);
            }

            if (node.Kind == NodeKind.StringConcat)
            {
                for (int child = node.First; child != 0; child = tree[child].Next)
                {
                    covered.Add(child);
                }
            }
            else if (node.Kind == NodeKind.ExpressionStatement && IsString(tree[node.First].Kind))
            {
                covered.Add(node.First);
            }
        }

        foreach (int index in strings)
        {
            if (texts.IsFull)
            {
                break;
            }

            if (!covered.Contains(index) && !IsTooShort(tree[index]))
            {
                texts.Add(Write(tree, index));
            }
        }
    }

    // No character of a literal takes less than a byte of the source, and a quote stands before the first.
    private static bool IsTooShort(in Node node) => node.Kind == NodeKind.StringLiteral && node.End - node.Start <= MinLength;

    private static bool IsString(NodeKind kind) => kind is NodeKind.StringLiteral or NodeKind.StringConcat or NodeKind.FString;

    private static string Write(SyntaxTree tree, int index)
    {
        if (tree[index].Kind == NodeKind.StringLiteral)
        {
            return Literal(tree, index);
        }

        StringBuilder text = new();
        for (int part = tree[index].Kind == NodeKind.StringConcat ? tree[index].First : index; part != 0 && text.Length < MaxLength; part = part == index ? 0 : tree[part].Next)
        {
            if (tree[part].Kind != NodeKind.FString)
            {
                text.Append(Literal(tree, part));
                continue;
            }

            for (int piece = tree[part].First; piece != 0 && text.Length < MaxLength; piece = tree[piece].Next)
            {
                text.Append(tree[piece].Kind == NodeKind.StringPart ? tree.StringOf(piece) : TextValue.Hole.ToString());
            }
        }

        return text.ToString();
    }

    private static string Literal(SyntaxTree tree, int index) =>
        ((StringForm)tree[index].Op).HasFlag(StringForm.Bytes) ? Encoding.Latin1.GetString(tree.BytesOf(index)) : tree.StringOf(index);

    private static void AddFolded(Value value, Collection texts, int depth)
    {
        if (depth == MaxDepth || texts.IsFull)
        {
            return;
        }

        switch (value)
        {
            case TextValue text:
                texts.Add(text.Text);
                break;
            case BytesValue bytes:
                texts.Add(Encoding.Latin1.GetString(bytes.Bytes.Span[..Math.Min(bytes.Bytes.Length, MaxLength)]));
                break;
            case SequenceValue sequence:
                foreach (Value item in sequence.Items)
                {
                    AddFolded(item, texts, depth + 1);
                }

                break;
            case MappingValue mapping:
                foreach ((Value key, Value item) in mapping.Items)
                {
                    AddFolded(key, texts, depth + 1);
                    AddFolded(item, texts, depth + 1);
                }

                break;
            case ResultValue result:
                foreach (Argument argument in result.Arguments)
                {
                    AddFolded(argument.Value, texts, depth + 1);
                }

                break;
            default:
                break;
        }
    }

    private sealed class Collection
    {
        private readonly HashSet<string> _seen = [];
        private readonly ImmutableArray<string>.Builder _texts = ImmutableArray.CreateBuilder<string>();
        private int _characters;

        public bool IsFull => _texts.Count >= MaxTexts || _characters >= MaxCharacters;

        public void Add(string text)
        {
            if (text.Length < MinLength || IsFull)
            {
                return;
            }

            string kept = text.Length > MaxLength ? text[..MaxLength] : text;
            if (_seen.Add(kept))
            {
                _texts.Add(kept);
                _characters += kept.Length;
            }
        }

        public ImmutableArray<string> ToImmutable() => _texts.ToImmutable();
    }
}
