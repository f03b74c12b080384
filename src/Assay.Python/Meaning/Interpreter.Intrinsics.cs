using System.Collections.Immutable;
using System.Text;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Functions that look at the program itself: attributes by name, namespaces, imports, code.</summary>
internal sealed partial class Interpreter
{
    private const string EnvironmentCopy = "os.environ.copy()";

    /// <summary>What a function does that the analysis must do itself; null for all others.</summary>
    private Value? Intrinsic(SymbolValue callee, ImmutableArray<Argument> arguments, int node)
    {
        string name = callee.Name;
        if (name.Contains(Space, StringComparison.Ordinal) && SpaceMethod(name, node) is { } names)
        {
            return names;
        }

        if (ExecutorCall(callee, arguments, node) is { } ran)
        {
            return ran;
        }

        if (name.StartsWith("builtins.", StringComparison.Ordinal))
        {
            return BuiltinReflection(name, arguments, node) ?? BuiltinProtocol(name, arguments) ?? BuiltinCollection(name, arguments, node);
        }

        Value first = arguments.Length > 0 ? arguments[0].Value : Value.Unknown;
        switch (name)
        {
            case "importlib.import_module" or "importlib.__import__":
                return ImportDynamically(name, arguments, node, returnsLeaf: name == "importlib.import_module");
            case "importlib.reload" or "imp.reload":
                return first;
            case "importlib.util.module_from_spec" or "imp.load_source" or "runpy.run_path" or "runpy.run_module" or "pkgutil.resolve_name":
                return LoadModule(name, arguments, node);
            case "functools.partial":
                return arguments.IsEmpty ? Value.Unknown : new PartialCallValue(first, arguments[1..], LabelsOf(arguments));
            case "functools.reduce":
                return Reduce(arguments, node);
            case "functools.wraps()" or "functools.lru_cache()" or "functools.update_wrapper" or "functools.cache" or "contextlib.contextmanager"
                or "contextlib.asynccontextmanager" or "abc.abstractmethod" or "typing.cast()" or "types.coroutine" or "staticmethod":
                return arguments.IsEmpty ? null : first;
            case "operator.attrgetter":
                return new GetterValue(GetterForm.Attribute, arguments, Labels.None);
            case "operator.itemgetter":
                return new GetterValue(GetterForm.Item, arguments, Labels.None);
            case "operator.methodcaller":
                return new GetterValue(GetterForm.Method, arguments, Labels.None);
            case "operator.getitem" when arguments.Length == 2:
                return Item(first, arguments[1].Value, node);
            case "operator.call" when arguments.Length > 0:
                return Call(first, arguments[1..], node);
            case "types.FunctionType" or "types.LambdaType" when arguments.Length > 0:
                return new PartialCallValue(Symbol("builtins", "exec"), [arguments[0]], LabelsOf(first));
            case "types.MethodType" when arguments.Length >= 2 && first is FunctionValue method:
                return new BoundValue(arguments[1].Value, method.Function, Labels.None);
            case "pickle.dumps" or "cPickle.dumps" or "dill.dumps" or "cloudpickle.dumps":
                return Pickled(first, node);
            case "pickle.loads" or "cPickle.loads" or "dill.loads" or "cloudpickle.loads" or "pandas.read_pickle":
                Unpickle(first, node);
                return null;
            case "pickle.load" or "cPickle.load" or "dill.load" or "joblib.load":
                Unpickle(ReadHandleOf(first) ?? ReadFile(first, isText: false) ?? Value.Unknown, node);
                return null;
            case "marshal.loads" or "marshal.load":
                return MarshalLoads(callee, arguments, node);
            case "collections.OrderedDict" or "collections.defaultdict" or "collections.Counter":
                return MakeDict(arguments, name == "collections.defaultdict" ? first : null);
            case "collections.deque" or "queue.Queue" or "queue.SimpleQueue" or "queue.LifoQueue":
                return name == "collections.deque" ? MakeList(SequenceForm.List, arguments) : NewList(SequenceForm.List, []);
            case "os.environ.get" or "os.getenv" or "os.environ.pop" or "os.environ.setdefault" or "os.getenvb" or "os.environ.__getitem__" or "os.environb.get"
                or EnvironmentCopy + ".get" or EnvironmentCopy + ".pop" or EnvironmentCopy + ".setdefault":
                return ReadVariable(callee, arguments, node);
            case "sys.exit" or "os._exit" or "sys._exit":
                _exits = true;
                return null;
            case "code.InteractiveInterpreter().runsource" or "code.InteractiveInterpreter().runcode" or "code.InteractiveConsole().push"
                or "code.InteractiveConsole().runsource" or "code.InteractiveConsole().runcode" or "IPython.get_ipython().run_cell" or "cProfile.run" or "timeit.timeit":
                return first is FunctionValue or BoundValue ? Call(first, [], node) : ExecuteCode(name, arguments, node, isExpression: false);
            case "random.choice" or "secrets.choice" or "random.sample" or "random.choices" when arguments.Length > 0 && first is not UnknownValue:
                return name.EndsWith("choice", StringComparison.Ordinal) ? ElementOf(first) : NewList(SequenceForm.List, [ElementOf(first)], isPartial: true, LabelsOf(first));
            case "types.SimpleNamespace" or "argparse.Namespace":
                return MakeRecord("SimpleNamespace", [], arguments, node);
            case "collections.namedtuple" when arguments.Length > 1 && FieldNames(arguments[1].Value) is { } fields:
                return new PartialCallValue(Symbol("assay.record"), [new Argument(null, new SequenceValue(SequenceForm.Tuple, fields, false, Labels.None))], Labels.None);
            case "assay.record" when arguments.Length > 0 && first is SequenceValue recordFields:
                return MakeRecord("record", recordFields.Items, arguments[1..], node);
            case "sys.meta_path.insert" or "sys.meta_path.append" or "sys.path_hooks.insert" or "sys.path_hooks.append" when arguments.Length > 0:
                RunImportHook(arguments[^1].Value, node);
                return null;
            case "sys.path.insert" or "sys.path.append" or "site.addsitedir" when arguments.Length > 0:
                NotePath(arguments[^1].Value);
                return null;
            case "functools.partialmethod" when first is FunctionValue:
                return new PartialCallValue(callee, arguments, LabelsOf(arguments));
            case "codecs.register" or "codecs.CodecInfo":
                return CodecCall(name, arguments, node);
            case "copy.copy" or "copy.deepcopy" when first is InstanceValue && Pickled(first, node) is { } made:
                return Call(made, [], node);
            case "inspect.getsource" when first is FunctionValue { Function: { } shown }:
                return Text(Encoding.UTF8.GetString(shown.Unit.Tree.Source.Span[shown.Unit.Tree[shown.Node].Start..shown.Unit.Tree[shown.Node].End]), Labels.OwnSource);
            case "array.array" when arguments.Length > 1 && PlainText(first) is "B" or "b":
                return BuiltinCollection("builtins.bytearray", arguments[1..], node);
            case "site.getsitepackages":
                return NewList(SequenceForm.List, [SitePackages()], isPartial: true);
            case "site.getusersitepackages" or "distutils.sysconfig.get_python_lib":
                return SitePackages();
            case "sysconfig.get_path" when PlainText(first) is "purelib" or "platlib":
                return SitePackages();
            case "sysconfig.get_paths":
                DictValue paths = NewDict(isPartial: true);
                paths.Store.TrySet(Text("purelib"), SitePackages(), Labels.None);
                paths.Store.TrySet(Text("platlib"), SitePackages(), Labels.None);
                return paths;
            case "typing.cast" when arguments.Length == 2:
                return arguments[1].Value;
            case "sys._getframe":
                return new ResultValue("sys._getframe()", [], Labels.None);
            default:
                break;
        }

        if (name.EndsWith(".exec_module", StringComparison.Ordinal) || name.EndsWith(".load_module", StringComparison.Ordinal))
        {
            return LoadModule(name, callee.Receiver is { } loader ? [new Argument(null, loader), .. arguments] : arguments, node);
        }

        if (name.EndsWith(".setup", StringComparison.Ordinal) && arguments.Length > 0)
        {
            RunBuildCommands(arguments, node);
        }

        return null;
    }

