using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>What lies outside the distribution: canonical names, attributes read, items taken.</summary>
internal sealed partial class Interpreter
{
    private const int MaxNameLength = 200;

    /// <summary>What asks for platform, date, user or debugger: code behind a test of it is guarded.</summary>
    private static readonly FrozenSet<string> s_asksForEnvironment =
        ("sys.platform os.name os.environ os.getenv os.uname os.getlogin os.getuid os.geteuid getpass.getuser sys.gettrace sys.getwindowsversion sys.argv " +
        "time.time time.localtime time.gmtime time.strftime datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today " +
        "socket.gethostname socket.getfqdn uuid.getnode locale.getdefaultlocale locale.getlocale ctypes.windll.kernel32.IsDebuggerPresent " +
        "ctypes.windll.kernel32.GetUserDefaultUILanguage sysconfig.get_platform distutils.util.get_platform psutil.users os.cpu_count " +
        "os.path.expanduser pathlib.Path.home").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Names outside by what they are an attribute of.</summary>
    private readonly Dictionary<string, Dictionary<string, SymbolValue>> _symbols = new(StringComparer.Ordinal);

    private readonly Dictionary<string, OutsideName> _outside = new(StringComparer.Ordinal);

    /// <summary>What is known of a dotted name outside.</summary>
    /// <param name="Row">Its own row.</param>
    /// <param name="Api">The row that counts: its own, that of the same thing, or that of a method of this name on anything.</param>
    /// <param name="AsksForEnvironment">True where code behind a test of it is guarded.</param>
    private sealed record OutsideName(Api? Row, Api? Api, bool AsksForEnvironment);

    /// <summary>Counts what was asked of the environment.</summary>
    private int _environmentTests;

    /// <summary>A module or name outside.</summary>
    private SymbolValue Symbol(string name) => Symbol("", name);

    /// <summary>An attribute of something outside, under the name that counts.</summary>
    private SymbolValue Symbol(string owner, string name)
    {
        if (!_symbols.TryGetValue(owner, out Dictionary<string, SymbolValue>? attributes))
        {
            attributes = new Dictionary<string, SymbolValue>(StringComparer.Ordinal);
            _symbols.Add(owner, attributes);
        }

        if (!attributes.TryGetValue(name, out SymbolValue? symbol))
        {
            string canonical = CanonicalName(owner, name);
            Api? api = _knowledge.FindApi(canonical);
            symbol = new SymbolValue(canonical, null, api is { IsRead: true } ? api.Yields : Labels.None);
            attributes.Add(name, symbol);
        }

        return symbol;
    }

    private string CanonicalName(string owner, string name)
    {
        string full = owner.Length == 0 ? name : owner + "." + name;
        if (full.Length > MaxNameLength)
        {
            return "?." + name;
        }

        Api? api = _knowledge.FindApi(full);
        if (api?.SameAs is { } same)
        {
            return same;
        }

        if (api is not null)
        {
            return full;
        }

        string module = OutsideModules.Canonical(full);
        return module == full && owner.Length > 0 && !owner.EndsWith(')') && !owner.StartsWith('?') && OutsideModules.IsHeld(name)
            // socket.socket is a class of the module.
            && !owner.AsSpan(owner.LastIndexOf('.') + 1).SequenceEqual(name)
            ? OutsideModules.Canonical(name) : module;
    }

    /// <summary>The API that a name means: its own row, or that of a method of this name on anything.</summary>
    private Api? FindApi(string name) => Outside(name).Api;

    private OutsideName Outside(string name)
    {
        if (!_outside.TryGetValue(name, out OutsideName? known))
        {
            Api? row = _knowledge.FindApi(name);
            bool asks = s_asksForEnvironment.Contains(name) || name.StartsWith("platform.", StringComparison.Ordinal)
                || name.EndsWith(".IsDebuggerPresent", StringComparison.Ordinal) || name.EndsWith(".GetSystemDefaultUILanguage", StringComparison.Ordinal);
            known = new OutsideName(row, LookUpApi(name, row), asks);
            _outside.Add(name, known);
        }

        return known;
    }

    private Api? LookUpApi(string name, Api? row)
    {
        if (row is { } api)
        {
            return api.SameAs is { } same && _knowledge.FindApi(same) is { } known ? known : api;
        }

        int dot = name.LastIndexOf('.');
        if (dot <= 0)
        {
            return null;
        }

        // On an object, not in a module: a name of several segments without a call is a module's function.
        bool isMethod = name[0] == '?' || name.AsSpan(0, dot).IndexOfAny('(', '[') >= 0;
        return !isMethod ? null : _knowledge.FindApi("?" + name[dot..])
            // A row of everything that is done with an object: with a proxy, a client of a database.
            ?? (name.IndexOf("()", StringComparison.Ordinal) is > 0 and int call ? _knowledge.FindApi(name[..(call + 2)] + ".?") : null);
    }

