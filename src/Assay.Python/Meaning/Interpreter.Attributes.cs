using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Attributes: of modules, classes, instances, functions and of what is outside.</summary>
internal sealed partial class Interpreter
{
    private const int MaxBases = 64;

    /// <summary>Names of methods of an object of which nothing is known.</summary>
    private readonly Dictionary<string, string> _methodsOfAnything = new(StringComparer.Ordinal);

    private Value EvaluateAttribute(int node)
    {
        Value owner = Evaluate(Tree[node].First, isObject: true);
        return Attribute(owner, Tree.NameOf(node), node);
    }

    private Value Attribute(Value owner, string name, int node)
    {
        switch (owner)
        {
            case SymbolValue symbol:
                return SymbolAttribute(symbol, name, node);
            case ResultValue result:
                return ResultAttribute(result, name, node);
            case ModuleValue module:
                return ModuleAttribute(module.Module, name, node);
            case InstanceValue or ClassValue or SuperValue:
                return FindAttribute(owner, name, node) ?? new UnknownValue(owner.Labels | LabelsOfName(name));
            case FunctionValue or BoundValue:
                return FunctionAttribute(owner, name);
            case AlternativeValue alternative:
                return Each(alternative, (name, node), static (self, at, option) => self.Attribute(option, at.name, at.node));
            case UnknownValue or NoneValue when NamesOfRunning(name) is { } names:
                return names;
            case UnknownValue or NoneValue:
                return new SymbolValue(MethodOfAnything(name), owner, owner.Labels | LabelsOfName(name));
            case NamespaceValue or TextValue or BytesValue or ListValue or DictValue or SequenceValue or MappingValue or ByteArrayValue or IntValue or GetterValue:
                return name is "__class__" ? ClassOf(owner) : name is "value" or "_value_" && owner is not DictValue and not MappingValue ? owner : new MethodValue(owner, name, LabelsOf(owner));
            case PartialCallValue partial:
                return name == "func" ? partial.Callee : new UnknownValue(partial.Labels);
            case MethodValue method:
                return name == "__call__" ? method : new UnknownValue(method.Labels);
            default:
                return new UnknownValue(owner.Labels);
        }
    }

    private string MethodOfAnything(string name)
    {
        if (!_methodsOfAnything.TryGetValue(name, out string? method))
        {
            method = "?." + name;
            _methodsOfAnything.Add(name, method);
        }

        return method;
    }

    private Value ClassOf(Value value) => value switch
    {
        TextValue => Symbol("builtins", "str"),
        BytesValue => Symbol("builtins", "bytes"),
        IntValue => Symbol("builtins", "int"),
        ListValue { Store.Form: SequenceForm.Set } => Symbol("builtins", "set"),
        ListValue => Symbol("builtins", "list"),
        SequenceValue => Symbol("builtins", "tuple"),
        DictValue => Symbol("builtins", "dict"),
        InstanceValue instance => new ClassValue(instance.Object.Class, Labels.None),
        _ => Value.Unknown,
    };

    private Value ResultAttribute(ResultValue result, string name, int node)
    {
        if (PathAttribute(result, name) is { } path)
        {
            return path;
        }

        if (ExceptionAttribute(result, name) is { } carried)
        {
            return carried;
        }

        if (Settle(Folder.Attribute(result, name, _folding), result.Labels) is { } known)
        {
            return known.With(result.Labels);
        }

        SymbolValue attribute = Symbol(result.Name, name);
        NoteEnvironment(attribute.Name);
        return new SymbolValue(attribute.Name, result, attribute.Labels | result.Labels | LabelsOfName(name));
    }

    private Value ModuleAttribute(ModuleState module, string name, int node)
    {
        switch (name)
        {
            case "__dict__":
                return new NamespaceValue(module.Globals, Labels.None);
            case "__name__":
                return Text(module.Source.Name);
            case "__file__":
                return Text(module.Source.Path);
            default:
                break;
        }

        if (module.Globals.Find(name) is { } value)
        {
            return Read(value);
        }

        if (_modules.Below(module, name) is { } below)
        {
            RunImported(below, node);
            return new ModuleValue(below, Labels.None);
        }

        if (module.Globals.Find("__getattr__") is { } getter)
        {
            return Call(Read(getter), [new Argument(null, Text(name))], node);
        }

        return module.StarImports.Count > 0 && LookupOutside(name, module) is { } outside ? outside : new UnknownValue(LabelsOfName(name));
    }

