using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>What an object has: names chosen from it (<c>dir(os)</c>, <c>vars(builtins).items()</c>), its documentation.</summary>
internal sealed partial class Interpreter
{
    private const string Space = ".__dict__";

    /// <summary>What <c>dir</c> gives; null where nothing is known of it.</summary>
    private SequenceValue? NamesIn(Value owner) => owner switch
    {
        // As a set: of a module outside not all names are known, so no place in the list says anything.
        SymbolValue { Receiver: null } symbol when _knowledge.NamesBelow(symbol.Name) is { IsEmpty: false } names =>
            new SequenceValue(SequenceForm.Set, [.. names.Select(static name => Text(name))], false, Labels.None),
        ModuleValue module => NamesOf(module.Module.Globals),
        ClassValue type => NamesOf(type.Class.Names),
        _ => null,
    };

    private static SequenceValue NamesOf(Bindings names) =>
        new(SequenceForm.Set, [.. names.All.Select(static name => name.Key).Order(StringComparer.Ordinal).Select(static name => Text(name))], false, Labels.None);

    /// <summary>Methods of a module's namespace that go through it: <c>vars(os).items()</c>; null for all others.</summary>
    private SequenceValue? SpaceMethod(string name, int node)
    {
        int dot = name.LastIndexOf('.');
        if (dot <= Space.Length || !name.AsSpan(0, dot).EndsWith(Space) || _knowledge.NamesBelow(name[..(dot - Space.Length)]) is not { IsEmpty: false } names)
        {
            return null;
        }

        SymbolValue owner = Symbol(name[..(dot - Space.Length)]);
        Func<string, Value>? make = name[(dot + 1)..] switch
        {
            "keys" or "iterkeys" or "copy" => static key => Text(key),
            "values" or "itervalues" => key => Attribute(owner, key, node),
            "items" or "iteritems" => key => new SequenceValue(SequenceForm.Tuple, [Text(key), Attribute(owner, key, node)], false, Labels.None),
            _ => null,
        };
        return make is null ? null : new SequenceValue(SequenceForm.Set, [.. names.Select(make)], false, Labels.None);
    }

    // The text that stands first in its body.
    private TextValue? DocumentationOf(Function function)
    {
        SyntaxTree tree = function.Unit.Tree;
        int body = tree.Child(function.Node, NodeKind.Block);
        int first = body == 0 ? 0 : tree[body].First;
        if (first == 0 || tree[first].Kind != NodeKind.ExpressionStatement || tree[tree[first].First].Kind is not (NodeKind.StringLiteral or NodeKind.StringConcat))
        {
            return null;
        }

        Frame before = _frame;
        _frame = new Frame(function.Unit, function.Closure, _coldDepth);
        TextValue? words = Evaluate(tree[first].First) as TextValue;
        _frame = before;
        return words;
    }
}
