using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Classes of the distribution and their instances.</summary>
internal sealed partial class Interpreter
{
    private void DefineClass(int node)
    {
        string name = Tree.NameOf(node);
        int body = Tree.Child(node, NodeKind.Block);
        ImmutableArray<Value>.Builder bases = ImmutableArray.CreateBuilder<Value>();
        List<Argument> keywords = [];
        int decorators = 0;
        foreach (int child in Tree.ChildrenOf(node))
        {
            switch (Tree[child].Kind)
            {
                case NodeKind.Decorators:
                    decorators = child;
                    break;
                case NodeKind.Keyword:
                    keywords.Add(new Argument(Tree.NameOf(child), Evaluate(Tree[child].First)));
                    break;
                case NodeKind.Block or NodeKind.TypeParameters:
                    break;
                case NodeKind.Starred or NodeKind.DoubleStarred:
                    Evaluate(Tree[child].First);
                    break;
                default:
                    bases.Add(Evaluate(child, isObject: true));
                    break;
            }
        }

        Bindings names = NewBindings();
        ClassObject type = new(_frame.Unit, node, name, QualifiedName(name), bases.DrainToImmutable(), names);
        _frame.Unit.Module.Classes.Add(type);
        if (body != 0)
        {
            Frame before = _frame;
            _frame = new Frame(before.Unit, new Scope(ScopeKind.Class, names, before.Scope, before.Scope.Module), _coldDepth) { Function = before.Function, Owner = type };
            ExecuteBlock(body);
            _frame = before;
        }

        Value value = new ClassValue(type, Labels.None);
        RunClassHooks(type, value, keywords, node);
        if (decorators != 0)
        {
            List<int> outermostFirst = [];
            foreach (int child in Tree.ChildrenOf(decorators))
            {
                outermostFirst.Add(child);
            }

            foreach (int child in Enumerable.Reverse(outermostFirst))
            {
                Value decorated = Call(Evaluate(child, isObject: true), [new Argument(null, value)], child);
                value = decorated is ClassValue or FunctionValue or InstanceValue or TextValue or BytesValue ? decorated : value;
            }
        }

        Bind(name, value);
    }

    /// <summary>What runs when a class is made: its metaclass, <c>__init_subclass__</c>, <c>__set_name__</c>.</summary>
    private void RunClassHooks(ClassObject type, Value value, List<Argument> keywords, int node)
    {
        Value? metaclass = keywords.Find(static keyword => keyword.Name == "metaclass").Value ?? type.Names.Find("__metaclass__");
        foreach (Value above in type.Bases)
        {
            metaclass ??= above is ClassValue known ? known.Class.Metaclass : null;
            if (InClass(above, "__init_subclass__") is FunctionValue hook)
            {
                Invoke(hook.Function, value, [.. keywords.Where(static keyword => keyword.Name != "metaclass")], node);
            }
        }

        type.Metaclass = metaclass;
        ImmutableArray<Argument> made =
        [
            new(null, Text(type.Name)), new(null, new SequenceValue(SequenceForm.Tuple, type.Bases, false, Labels.None)),
            new(null, new NamespaceValue(type.Names, Labels.None)),
        ];
        if (metaclass is ClassValue meta)
        {
            if (InClass(meta, "__prepare__") is FunctionValue preparer)
            {
                Invoke(preparer.Function, meta, made[..2], node);
            }

            if (InClass(meta, "__new__") is FunctionValue creator)
            {
                Invoke(creator.Function, meta, made, node);
            }

            if (InClass(meta, "__init__") is FunctionValue initializer)
            {
                Invoke(initializer.Function, value, made, node);
            }
        }
        else if (metaclass is FunctionValue or BoundValue)
        {
            Call(metaclass, made, node);
        }

        foreach ((string attribute, Value item) in type.Names.All.ToList())
        {
            if (item is InstanceValue descriptor && FindOwnAttribute(descriptor, "__set_name__") is { } setter)
            {
                Call(setter, [new Argument(null, value), new Argument(null, Text(attribute))], node);
            }
        }
    }