    // Where it is differs, how it ends does not.
    private static TextValue SitePackages() => new($"{TextValue.Hole}/site-packages", true, Labels.None);

    private Value? BuiltinReflection(string name, ImmutableArray<Argument> arguments, int node)
    {
        Value first = arguments.Length > 0 ? arguments[0].Value : Value.Unknown;
        switch (name)
        {
            case "builtins.exec" or "builtins.eval":
                return ExecuteCode(name, arguments, node, isExpression: name == "builtins.eval" && first is not CodeValue { IsExpression: false });
            case "builtins.execfile":
                Value content = ReadFile(first, isText: true) ?? new UnknownValue(LabelsOf(first) | Labels.File);
                return ExecuteCode(name, [new Argument(null, content)], node, isExpression: false);
            case "builtins.compile":
                return arguments.IsEmpty ? Value.Unknown : new CodeValue(SourceText(first is AlternativeValue alternative ? alternative.Options[0] : first), LabelsOf(first))
                {
                    IsExpression = ArgumentSelector.Find(arguments, null, "2|mode") is TextValue { Text: "eval" },
                };
            case "builtins.__import__":
                return ImportDynamically(name, arguments, node, returnsLeaf: false);
            case "builtins.getattr" or "builtins.object.__getattribute__" or "builtins.type.__getattribute__" when arguments.Length > 1:
                return GetAttribute(first, arguments[1].Value, arguments.Length > 2 ? arguments[2].Value : null, node);
            case "builtins.setattr" or "builtins.object.__setattr__" when arguments.Length > 2:
                if (PlainText(arguments[1].Value) is { } set)
                {
                    AssignAttribute(first, set, arguments[2].Value, node);
                }

                return s_none;
            case "builtins.globals":
                return new NamespaceValue(ModuleScope(_frame.Scope).Names, Labels.None);
            case "builtins.locals":
                return new NamespaceValue(_frame.Scope.Names, Labels.None);
            case "builtins.vars":
                return arguments.IsEmpty ? new NamespaceValue(_frame.Scope.Names, Labels.None) : Attribute(first, "__dict__", node);
            case "builtins.type" when arguments.Length == 3:
                return MakeClass(arguments, node);
            case "builtins.type" when arguments.Length == 1:
                return ClassOf(first);
            case "builtins.super":
                return Super(arguments);
            case "builtins.property" when arguments.Length > 0 && first is FunctionValue getter:
                getter.Function.Form = FunctionForm.Property;
                return first;
            case "builtins.staticmethod" or "builtins.classmethod" when first is FunctionValue method:
                method.Function.Form = name == "builtins.staticmethod" ? FunctionForm.Static : FunctionForm.ClassMethod;
                return first;
            case "builtins.staticmethod" when first is SymbolValue:
                return first;
            case "builtins.exit" or "builtins.quit":
                _exits = true;
                return s_none;
            case "builtins.hasattr" or "builtins.callable" or "builtins.isinstance" or "builtins.issubclass":
                return Value.Unknown;
            case "builtins.object":
                return Value.Unknown;
            default:
                return null;
        }
    }