    private Value FunctionAttribute(Value value, string name)
    {
        Function function = value is BoundValue bound ? bound.Function : ((FunctionValue)value).Function;
        switch (name)
        {
            case "__call__":
                return value;
            case "__globals__" or "func_globals":
                return new NamespaceValue(function.Closure.Module.Globals, Labels.None);
            case "__name__":
                return Text(function.Name);
            case "__func__" or "__wrapped__" when function.Attributes?.Find(name) is null:
                return new FunctionValue(function, value.Labels);
            case "__get__" when value is FunctionValue:
                return new PartialCallValue(Symbol("types", "MethodType"), [new Argument(null, value)], value.Labels);
            case "__self__" when value is BoundValue method:
                return method.Self;
            case "__module__":
                return Text(function.Unit.Module.Source.Name);
            case "__doc__" or "func_doc" when DocumentationOf(function) is { } words:
                return words;
            case "__builtins__":
                return Symbol("builtins");
            case "__code__" or "func_code":
                return new CodeValue(new OwnValue(function.QualifiedName, Labels.None), value.Labels);
            default:
                return function.Attributes?.Find(name) is { } attribute ? Read(attribute) : Value.Unknown;
        }
    }

    /// <summary>An attribute of an instance, class or <c>super()</c>; null where the distribution says nothing of it.</summary>
    private Value? FindAttribute(Value owner, string name, int node)
    {
        switch (owner)
        {
            case InstanceValue instance:
                return InstanceAttribute(instance, name, node);
            case ClassValue type:
                return ClassAttribute(type, name, node);
            case SuperValue super:
                foreach (Value above in super.Below.Bases)
                {
                    if (InClass(above, name) is { } found)
                    {
                        return Attach(found, super.Self, node);
                    }
                }

                return OutsideBase(super.Below) is { } outside ? BaseAttribute(outside, name, super.Self) : null;
            default:
                return null;
        }
    }

    private Value? InstanceAttribute(InstanceValue instance, string name, int node)
    {
        switch (name)
        {
            case "__dict__":
                return new NamespaceValue(instance.Object.Attributes, instance.Labels);
            case "__class__":
                return new ClassValue(instance.Object.Class, Labels.None);
            default:
                break;
        }

        if (InClass(new ClassValue(instance.Object.Class, Labels.None), "__getattribute__") is FunctionValue always && _frame.Function != always.Function)
        {
            Value answer = Invoke(always.Function, instance, [new Argument(null, Text(name))], node);
            if (answer is not UnknownValue and not NoneValue)
            {
                return answer;
            }
        }

        if (instance.Object.Attributes.Find(name) is { } own)
        {
            Value value = Read(own);
            return value is UnknownValue ? value.With(LabelsOfName(name)) : value;
        }

        ClassValue type = new(instance.Object.Class, Labels.None);
        if (InClass(type, name) is { } found)
        {
            return Attach(found, instance, node);
        }

        if (name is not "__getattr__" and not "__iter__" and not "__getitem__" and not "__setitem__" && InClass(type, "__getattr__") is FunctionValue getter)
        {
            return Invoke(getter.Function, instance, [new Argument(null, Text(name))], node);
        }

        // What a thread or a process starts is its run().
        if (name == "start" && InClass(type, "run") is FunctionValue run)
        {
            return new BoundValue(instance, run.Function, Labels.None);
        }

        return OutsideBase(instance.Object.Class) is { } outside && !(name.StartsWith("__", StringComparison.Ordinal) && name != "__init__")
            ? BaseAttribute(outside, name, instance) : null;
    }

    private Value? ClassAttribute(ClassValue type, string name, int node)
    {
        switch (name)
        {
            case "__name__" or "__qualname__":
                return Text(type.Class.Name);
            case "__dict__":
                return new NamespaceValue(type.Class.Names, Labels.None);
            case "__module__":
                return Text(type.Class.Unit.Module.Source.Name);
            default:
                break;
        }

        if (InClass(type, name) is { } found)
        {
            return found is FunctionValue { Function.Form: FunctionForm.ClassMethod } method ? new BoundValue(type, method.Function, found.Labels) : found;
        }

        return OutsideBase(type.Class) is { } outside ? Symbol(outside.Name, name) : null;
    }