    private Value Instantiate(ClassValue type, ImmutableArray<Argument> arguments, int node)
    {
        type.Class.IsInstantiated = true;
        if (type.Class.Metaclass is ClassValue meta && InClass(meta, "__call__") is FunctionValue maker)
        {
            Invoke(maker.Function, type, arguments, node);
        }

        InstanceValue instance = new(new Instance(type.Class, NewBindings()), Labels.None);
        if (InClass(type, "__new__") is FunctionValue creator && Invoke(creator.Function, type, arguments, node) is InstanceValue made)
        {
            instance = made;
        }

        if (InClass(type, "__del__") is FunctionValue finalizer)
        {
            // Nothing tells when it goes, but it goes when the process ends.
            InvokeAs(finalizer.Function, instance, Labels.None, node, $"the end of {type.Class.QualifiedName}");
        }

        if (InClass(type, "__init__") is FunctionValue initializer)
        {
            Invoke(initializer.Function, instance, arguments, node);
            return instance;
        }

        SetFields(type, instance, arguments);
        Special(instance, [], "__post_init__", "model_post_init");
        if (OutsideBase(type.Class) is { } outside)
        {
            CallSymbol(outside, arguments, node);
        }

        return instance;
    }

    /// <summary>A class without <c>__init__</c> gets its fields from its arguments: dataclasses, named tuples, models.</summary>
    private void SetFields(ClassValue type, InstanceValue instance, ImmutableArray<Argument> arguments)
    {
        int next = 0;
        ImmutableArray<string> fields = default;
        foreach (Argument argument in arguments)
        {
            if (argument.Name is null)
            {
                if (fields.IsDefault)
                {
                    fields = FieldsOf(type.Class);
                }

                if (next < fields.Length)
                {
                    AssignAttribute(instance, fields[next++], argument.Value, 0);
                }
            }
            else if (argument.Name is not "*" and not "**")
            {
                AssignAttribute(instance, argument.Name, argument.Value, 0);
            }
        }
    }

    private static ImmutableArray<string> FieldsOf(ClassObject type)
    {
        foreach (Value above in type.Bases)
        {
            if (above is PartialCallValue { Callee: SymbolValue { Name: "assay.record" }, Arguments: [{ Value: SequenceValue names }] })
            {
                return [.. names.Items.OfType<TextValue>().Select(static name => name.Text)];
            }
        }

        SyntaxTree tree = type.Unit.Tree;
        int body = tree.Child(type.Node, NodeKind.Block);
        List<string> fields = [];
        if (body != 0)
        {
            foreach (int child in tree.ChildrenOf(body))
            {
                if (tree[child].Kind == NodeKind.AnnotatedAssign && tree[tree[child].First].Kind == NodeKind.Name)
                {
                    fields.Add(tree.NameOf(tree[child].First));
                }
            }
        }

        return [.. fields];
    }

    /// <summary><c>super()</c> or <c>super(Class, self)</c>.</summary>
    private Value Super(ImmutableArray<Argument> arguments)
    {
        ClassObject? below = arguments.Length > 0 && arguments[0].Value is ClassValue type ? type.Class : OwnerAround();
        Value? self = arguments.Length > 1 ? arguments[1].Value : _frame.Self;
        return below is null ? Value.Unknown : new SuperValue(below, self ?? Value.Unknown, Labels.None);
    }

    private ClassObject? OwnerAround() => _frame.Owner ?? _frame.Function?.Owner;

    /// <summary><c>type(name, bases, namespace)</c>: a class made by a call.</summary>
    private ClassValue MakeClass(ImmutableArray<Argument> arguments, int node)
    {
        Bindings names = NewBindings();
        if (arguments[2].Value is DictValue dict)
        {
            foreach ((Value key, Value item) in dict.Store.Items)
            {
                if (key is TextValue { IsPartial: false } name)
                {
                    names.Set(name.Text, item);
                }
            }
        }
        else if (arguments[2].Value is NamespaceValue space)
        {
            names = space.Names;
        }

        ImmutableArray<Value> bases = ItemsOf(arguments[1].Value) is { IsDefault: false } known ? known : [];
        string called = PlainText(arguments[0].Value) ?? "type";
        ClassObject type = new(_frame.Unit, node, called, QualifiedName(called), bases, names);
        return new ClassValue(type, Labels.None);
    }
}
