using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>
/// Where in a text something could be seen at all: a name that stands for an API worth an observation, an import at run time, executed
/// text, or a function of the same text in which there is such a place. Code that only others call is walked there, and nowhere else:
/// most of what honest packages hold is arithmetic on their own objects. One pass over the tree, and a few over its names.
/// </summary>
internal sealed class Relevance
{
    private const int MaxChain = 8;
    private const int MaxRounds = 4;

    private readonly SyntaxTree _tree;
    private readonly Knowledge _knowledge;

    // What names stand for that an import binds anywhere in the text.
    private readonly Dictionary<int, string> _aliases = [];
    // The same for names bound by "import a.b", which binds "a".
    private readonly HashSet<string> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<int, bool> _methods = [];
    private readonly List<int> _places = [];

    private Relevance(SyntaxTree tree, Knowledge knowledge)
    {
        _tree = tree;
        _knowledge = knowledge;
    }

    /// <summary>True where nothing can be ruled out.</summary>
    private bool IsEverywhere { get; set; }

    /// <summary>Looks through a text.</summary>
    public static Relevance Of(SyntaxTree tree, Knowledge knowledge)
    {
        Relevance relevance = new(tree, knowledge);
        relevance.ReadImports();
        if (!relevance.IsEverywhere)
        {
            relevance.ReadNames();
            relevance.FollowOwnFunctions();
        }

        return relevance;
    }

    /// <summary>True where something could be seen between a node's first and last byte.</summary>
    public bool IsWithin(int node)
    {
        if (IsEverywhere)
        {
            return true;
        }

        int at = _places.BinarySearch(_tree[node].Start);
        at = at < 0 ? ~at : at;
        return at < _places.Count && _places[at] < _tree[node].End;
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
                IsEverywhere |= _tree.Child(i, NodeKind.ImportStar) != 0 && OutsideModules.IsStandard(module.Split('.')[0]);
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
        bool[] isObject = new bool[_tree.Count];
        for (int i = 1; i < _tree.Count; i++)
        {
            if (_tree[i].Kind == NodeKind.Attribute)
            {
                isObject[_tree[i].First] = true;
            }
        }

        for (int i = 1; i < _tree.Count; i++)
        {
            if (_tree[i].Kind == NodeKind.Name ? IsTelling(i, isObject[i]) : _tree[i].Kind == NodeKind.Attribute && (IsMethod(i) || IsTelling(i)))
            {
                _places.Add(_tree[i].Start);
            }
            else if (_tree[i].Kind is NodeKind.Exec or NodeKind.Unparsed)
            {
                _places.Add(_tree[i].Start);
            }
        }

        _places.Sort();
    }

    private bool IsTelling(int name, bool isObject)
    {
        if (AliasOf(name) is not string meaning)
        {
            return _tree.NameOf(name) is "exec" or "eval" or "compile" or "__import__" or "execfile" or "open" or "file" or "globals" or "locals" or "vars" or "__builtins__" or "__loader__" or "breakpoint";
        }

        // A module that is handed on can be anything's object.
        return IsKnown(meaning) || (!isObject && OutsideModules.IsHeld(meaning));
    }

    private string? AliasOf(int name) =>
        _aliases.TryGetValue(_tree[name].Symbol, out string? meaning) ? meaning
        : _roots.Count > 0 && _roots.Contains(_tree.NameOf(name)) ? _tree.NameOf(name)
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

        if (_tree[node].Kind != NodeKind.Name || AliasOf(node) is not string meaning)
        {
            return false;
        }

        for (int i = length - 1; i >= 0; i--)
        {
            meaning += "." + _tree.NameOf(chain[i]);
        }

        return IsKnown(meaning);
    }

    private bool IsMethod(int attribute)
    {
        int symbol = _tree[attribute].Symbol;
        if (!_methods.TryGetValue(symbol, out bool known))
        {
            known = IsKnown("?." + _tree.NameOf(attribute));
            _methods.Add(symbol, known);
        }

        return known;
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
        HashSet<int> names = [];
        for (int round = 0; round < MaxRounds; round++)
        {
            bool grew = false;
            for (int i = 1; i < _tree.Count; i++)
            {
                if (_tree[i].Kind is NodeKind.FunctionDef or NodeKind.ClassDef && !names.Contains(_tree[i].Symbol) && IsWithin(i) && !_tree.NameOf(i).StartsWith("__", StringComparison.Ordinal))
                {
                    grew |= names.Add(_tree[i].Symbol);
                }
            }

            if (!grew)
            {
                return;
            }

            HashSet<int> places = [.. _places];
            for (int i = 1; i < _tree.Count; i++)
            {
                if (_tree[i].Kind is NodeKind.Name or NodeKind.Attribute && names.Contains(_tree[i].Symbol))
                {
                    places.Add(_tree[i].Start);
                }
            }

            if (places.Count == _places.Count)
            {
                return;
            }

            _places.Clear();
            _places.AddRange(places);
            _places.Sort();
        }
    }
}
