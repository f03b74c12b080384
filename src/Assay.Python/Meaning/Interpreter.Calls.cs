using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Calls: of what is the distribution's own, of methods of known values, of what is outside.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Methods that put their arguments into the object: what it holds has their labels from then on.</summary>
    private static readonly FrozenSet<string> s_fills =
        ("append add update attach write writestr writelines writerow writerows add_header add_field add_payload set_payload set_content add_attachment " +
        "add_embed add_embed_field add_file setdefault extend insert put put_nowait push feed set appendleft set_value add_row add_section").Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly SearchValues<char> s_variableUnits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>Set by a call behind which nothing runs (<c>sys.exit</c>).</summary>
    private bool _exits;

    private Value EvaluateCall(int node)
    {
        int target = Tree[node].First;
        Value callee = Evaluate(target, isObject: true);
        ImmutableArray<Argument> arguments = EvaluateArguments(Tree[target].Next);
        int before = _frame.CallNode;
        _frame.CallNode = node;
        Value result = Call(callee, arguments, node);
        _frame.CallNode = before;
        if (Tree[target].Kind == NodeKind.Attribute && callee is SymbolValue { Receiver: ResultValue } changer && Folder.Changes(changer.Name))
        {
            // What it holds from now on is not what it was made with.
            Forget(Tree[target].First);
        }

        if (Tree[target].Kind == NodeKind.Attribute && callee is SymbolValue { Receiver: ResultValue or UnknownValue } && s_fills.Contains(Tree.NameOf(target)))
        {
            Fill(Tree[target].First, LabelsOf(arguments));
        }

        return result;
    }

    /// <summary>Labels the object that a name is bound to with what was put into it.</summary>
    private void Fill(int owner, Labels labels)
    {
        // What is put into a part of an object (session.headers.update) is in the object.
        owner = Tree[owner].Kind == NodeKind.Attribute ? Tree[owner].First : owner;
        if (labels == Labels.None || Tree[owner].Kind != NodeKind.Name)
        {
            return;
        }

        string name = Tree.NameOf(owner);
        Bindings names = BindingsFor(name);
        if (names.Find(name) is ResultValue or UnknownValue && names.Find(name) is { } value)
        {
            names.Set(name, value.With(labels));
        }
    }

    /// <summary>A part of an object outside is set: <c>request.data = body</c> is what it could have been made with.</summary>
    private void SetPart(int owner, string part, Value value)
    {
        if (Tree[owner].Kind == NodeKind.Name && BindingsFor(Tree.NameOf(owner)) is var names && names.Find(Tree.NameOf(owner)) is ResultValue used)
        {
            bool isBody = part is "data" or "body" or "content" && used.Name.EndsWith("Request()", StringComparison.Ordinal);
            ResultValue changed = isBody ? used with { Arguments = [.. used.Arguments.Where(argument => argument.Name != part), new Argument(part, Freeze(value))] } : used;
            names.Set(Tree.NameOf(owner), changed.With(LabelsOf(value)));
        }
    }

    private void Forget(int owner)
    {
        if (Tree[owner].Kind == NodeKind.Name && BindingsFor(Tree.NameOf(owner)) is var names && names.Find(Tree.NameOf(owner)) is ResultValue used)
        {
            names.Set(Tree.NameOf(owner), used with { Arguments = [new Argument("*", new UnknownValue(LabelsOf(used.Arguments)))] });
        }
    }

    private ImmutableArray<Argument> EvaluateArguments(int first)
    {
        if (first == 0)
        {
            return [];
        }

        ImmutableArray<Argument>.Builder arguments = ImmutableArray.CreateBuilder<Argument>(Tree.CountFrom(first));
        for (int child = first; child != 0; child = Tree[child].Next)
        {
            switch (Tree[child].Kind)
            {
                case NodeKind.Keyword:
                    arguments.Add(new Argument(Tree.NameOf(child), Evaluate(Tree[child].First)));
                    break;
                case NodeKind.Starred:
                    Value items = Evaluate(Tree[child].First);
                    if (ItemsOf(items) is { IsDefault: false, Length: <= 4_096 } known)
                    {
                        foreach (Value item in known)
                        {
                            arguments.Add(new Argument(null, item.With(items.Labels)));
                        }
                    }
                    else
                    {
                        arguments.Add(new Argument("*", items));
                    }

                    break;
                case NodeKind.DoubleStarred:
                    AddUnpacked(arguments, Evaluate(Tree[child].First));
                    break;
                default:
                    arguments.Add(new Argument(null, Evaluate(child)));
                    break;
            }
        }

        return arguments.DrainToImmutable();
    }

    private static void AddUnpacked(ImmutableArray<Argument>.Builder arguments, Value mapping)
    {
        if (mapping is not DictValue dict)
        {
            arguments.Add(new Argument("**", mapping));
            return;
        }

        foreach ((Value key, Value item) in dict.Store.Items)
        {
            arguments.Add(new Argument(key is TextValue { IsPartial: false } name ? name.Text : "**", item));
        }

        if (dict.Store.IsPartial)
        {
            arguments.Add(new Argument("**", new UnknownValue(dict.Store.Labels)));
        }
    }

    private Value Call(Value callee, ImmutableArray<Argument> arguments, int node)
    {
        if (!EnterDepth(node))
        {
            return Value.Unknown;
        }

        Value result = CallKind(callee, arguments, node);
        _depth--;
        return result;
    }

    private Value CallKind(Value callee, ImmutableArray<Argument> arguments, int node)
    {
        switch (callee)
        {
            case FunctionValue function:
                return Invoke(function.Function, null, arguments, node);
            case BoundValue bound:
                return Invoke(bound.Function, bound.Self, arguments, node);
            case ClassValue type:
                return Instantiate(type, arguments, node);
            case InstanceValue instance:
                return FindOwnAttribute(instance, "__call__") is { } call
                    ? Call(call, arguments, node) : new UnknownValue(LabelsOf(instance) | LabelsOf(arguments));
            case SymbolValue symbol:
                return CallSymbol(symbol, arguments, node);
            case MethodValue method:
                return CallMethod(method.Receiver, method.Name, arguments, node);
            case PartialCallValue partial:
                return Call(partial.Callee, [.. partial.Arguments, .. arguments], node);
            case GetterValue getter:
                return CallGetter(getter, arguments, node);
            case AlternativeValue alternative:
                return Each(alternative, (arguments, node), static (self, call, option) => self.Call(option, call.arguments, call.node));
            case ResultValue result:
                return CallSymbol(new SymbolValue(result.Name, result, result.Labels), arguments, node);
            default:
                // Whatever it is, it may call what it is given.
                return new UnknownValue(callee.Labels | LabelsOf(arguments));
        }
    }

    private Value CallGetter(GetterValue getter, ImmutableArray<Argument> arguments, int node)
    {
        if (arguments.IsEmpty || getter.Arguments.IsEmpty)
        {
            return Value.Unknown;
        }

        Value owner = arguments[0].Value;
        Value first = getter.Arguments[0].Value;
        switch (getter.Form)
        {
            case GetterForm.Item:
                return Item(owner, first, node);
            case GetterForm.Attribute:
                foreach (string part in (PlainText(first) ?? "").Split('.'))
                {
                    owner = part.Length == 0 ? Value.Unknown : Attribute(owner, part, node);
                }

                return owner;
            default:
                return PlainText(first) is { } name ? Call(Attribute(owner, name, node), getter.Arguments[1..], node) : Value.Unknown;
        }
    }

    /// <summary>Calls something outside: by what is known of its name.</summary>
    private Value CallSymbol(SymbolValue callee, ImmutableArray<Argument> arguments, int node)
    {
        string name = callee.Name;
        if (name.EndsWith("().__init__", StringComparison.Ordinal))
        {
            name = name[..^11];
            callee = callee with { Name = name };
        }

        NoteEnvironment(name);
        if ((CallProgram(callee, arguments, node) ?? PatchBy(callee, arguments, node)) is { } done)
        {
            return done;
        }

        if (Intrinsic(callee, arguments, node) is { } known)
        {
            return known;
        }

        Api? api = FindApi(name);
        Labels? asked = api is null ? VariableAskedFor(arguments) : null;
        Labels inputs = asked ?? (LabelsOf(arguments) | callee.Labels | LabelsOfBuffer(callee.Receiver));
        Value? computed = PathCall(callee, arguments) ?? Settle(Folder.Call(callee, Freeze(arguments), _folding), inputs);
        computed ??= FileCall(callee, arguments, api, node);
        Value result;
        if (computed is null)
        {
            Labels labels = (api?.Passes ?? true) ? inputs : Labels.None;
            labels |= api?.Yields ?? Labels.None;
            if (Folder.IsDecoder(name))
            {
                labels |= Labels.Decoded;
            }

            labels |= LabelsOfOutput(name, arguments);
            if (api is { ReadsFrom: { } from, WritesTo: null, Fills: false } && ArgumentSelector.Find(arguments, callee.Receiver, from) is { } read)
            {
                labels |= LabelsOfContent(read) & ~Labels.File;
            }

            if ((labels & Labels.Downloaded) != Labels.None && AddressOf(callee, arguments) is { } address)
            {
                labels |= _knowledge.LabelsOfAddress(address);
            }

            labels |= NoteCommand(name, api, arguments);
            result = api is { IsChained: true } && callee.Receiver is ResultValue owner ? owner.With(labels)
                : new ResultValue(api?.Returns ?? ShortName(name) + "()", arguments.Length > 0 && asked is null ? Freeze(arguments) : [], labels) { Origin = OriginOf(name, node) };
        }
        else
        {
            result = computed.With(((api?.Passes ?? true) ? inputs & ~Labels.Written : Labels.None) | (api?.Yields ?? Labels.None));
        }

        if (Folder.IsDecoder(name) || !_derivations.IsEmpty)
        {
            _derivations.Made(result, [.. arguments.Select(static argument => argument.Value), callee.Receiver ?? Value.Unknown, computed ?? Value.Unknown],
                Folder.IsDecoder(name) ? name : null);
        }

        Effects(callee, api, arguments, node, result);
        return result;
    }

    /// <summary>Labels of the one variable that a function outside is asked for, given the environment and a name (<c>get(os.environ, "TERM")</c>); null for all others.</summary>
    private Labels? VariableAskedFor(ImmutableArray<Argument> arguments) =>
        arguments is [{ Value: SymbolValue { Name: "os.environ" } }, { Value: TextValue { IsPartial: false, Text: { Length: > 1 } name } }, ..]
            && name.AsSpan().IndexOfAnyExcept(s_variableUnits) < 0
            ? arguments[2..].Aggregate(_knowledge.LabelsOfVariable(name), static (all, argument) => all | Provenance.Of(argument.Value)) : null;

    private static string ShortName(string name) => name.Length > MaxNameLength ? "?" : name;

    /// <summary>The observation of a call outside and what follows from it: what it calls, writes, starts.</summary>
    private void Effects(SymbolValue callee, Api? api, ImmutableArray<Argument> arguments, int node, Value result)
    {
        arguments = WithVariables(callee.Name, WithWritten(arguments));
        if (api is not null)
        {
            if (!api.IsQuiet)
            {
                Observe(ObservationKind.Call, api.Name, callee.Receiver, arguments, node, result);
            }

            if (api.Feeds != Labels.None)
            {
                foreach (Argument argument in arguments)
                {
                    Feed(argument.Value, api.Feeds, node);
                }
            }

            foreach (string position in api.Invokes)
            {
                if (ArgumentSelector.Find(arguments, callee.Receiver, position) is { } callback)
                {
                    CallBack(callback, arguments, node, api.Name, api.Yields & (Labels.Downloaded | Labels.Received));
                }
            }
        }

        Start(callee.Name, api, arguments, node);
        NoteInput(callee, arguments, node);
        FeedProgram(callee, arguments, node);
        NoteLog(callee, arguments, node, result);
    }

    /// <summary>An argument by position or name, as <see cref="Api"/> gives it; null where there is none.</summary>
    private static Value? Find(ImmutableArray<Argument> arguments, string position)
    {
        if (!char.IsAsciiDigit(position[0]))
        {
            foreach (Argument argument in arguments)
            {
                if (argument.Name == position)
                {
                    return argument.Value;
                }
            }

            return null;
        }

        return At(arguments, position[0] - '0');
    }

    /// <summary>A positional argument.</summary>
    private static Value? At(ImmutableArray<Argument> arguments, int position)
    {
        foreach (Argument argument in arguments)
        {
            if (argument.Name is null && position-- == 0)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static Value? Find(ImmutableArray<Argument> arguments, int position, string name) => Find(arguments, name) ?? At(arguments, position);

    private string? AddressOf(SymbolValue callee, ImmutableArray<Argument> arguments)
    {
        Value? address = Find(arguments, "url") ?? Find(arguments, "0");
        if (address is ResultValue { Arguments: [var first, ..] })
        {
            // urlopen(Request("https://…"))
            address = first.Value;
        }

        if (Freeze(address ?? Value.Unknown) is TextValue text && text.Text.Contains("://", StringComparison.Ordinal))
        {
            return text.Text;
        }

        // requests.request("GET", url); HTTPConnection(host).request("GET", path)
        return Find(arguments, "1") is { } second && Freeze(second) is TextValue other && other.Text.Contains("://", StringComparison.Ordinal) ? other.Text
            : callee.Receiver is ResultValue { Arguments: [var host, ..] } && host.Value is TextValue name ? name.Text
            : (Freeze(address ?? Value.Unknown) as TextValue)?.Text;
    }
}
