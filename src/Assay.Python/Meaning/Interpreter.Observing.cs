using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>What is seen, with its context.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Arguments of one call that are told apart by each of their possible values; of the others the first stands for all.</summary>
    private const int MaxOpenArguments = 2;

    /// <summary>Methods of a class in the place of another's that are followed.</summary>
    private const int MaxMethods = 32;

    private void Observe(
        ObservationKind kind, string api, Value? receiver, ImmutableArray<Argument> arguments, int node, Value result, int executedLayer = 0, int open = MaxOpenArguments)
    {
        // Each of a few possible values of an argument is one call.
        for (int i = 0; i < arguments.Length && open > 0; i++)
        {
            if (arguments[i].Value is AlternativeValue alternative)
            {
                foreach (Value option in alternative.Options)
                {
                    Observe(kind, api, receiver, arguments.SetItem(i, arguments[i] with { Value = option.With(alternative.Labels) }), node, result, executedLayer, open - 1);
                }

                return;
            }
        }

        Value? self = receiver is null ? null : Freeze(receiver);
        _log.Add(
            new Observation(kind, api, self, Freeze(arguments), _trigger, _why, [], SiteOf(node), executedLayer, Freeze(result), _guards > 0),
            _trail);
    }

    /// <summary>An attribute of something outside is replaced: by what then gets the arguments of other code.</summary>
    private void Patch(SymbolValue owner, string name, Value value, int node)
    {
        if (owner.Name.StartsWith('?') || owner.Name.Contains('(', StringComparison.Ordinal))
        {
            // An attribute of an object of its own: a setting, no replacement. What it calls back is another's.
            ObserveItemStore(owner, Text(name), value, node);
            return;
        }

        string replaced = owner.Name + "." + name;
        NoteAdded(replaced, value);
        Observe(ObservationKind.Patch, replaced, null, [new Argument(null, value)], node, Value.Unknown);
        if (value is FunctionValue or BoundValue)
        {
            Function function = value is BoundValue bound ? bound.Function : ((FunctionValue)value).Function;
            InvokeAs(function, (value as BoundValue)?.Self, Labels.CallerArguments, node, $"replaces {replaced}", isReplacement: true);
        }
        else if (value is ClassValue { Class: { } type })
        {
            // Each of its methods stands in the place of one of theirs.
            foreach (Function method in type.Names.All.Select(static member => (member.Value as FunctionValue)?.Function).OfType<Function>().Take(MaxMethods).ToList())
            {
                InvokeAs(method, method.Form == FunctionForm.Static ? null : SelfFor(type, method), Labels.CallerArguments, node, $"replaces {replaced}", isReplacement: true);
            }
        }
    }

    /// <summary>Ways of libraries to replace a function; null for all others.</summary>
    private Value? PatchBy(SymbolValue callee, ImmutableArray<Argument> arguments, int node)
    {
        switch (callee.Name)
        {
            // mock.patch("getpass.getpass", f)
            case "unittest.mock.patch" or "mock.patch" when arguments is [{ Value: TextValue { IsPartial: false } path }, { Name: null or "new" } made, ..]
                && path.Text.LastIndexOf('.') is > 0 and int dot:
                Patch(Symbol(path.Text[..dot]), path.Text[(dot + 1)..], made.Value, node);
                return null;
            case "unittest.mock.patch.object" or "mock.patch.object" or "wrapt.wrap_function_wrapper" or "wrapt.patches.wrap_function_wrapper"
                when arguments is [var owner, { Value: TextValue { IsPartial: false } name }, var made, ..]:
                PatchNamed(owner.Value, name.Text, made.Value, node);
                return null;
            // @wrapt.patch_function_wrapper("getpass", "getpass")
            case "wrapt.patch_function_wrapper()" or "wrapt.patches.patch_function_wrapper()"
                when callee.Receiver is ResultValue { Arguments: [var owner, { Value: TextValue { IsPartial: false } name }, ..] } && arguments is [var made, ..]:
                PatchNamed(owner.Value, name.Text, made.Value, node);
                return made.Value;
            default:
                return null;
        }
    }

    // The owner is a module or class, or a module's name; the name may be a path below it.
    private void PatchNamed(Value owner, string path, Value value, int node)
    {
        int dot = path.LastIndexOf('.');
        string below = dot < 0 ? "" : path[..dot];
        string? above = owner switch
        {
            TextValue { IsPartial: false } module => module.Text,
            SymbolValue symbol => symbol.Name,
            _ => null,
        };
        if (above is not null)
        {
            Patch(Symbol(below.Length == 0 ? above : $"{above}.{below}"), path[(dot + 1)..], value, node);
        }
    }

    /// <summary>A setting of something outside: <c>session.headers["Authorization"] = token</c>, <c>os.environ["X"] = "…"</c>.</summary>
    private void ObserveItemStore(SymbolValue symbol, Value key, Value value, int node)
    {
        string setter = symbol.Name + ".__setitem__";
        NoteVariable(symbol, key, value);
        if (FindApi(setter) is { } api)
        {
            Observe(ObservationKind.Call, api.Name, symbol.Receiver, [new Argument(null, Freeze(key)), new Argument(null, value)], node, Value.Unknown);
        }
    }
}