    private SymbolValue BaseAttribute(SymbolValue outside, string name, Value self)
    {
        SymbolValue attribute = Symbol(outside.Name.EndsWith(')') ? outside.Name : outside.Name + "()", name);
        return attribute with { Receiver = new ResultValue(outside.Name + "()", [], LabelsOf(self)), Labels = attribute.Labels };
    }

    /// <summary>An attribute in a class and those above it, depth first.</summary>
    private static Value? InClass(Value type, string name)
    {
        int left = MaxBases;
        return InClass(type, name, ref left);
    }

    private static Value? InClass(Value type, string name, ref int left)
    {
        if (type is AlternativeValue alternative)
        {
            type = alternative.Options.FirstOrDefault(static option => option is ClassValue) ?? type;
        }

        if (type is not ClassValue { Class: { } known } || --left < 0)
        {
            return null;
        }

        if (known.Names.Find(name) is { } found)
        {
            return Read(found);
        }

        foreach (Value above in known.Bases)
        {
            if (InClass(above, name, ref left) is { } inherited)
            {
                return inherited;
            }
        }

        return null;
    }

    /// <summary>The first class outside from which a class inherits.</summary>
    private static SymbolValue? OutsideBase(ClassObject type)
    {
        int left = MaxBases;
        return OutsideBase(type, ref left);
    }

    private static SymbolValue? OutsideBase(ClassObject type, ref int left)
    {
        foreach (Value above in type.Bases)
        {
            switch (above)
            {
                case SymbolValue { Name: not "builtins.object" } symbol:
                    return symbol;
                case ResultValue result:
                    return new SymbolValue(result.Name, null, result.Labels);
                case AlternativeValue alternative when alternative.Options.FirstOrDefault(static option => option is SymbolValue) is SymbolValue option:
                    return option;
                case ClassValue known when --left > 0 && OutsideBase(known.Class, ref left) is { } inherited:
                    return inherited;
                default:
                    break;
            }
        }

        return null;
    }

    private Value Attach(Value found, Value self, int node)
    {
        if (found is PartialCallValue { Callee: SymbolValue { Name: "functools.partialmethod" }, Arguments: [{ Value: FunctionValue } of, ..] } partial)
        {
            return new PartialCallValue(Attach(of.Value, self, node), partial.Arguments[1..], found.Labels);
        }

        if (found is not FunctionValue { Function: { Owner: not null } function })
        {
            return found;
        }

        return function.Form switch
        {
            FunctionForm.Static => found,
            FunctionForm.ClassMethod => new BoundValue(self is InstanceValue instance ? new ClassValue(instance.Object.Class, Labels.None) : self, function, found.Labels),
            FunctionForm.Property => Invoke(function, self, [], node),
            _ => new BoundValue(self, function, found.Labels),
        };
    }

    private Value? FindOwnAttribute(InstanceValue instance, string name) =>
        InClass(new ClassValue(instance.Object.Class, Labels.None), name) is FunctionValue function ? new BoundValue(instance, function.Function, Labels.None) : null;

    private void AssignAttribute(Value owner, string name, Value value, int node)
    {
        switch (owner)
        {
            case InstanceValue instance:
                NoteEffect();
                instance.Object.Attributes.Set(name, value is UnknownValue ? value.With(LabelsOfName(name)) : value);
                break;
            case ClassValue type:
                NoteEffect();
                type.Class.Names.Set(name, value);
                break;
            case ModuleValue module:
                NoteEffect();
                module.Module.Globals.Set(name, value);
                break;
            case FunctionValue when name is "__code__" or "func_code" && value is CodeValue:
                // Whoever gives a function another body means it to be run.
                ExecuteCode("builtins.exec", [new Argument(null, value)], node, isExpression: false);
                break;
            case FunctionValue function:
                (function.Function.Attributes ??= NewBindings()).Set(name, value);
                break;
            case SymbolValue symbol:
                Patch(symbol, name, value, node);
                break;
            case ResultValue made when FindApi($"{made.Name}.{name}") is { Feeds: not Labels.None } hears:
                // client.on_message = f
                Feed(value, hears.Feeds, node);
                break;
            case AlternativeValue alternative:
                foreach (Value option in alternative.Options)
                {
                    AssignAttribute(option, name, value, node);
                }

                break;
            default:
                break;
        }
    }
}