    private Value GetAttribute(Value owner, Value name, Value? otherwise, int node)
    {
        if (name is AlternativeValue alternative)
        {
            return Each(alternative, (owner, otherwise, node), static (self, at, option) => self.GetAttribute(at.owner, option, at.otherwise, at.node));
        }

        if (PlainText(name) is not { } known)
        {
            // Any attribute of it: where it is a module outside, what it is is not known, but of which module it is.
            return owner is SymbolValue symbol ? new SymbolValue(symbol.Name + ".?", null, symbol.Labels | LabelsOf(name)) : new UnknownValue(LabelsOf(owner) | LabelsOf(name));
        }

        Value found = Attribute(owner, known, node);
        if (found is SymbolValue attribute)
        {
            ObserveRead(attribute, [], node);
        }

        return found is UnknownValue && otherwise is not null ? Loosen(otherwise) : found;
    }

    private Value ReadVariable(SymbolValue callee, ImmutableArray<Argument> arguments, int node)
    {
        Value name = Find(arguments, 0, "key") ?? Value.Unknown;
        if (WrittenVariable(name) is { } written)
        {
            return written;
        }

        UnknownValue value = Variable(name);
        if (Find(arguments, 1, "default") is { } otherwise)
        {
            value = (UnknownValue)value.With(LabelsOf(otherwise));
        }

        if (FindApi(callee.Name) is { } api)
        {
            Observe(ObservationKind.Call, api.Name, null, arguments, node, value);
        }
        else
        {
            ObserveRead(Symbol("os", "environ"), arguments, node);
        }

        return value;
    }

    // Bytes given to compile are source; those of a code object are marshalled.
    private Value SourceText(Value source)
    {
        if (Freeze(source) is not BytesValue { IsPartial: false } bytes)
        {
            return source;
        }

        TextValue text = new(Encoding.UTF8.GetString(bytes.Bytes.Span), false, bytes.Labels);
        _derivations.Made(text, [source], null);
        return text;
    }

    private CodeValue MarshalLoads(SymbolValue callee, ImmutableArray<Argument> arguments, int node)
    {
        Value data = arguments.Length > 0 ? Freeze(arguments[0].Value) : Value.Unknown;
        CodeValue code = new(data, LabelsOf(data) | Labels.Decoded);
        _derivations.Made(code, [data], callee.Name);
        if (FindApi(callee.Name) is { } api)
        {
            Observe(ObservationKind.Call, api.Name, callee.Receiver, arguments, node, code);
        }

        return code;
    }