    private void NoteEnvironment(string name)
    {
        _environmentTests += Outside(name).AsksForEnvironment ? 1 : 0;
    }

    /// <summary>An attribute of something outside.</summary>
    private Value SymbolAttribute(SymbolValue owner, string name, int node)
    {
        switch (name)
        {
            case "__call__":
                return owner;
            case "__dict__":
                return new SymbolValue(owner.Name + ".__dict__", null, owner.Labels);
            case "__class__" when owner.Name.StartsWith("builtins.", StringComparison.Ordinal):
                return Symbol("builtins", "type");
            default:
                break;
        }

        if (owner.Name.EndsWith(".__dict__", StringComparison.Ordinal) && name is "get" or "pop" or "__getitem__")
        {
            return new MethodValue(owner, name, owner.Labels);
        }

        if (owner.Name == "sys.modules" && name is "get" or "pop" or "__getitem__" or "setdefault")
        {
            return new MethodValue(owner, name, Labels.None);
        }

        if (_added.Count > 0 && _added.TryGetValue(owner.Name + "." + name, out Value? added))
        {
            return added;
        }

        if (owner.Receiver is not ModuleValue && NamesOfRunning(name) is { } running)
        {
            return running;
        }

        SymbolValue attribute = Symbol(owner.Name, name);
        Labels labels = owner.Labels | LabelsOfName(name);
        if (owner.Receiver is not null || labels != Labels.None)
        {
            attribute = attribute with { Receiver = owner.Receiver, Labels = attribute.Labels | labels };
        }

        // An object that is worth a word and of whose attribute nothing else is said.
        if (Outside(owner.Name).Row is { IsRead: true } && Outside(attribute.Name).Row is null)
        {
            ObserveRead(owner, [], node);
        }

        NoteEnvironment(attribute.Name);
        return attribute;
    }

    private void ObserveRead(SymbolValue symbol, ImmutableArray<Argument> arguments, int node)
    {
        OutsideName known = Outside(symbol.Name);
        _environmentTests += known.AsksForEnvironment ? 1 : 0;
        if (known.Api is { IsRead: true, IsQuiet: false } api)
        {
            Observe(ObservationKind.Read, api.Name, symbol.Receiver, arguments, node, symbol);
        }
    }

    /// <summary>An item of something outside.</summary>
    private Value SymbolItem(SymbolValue symbol, Value key, int node)
    {
        string? name = PlainText(key);
        switch (symbol.Name)
        {
            case "os.environ" or "os.environb":
                Value variable = WrittenVariable(key) ?? Variable(key);
                ObserveRead(symbol, [new Argument(null, Freeze(key))], node);
                return variable;
            case "sys.modules":
                return name is null ? new UnknownValue(LabelsOf(key)) : ImportByName(name, node);
            case "sys.argv":
                ObserveRead(symbol, [], node);
                return key is IntValue { Value.IsZero: true } ? Text(_frame.Unit.Module.Source.Path) : new UnknownValue(symbol.Labels);
            default:
                if (name is not null && symbol.Name.EndsWith(".__dict__", StringComparison.Ordinal))
                {
                    return SymbolAttribute(Symbol(symbol.Name[..^9]), name, node);
                }

                if (name is not null && symbol.Name.EndsWith(".__globals__", StringComparison.Ordinal) && GlobalOfStandard(name) is { } global)
                {
                    return global;
                }

                if (symbol.Name == "builtins" && name is not null)
                {
                    // __builtins__ is a dictionary in every module but __main__.
                    return SymbolAttribute(symbol, name, node);
                }

                ObserveRead(symbol, [new Argument(null, Freeze(key))], node);
                // plumbum's local["sh"] is that program.
                return new ResultValue(symbol.Name + "[]", symbol.Name == "plumbum.local" ? [new Argument(null, Freeze(key))] : [], symbol.Labels | NameLabels(key));
        }
    }

    /// <summary>The value of an environment variable: not known, but where it came from is.</summary>
    private UnknownValue Variable(Value name)
    {
        NoteEnvironment("os.environ");
        return new UnknownValue(PlainText(name) is { } known ? _knowledge.LabelsOfVariable(known) : Labels.Environment);
    }
}
