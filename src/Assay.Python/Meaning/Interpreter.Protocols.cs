using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>What Python calls by itself: the special methods behind operators, built-in functions and loops, import hooks, what was put into the world outside.</summary>
internal sealed partial class Interpreter
{
    private const int MaxAdded = 4_096;

    /// <summary>Built-in functions and the special methods that they call, the first that is there (language reference, 3.3).</summary>
    private static readonly FrozenDictionary<string, string[]> s_protocols = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["builtins.print"] = ["__str__", "__repr__"],
        ["builtins.str"] = ["__str__", "__repr__"],
        ["builtins.format"] = ["__format__", "__str__", "__repr__"],
        ["builtins.repr"] = ["__repr__"],
        ["builtins.ascii"] = ["__repr__"],
        ["builtins.bytes"] = ["__bytes__"],
        ["builtins.len"] = ["__len__"],
        ["builtins.bool"] = ["__bool__", "__len__"],
        ["builtins.int"] = ["__int__", "__index__"],
        ["builtins.float"] = ["__float__", "__index__"],
        ["builtins.complex"] = ["__complex__", "__float__"],
        ["builtins.abs"] = ["__abs__"],
        ["builtins.round"] = ["__round__"],
        ["builtins.hash"] = ["__hash__"],
        ["builtins.dir"] = ["__dir__"],
        ["builtins.next"] = ["__next__", "next"],
        ["builtins.anext"] = ["__anext__"],
        ["builtins.iter"] = ["__iter__"],
        ["builtins.reversed"] = ["__reversed__"],
        ["builtins.divmod"] = ["__divmod__"],
        ["builtins.pow"] = ["__pow__"],
        ["builtins.hex"] = ["__index__"],
        ["builtins.oct"] = ["__index__"],
        ["builtins.bin"] = ["__index__"],
        ["builtins.isinstance"] = ["__instancecheck__"],
        ["builtins.issubclass"] = ["__subclasscheck__"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What an import asks a finder, and the loader that it names (library reference, importlib.abc).</summary>
    private static readonly string[] s_importHooks = ["find_spec", "find_module", "find_loader", "create_module", "exec_module", "load_module"];

    /// <summary>Attributes that the program gave to modules outside which have none of this name.</summary>
    private readonly Dictionary<string, Value> _added = new(StringComparer.Ordinal);

    /// <summary>Environment variables that the program set.</summary>
    private readonly Dictionary<string, Value> _variables = new(StringComparer.Ordinal);

    /// <summary>Calls the first of the methods that the instance's class has; unknown where it has none.</summary>
    private Value Special(InstanceValue instance, ImmutableArray<Argument> arguments, params ReadOnlySpan<string> methods)
    {
        foreach (string method in methods)
        {
            if (FindOwnAttribute(instance, method) is { } own)
            {
                return Call(own, arguments, _frame.CallNode);
            }
        }

        return new UnknownValue(LabelsOf(instance) | LabelsOf(arguments));
    }

    private Value OperatorMethod(Operator op, Value left, Value right)
    {
        string? name = op switch
        {
            Operator.Add => "add",
            Operator.Subtract => "sub",
            Operator.Multiply => "mul",
            Operator.MatrixMultiply => "matmul",
            Operator.Divide => "truediv",
            Operator.FloorDivide => "floordiv",
            Operator.Modulo => "mod",
            Operator.Power => "pow",
            Operator.LeftShift => "lshift",
            Operator.RightShift => "rshift",
            Operator.BitAnd => "and",
            Operator.BitOr => "or",
            Operator.BitXor => "xor",
            Operator.Equal => "eq",
            Operator.NotEqual => "ne",
            Operator.Less => "lt",
            Operator.LessEqual => "le",
            Operator.Greater => "gt",
            Operator.GreaterEqual => "ge",
            _ => null,
        };
        if (op is Operator.In or Operator.NotIn && right is InstanceValue container)
        {
            return Special(container, [new Argument(null, left)], "__contains__", "__iter__");
        }

        if (name is not null && left is InstanceValue first && (FindOwnAttribute(first, $"__i{name}__") ?? FindOwnAttribute(first, $"__{name}__")) is { } method)
        {
            return Call(method, [new Argument(null, right)], _frame.CallNode);
        }

        return name is not null && right is InstanceValue second && FindOwnAttribute(second, $"__r{name}__") is { } reflected
            ? Call(reflected, [new Argument(null, left)], _frame.CallNode) : new UnknownValue(LabelsOf(left) | LabelsOf(right));
    }

    /// <summary>A built-in function of an instance; null where it calls no method of it.</summary>
    private Value? BuiltinProtocol(string name, ImmutableArray<Argument> arguments)
    {
        if (!s_protocols.TryGetValue(name, out string[]? methods))
        {
            return null;
        }

        Value? result = null;
        foreach (Argument argument in arguments)
        {
            if (argument.Value is InstanceValue instance && Array.Exists(methods, method => FindOwnAttribute(instance, method) is not null))
            {
                result ??= Special(instance, name == "builtins.format" ? [.. arguments.Skip(1)] : [], methods);
            }
        }

        return name == "builtins.print" ? null : result;
    }

    /// <summary>One item of an instance through which a loop goes.</summary>
    private Value NextOf(InstanceValue instance)
    {
        if (FindOwnAttribute(instance, "__next__") is null && FindOwnAttribute(instance, "__anext__") is null
            && Special(instance, [], "__iter__", "__aiter__") is var iterator and not UnknownValue)
        {
            return iterator is InstanceValue other ? Special(other, [], "__next__", "next", "__anext__") : ElementOf(iterator);
        }

        return Special(instance, [], "__next__", "next", "__anext__", "__getitem__");
    }

    /// <summary>Namespaces that a frame, a traceback or a function holds: those of whoever runs.</summary>
    private Value? NamesOfRunning(string name) => name switch
    {
        "f_globals" => new NamespaceValue(ModuleScope(_frame.Scope).Names, Labels.None),
        "f_locals" => new NamespaceValue(_frame.Scope.Names, Labels.None),
        "f_builtins" => Symbol("builtins"),
        _ => null,
    };

    /// <summary>A name among the globals of some function of the standard library; null where it could be anything.</summary>
    private SymbolValue? GlobalOfStandard(string name) =>
        name == "__builtins__" ? Symbol("builtins")
        : _knowledge.FindApi("os." + name) is not null ? Symbol("os", name)
        : OutsideModules.IsHeld(name) ? Symbol(name)
        : IsBuiltin(name) ? Symbol("builtins", name) : null;

    private void RunImportHook(Value hook, int node)
    {
        switch (hook)
        {
            case ClassValue type:
                RunImportHook(Instantiate(type, [], node), node);
                break;
            case InstanceValue instance:
                foreach (string method in s_importHooks)
                {
                    if (FindOwnAttribute(instance, method) is BoundValue own)
                    {
                        InvokeAs(own.Function, instance, Labels.None, node, $"an import asks {own.Function.QualifiedName}");
                    }
                }

                break;
            case FunctionValue or BoundValue:
                Call(hook, [new Argument(null, Value.Unknown)], node);
                break;
            default:
                break;
        }
    }

    private void NoteAdded(string name, Value value)
    {
        if (_added.Count < MaxAdded && _knowledge.FindApi(name) is null && !(name.StartsWith("builtins.", StringComparison.Ordinal) && IsBuiltin(name[9..])))
        {
            _added[name] = _added.TryGetValue(name, out Value? other) ? Join(other, value) : Loosen(value);
        }
    }

    private void NoteVariable(SymbolValue owner, Value key, Value value)
    {
        if (owner.Name is "os.environ" or "os.environb" && PlainText(key) is { Length: > 0 } name && _variables.Count < MaxAdded)
        {
            _variables[name] = _variables.TryGetValue(name, out Value? other) ? Join(other, value) : Loosen(value);
        }
    }

    private Value? WrittenVariable(Value key) =>
        _variables.Count > 0 && PlainText(key) is { } name && _variables.TryGetValue(name, out Value? value) ? value : null;

    /// <summary>An object of named values: a named tuple, a <c>SimpleNamespace</c>.</summary>
    private InstanceValue MakeRecord(string name, ImmutableArray<Value> fields, ImmutableArray<Argument> arguments, int node)
    {
        InstanceValue record = new(new Instance(new ClassObject(_frame.Unit, node, name, name, [], NewBindings()), NewBindings()), Labels.None);
        int next = 0;
        foreach (Argument argument in arguments)
        {
            string? field = argument.Name ?? (next < fields.Length ? PlainText(fields[next++]) : null);
            if (field is not null and not "*" and not "**")
            {
                record.Object.Attributes.Set(field, argument.Value);
            }
        }

        return record;
    }

    /// <summary>The fields of a named tuple: a list of names, or a text that lists them; null where they are not known.</summary>
    private ImmutableArray<Value>? FieldNames(Value fields) =>
        PlainText(fields) is { } text ? [.. text.Split([' ', ',', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(static field => Text(field))]
        : ItemsOf(fields) is { IsDefault: false } items ? items : null;
}
