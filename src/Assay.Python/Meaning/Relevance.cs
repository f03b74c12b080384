using System.Buffers;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>
/// Where in a text something could be seen at all: a name that stands for an API worth an observation, an import at run time, executed
/// text, or a function of the same text in which there is such a place. Code that only others call is walked there, and nowhere else:
/// most of what honest packages hold is arithmetic on their own objects. One pass over the tree, and a few over its names.
/// </summary>
internal sealed class Relevance
{
    private const int BitsOfPlaces = 64;
    private const int MaxChain = 8;
    private const int MaxRounds = 4;

    private readonly SyntaxTree _tree;

    // A bit for each byte of the text at which something could be seen.
    private readonly ulong[] _places;

    private Relevance(SyntaxTree tree)
    {
        _tree = tree;
        _places = new ulong[(tree.Source.Length / BitsOfPlaces) + 1];
    }

    /// <summary>True where nothing can be ruled out.</summary>
    private bool IsEverywhere { get; set; }

    /// <summary>Looks through a text.</summary>
    public static Relevance Of(SyntaxTree tree, Knowledge knowledge)
    {
        Relevance relevance = new(tree);
        new Search(tree, knowledge, relevance).Run();
        return relevance;
    }

    /// <summary>True where something could be seen between a node's first and last byte.</summary>
    public bool IsWithin(int node)
    {
        if (IsEverywhere)
        {
            return true;
        }

        (int start, int end) = (_tree[node].Start, _tree[node].End);
        if (start >= end)
        {
            return false;
        }

        int last = (end - 1) / BitsOfPlaces;
        ulong bits = _places[start / BitsOfPlaces] & (ulong.MaxValue << (start % BitsOfPlaces));
        for (int at = start / BitsOfPlaces; at < last; bits = _places[++at])
        {
            if (bits != 0)
            {
                return true;
            }
        }

        return (bits & (ulong.MaxValue >> (BitsOfPlaces - 1 - ((end - 1) % BitsOfPlaces)))) != 0;
    }

    /// <summary>Marks a place; false where it was one.</summary>
    private bool Mark(int node)
    {
        int start = _tree[node].Start;
        ref ulong bits = ref _places[start / BitsOfPlaces];
        ulong before = bits;
        bits |= 1UL << (start % BitsOfPlaces);
        return bits != before;
    }

    /// <summary>Finds the places; what it needs for that is let go with it.</summary>
    private sealed class Search
    {
        private readonly SyntaxTree _tree;
        private readonly Knowledge _knowledge;
        private readonly Relevance _found;

        // What names stand for that an import binds anywhere in the text, by symbol.
        private readonly string?[] _aliases;
        // The same for names bound by "import a.b", which binds "a".
        private readonly HashSet<string> _roots = new(StringComparer.Ordinal);
        private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);
        // What was found out of a name and of a method of that name, by symbol.
        private readonly Telling[] _names;
        private readonly Telling[] _methods;

        public Search(SyntaxTree tree, Knowledge knowledge, Relevance found)
        {
            _tree = tree;
            _knowledge = knowledge;
            _found = found;
            _aliases = new string?[tree.SymbolCount];
            _names = new Telling[tree.SymbolCount];
            _methods = new Telling[tree.SymbolCount];
        }

        /// <summary>Whether something can be seen where a name stands.</summary>
        private enum Telling : byte
        {
            NotAsked,
            No,
            Yes,

            /// <summary>Yes but where only an attribute of it is taken.</summary>
            WholeOnly,
        }

        public void Run()
        {
            ReadImports();
            if (!_found.IsEverywhere)
            {
                ReadNames();
                FollowOwnFunctions();
            }
        }

        private void ReadImports()
        {
            for (int i = 1; i < _tree.Count; i++)
            {
                Node node = _tree[i];
                if (node.Kind == NodeKind.Import)
                {
                    foreach (int alias in _tree.ChildrenOf(i))
                    {
                        string module = _tree.NameOf(_tree[alias].First);
                        int dot = module.IndexOf('.', StringComparison.Ordinal);
                        Bind(alias, module, dot < 0 || _tree[alias].Symbol != 0 ? module : module[..dot], dot < 0 ? _tree[_tree[alias].First].Symbol : -1);
                    }
                }
                else if (node.Kind == NodeKind.ImportFrom && node.Op == 0 && _tree.Child(i, NodeKind.DottedName) is > 0 and int from)
                {
                    string module = _tree.NameOf(from);
                    _found.IsEverywhere |= _tree.Child(i, NodeKind.ImportStar) != 0 && OutsideModules.IsStandard(module.Split('.')[0]);
                    foreach (int alias in _tree.ChildrenOf(i))
                    {
                        if (_tree[alias].Kind == NodeKind.Alias)
                        {
                            int name = _tree[alias].First;
                            _aliases[_tree[alias].Symbol != 0 ? _tree[alias].Symbol : _tree[name].Symbol] = $"{module}.{_tree.NameOf(name)}";
                        }
                    }
                }
            }
        }