    /// <summary>Modules loaded by path or name: <c>spec_from_file_location</c>, <c>runpy</c>, <c>imp.load_source</c>.</summary>
    private Value? LoadModule(string name, ImmutableArray<Argument> arguments, int node)
    {
        Value target = arguments.IsEmpty ? Value.Unknown : arguments[0].Value;
        if (ModuleOfImporter(target, arguments) is { } carried)
        {
            RunImported(carried, node);
            return new ModuleValue(carried, Labels.PackageData);
        }

        if (name is "runpy.run_module" or "pkgutil.resolve_name")
        {
            return PlainText(target) is { } dotted ? ImportByName(dotted, node) : null;
        }

        // spec_from_file_location(name, path), SourceFileLoader(name, path), imp.load_source(name, path): the path stands second.
        Value path = name == "runpy.run_path" ? target : name == "imp.load_source" ? Find(arguments, "1") ?? Value.Unknown : LoaderPath(target);
        Value? text = PathOf(path);
        if (text is TextValue { IsPartial: false } known && FindModule(known.Text) is { } own)
        {
            RunImported(own, node);
            return new ModuleValue(own, Labels.None);
        }

        if (ReadFile(path, isText: true) is { } content && text is not null)
        {
            ExecuteCode(name, [new Argument(null, content)], node, isExpression: false);
            return Value.Unknown;
        }

        return null;
    }

    private static Value LoaderPath(Value loader, int depth = 0) => depth > 8 ? Value.Unknown : loader switch
    {
        ResultValue { Name: "importlib.util.spec_from_file_location()" or "importlib.machinery.SourceFileLoader()" } made =>
            Find(made.Arguments, "location") ?? Find(made.Arguments, "path") ?? Find(made.Arguments, "1") ?? Value.Unknown,
        ResultValue { Arguments: [var inner, ..] } => inner.Value is ResultValue or SymbolValue ? LoaderPath(inner.Value, depth + 1) : Value.Unknown,
        SymbolValue { Receiver: { } receiver } => LoaderPath(receiver, depth + 1),
        _ => Value.Unknown,
    };

    /// <summary>The commands that a build script gives to <c>setup</c> run when it is built.</summary>
    private void RunBuildCommands(ImmutableArray<Argument> arguments, int node)
    {
        if (!_frame.Unit.Module.Source.IsBuildScript)
        {
            return;
        }

        if (Find(arguments, "entry_points") is { } named)
        {
            DeclareEntryPoints(named);
        }

        bool isOpen = arguments.Any(static argument => argument.Name == "**");
        Value? commands = Find(arguments, "cmdclass");
        if (commands is DictValue dict)
        {
            foreach ((Value _, Value command) in dict.Store.Items.ToList())
            {
                RunCommand(command, node);
            }

            isOpen |= dict.Store.IsPartial;
        }
        else if (commands is not null)
        {
            isOpen = true;
        }

        if (Find(arguments, "distclass") is { } distribution)
        {
            RunCommand(distribution, node);
        }

        if (!isOpen)
        {
            return;
        }

        foreach (ClassObject type in _frame.Unit.Module.Classes.ToList())
        {
            if (OutsideBase(type) is { } outside && (outside.Name.Contains(".command", StringComparison.Ordinal) || outside.Name.EndsWith(".Command", StringComparison.Ordinal)))
            {
                RunCommand(new ClassValue(type, Labels.None), node);
            }
        }
    }

    private void RunCommand(Value command, int node)
    {
        switch (command)
        {
            case ClassValue type:
                Value instance = Instantiate(type, [new Argument(null, Value.Unknown)], node);
                foreach (string method in (ReadOnlySpan<string>)["initialize_options", "finalize_options", "run", "run_command", "run_commands", "build_extensions", "build_extension",
                    "execute", "get_outputs", "do_egg_install", "install_for_development", "handle_extra_path", "byte_compile", "copy_tree", "announce",
                    "clean", "initialize", "finalize", "dependencies", "update"])
                {
                    if (InClass(type, method) is FunctionValue own)
                    {
                        InvokeAs(own.Function, instance, Labels.None, node, $"setup runs the command {type.Class.QualifiedName}");
                    }
                }

                break;
            case AlternativeValue alternative:
                foreach (Value option in alternative.Options)
                {
                    RunCommand(option, node);
                }

                break;
            case FunctionValue or BoundValue or PartialCallValue:
                Call(command, [new Argument(null, Value.Unknown)], node);
                break;
            default:
                break;
        }
    }
}