        // "import a.b" binds "a", whose symbol stands in no node: it is looked for by its text.
        private void Bind(int alias, string module, string bound, int symbol)
        {
            if (_tree[alias].Symbol != 0)
            {
                _aliases[_tree[alias].Symbol] = module;
            }
            else if (symbol >= 0)
            {
                _aliases[symbol] = bound;
            }
            else
            {
                _roots.Add(bound);
            }
        }

        private void ReadNames()
        {
            bool[] isObject = ArrayPool<bool>.Shared.Rent(_tree.Count);
            isObject.AsSpan(0, _tree.Count).Clear();
            for (int i = 1; i < _tree.Count; i++)
            {
                if (_tree[i].Kind == NodeKind.Attribute)
                {
                    isObject[_tree[i].First] = true;
                }
            }

            for (int i = 1; i < _tree.Count; i++)
            {
                bool isPlace = _tree[i].Kind switch
                {
                    NodeKind.Name => OfName(_tree[i].Symbol) is var telling && (telling == Telling.Yes || (telling == Telling.WholeOnly && !isObject[i])),
                    NodeKind.Attribute => OfMethod(_tree[i].Symbol) == Telling.Yes || IsTelling(i),
                    NodeKind.Exec or NodeKind.Unparsed => true,
                    _ => false,
                };
                if (isPlace)
                {
                    _found.Mark(i);
                }
            }

            ArrayPool<bool>.Shared.Return(isObject);
        }

        private Telling OfName(int symbol)
        {
            ref Telling telling = ref _names[symbol];
            if (telling == Telling.NotAsked)
            {
                // A module that is handed on can be anything's object.
                telling = AliasOf(symbol) is not string meaning ? IsTellingByItself(_tree.NameOfSymbol(symbol)) ? Telling.Yes : Telling.No
                    : IsKnown(meaning) ? Telling.Yes
                    : OutsideModules.IsHeld(meaning) ? Telling.WholeOnly
                    : Telling.No;
            }

            return telling;
        }

        private static bool IsTellingByItself(string name) =>
            name is "exec" or "eval" or "compile" or "__import__" or "execfile" or "open" or "file" or "globals" or "locals" or "vars" or "__builtins__" or "__loader__" or "breakpoint";

        private string? AliasOf(int symbol) =>
            _aliases[symbol] is { } meaning ? meaning
            : _roots.Count > 0 && _roots.Contains(_tree.NameOfSymbol(symbol)) ? _tree.NameOfSymbol(symbol)
            : null;

        private bool IsTelling(int attribute)
        {
            Span<int> chain = stackalloc int[MaxChain];
            int length = 0;
            int node = attribute;
            while (_tree[node].Kind == NodeKind.Attribute)
            {
                if (length == MaxChain)
                {
                    return false;
                }

                chain[length++] = node;
                node = _tree[node].First;
            }

            if (_tree[node].Kind != NodeKind.Name || AliasOf(_tree[node].Symbol) is not string meaning)
            {
                return false;
            }

            for (int i = length - 1; i >= 0; i--)
            {
                meaning += "." + _tree.NameOf(chain[i]);
            }

            return IsKnown(meaning);
        }

        private Telling OfMethod(int symbol)
        {
            ref Telling telling = ref _methods[symbol];
            if (telling == Telling.NotAsked)
            {
                telling = IsKnown("?." + _tree.NameOfSymbol(symbol)) ? Telling.Yes : Telling.No;
            }

            return telling;
        }

        private bool IsKnown(string name)
        {
            if (!_known.TryGetValue(name, out bool known))
            {
                // What makes an object whose methods do something counts too.
                known = _knowledge.FindApi(name) is { } api && (!api.IsQuiet || api.Returns is not null || (api.Yields | api.Feeds) != Labels.None || !api.Invokes.IsEmpty);
                _known.Add(name, known);
            }

            return known;
        }

        // A call of a function of the same text in which something could be seen is such a place as well.
        private void FollowOwnFunctions()
        {
            bool[] names = new bool[_tree.SymbolCount];
            for (int round = 0; round < MaxRounds; round++)
            {
                bool grew = false;
                for (int i = 1; i < _tree.Count; i++)
                {
                    if (_tree[i].Kind is NodeKind.FunctionDef or NodeKind.ClassDef && !names[_tree[i].Symbol] && _found.IsWithin(i) && !_tree.NameOf(i).StartsWith("__", StringComparison.Ordinal))
                    {
                        grew = names[_tree[i].Symbol] = true;
                    }
                }

                if (!grew)
                {
                    return;
                }

                grew = false;
                for (int i = 1; i < _tree.Count; i++)
                {
                    if (_tree[i].Kind is NodeKind.Name or NodeKind.Attribute && names[_tree[i].Symbol])
                    {
                        grew |= _found.Mark(i);
                    }
                }

                if (!grew)
                {
                    return;
                }
            }
        }
    }
}
