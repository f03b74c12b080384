
namespace Assay.Python.Bytecode.Disassembly;

/// <content>Calls, functions, classes and imports.</content>
internal sealed partial class Lifter
{
    private readonly HashSet<Operand> _takenFrom = new(ReferenceEqualityComparer.Instance);
    private List<Operand?>? _keywords;

    private bool ExecuteCall(Instruction instruction)
    {
        int argument = instruction.Argument;
        switch (instruction.Operation)
        {
            case Op.CallFunction when Version < 306:
                CallPython2(argument, hasRest: false, hasMap: false);
                return true;
            case Op.CallFunctionVar:
                CallPython2(argument, hasRest: true, hasMap: false);
                return true;
            case Op.CallFunctionKw when Version < 306:
                CallPython2(argument, hasRest: false, hasMap: true);
                return true;
            case Op.CallFunctionVarKw:
                CallPython2(argument, hasRest: true, hasMap: true);
                return true;
            case Op.CallFunction:
                List<Operand?> positional = Pop(argument);
                Push(Call(Pop(), positional, []));
                return true;
            case Op.CallFunctionKw:
                List<Operand?> names = ItemsOf(Pop()) ?? [];
                List<Operand?> given = Pop(argument);
                Push(Call(Pop(), given, names));
                return true;
            case Op.CallMethod or Op.Call:
                CallBeside(argument, _keywords ?? []);
                _keywords = null;
                return true;
            case Op.CallKw:
                List<Operand?> keywords = ItemsOf(Pop()) ?? [];
                CallBeside(argument, keywords);
                return true;
            case Op.KwNames:
                _keywords = ItemsOf(ConstantOperand(ConstantAt(argument)));
                return true;
            case Op.CallFunctionEx:
                CallUnpacked(argument);
                return true;
            case Op.CallIntrinsic1:
                Intrinsic(argument);
                return true;
            case Op.CallIntrinsic2:
                Operand second = Pop();
                Operand first = Pop();

                // A function's or type variable's own arguments are no part of what it does.
                Push(argument == 4 ? first.Kind == OperandKind.Function ? first : second : first);
                return true;
            case Op.LoadBuildClass:
                Push(new Operand(OperandKind.ClassBuilder) { IsPure = true });
                return true;
            case Op.BuildClass:
                BuildClass();
                return true;
            case Op.MakeFunction or Op.MakeClosure:
                MakeFunction(instruction);
                return true;
            case Op.SetFunctionAttribute:
                Operand function = Pop();
                Operand value = Pop();
                Push(function.Kind == OperandKind.Function && argument is 1 or 2
                    ? function with { Items = argument == 1 ? [value, function.Items[1]] : [function.Items[0], value] }
                    : function);
                return true;
            case Op.ImportName:
                Import(instruction);
                return true;
            case Op.ImportFrom:
                ImportFrom(NameAt(argument));
                return true;
            case Op.ImportStar:
                ImportAll();
                return true;
            case Op.PrintItem:
                _writer.Line($"print({Use(Pop())})");
                return true;
            case Op.PrintItemTo:
                Pop();
                _writer.Line($"print({Use(Pop())})");
                return true;
            case Op.ExecStmt:
                List<Operand?> executed = Pop(3);
                executed.RemoveAll(static operand => operand is null || IsNone(operand));
                _writer.Line($"exec{Join(executed, "(", ")")}");
                return true;
            default:
                return false;
        }
    }

    // From 3.7 something stands beside the callee: nothing, or the object whose method it is.
    private void CallBeside(int count, List<Operand?> keywords)
    {
        List<Operand?> arguments = Pop(count);
        Operand upper = Pop();
        Operand lower = Pop();
        if (lower.Kind == OperandKind.Nothing)
        {
            (lower, upper) = (upper, lower);
        }
        else if (upper.Kind != OperandKind.Nothing)
        {
            arguments.Insert(0, upper);
        }

        Push(Call(lower, arguments, keywords));
    }

    private void CallPython2(int argument, bool hasRest, bool hasMap)
    {
        Operand? map = hasMap ? Pop() : null;
        Operand? rest = hasRest ? Pop() : null;
        List<Operand?> pairs = Pop(((argument >> 8) & 0xFF) * 2);
        List<Operand?> arguments = Pop(argument & 0xFF);
        if (rest is not null)
        {
            AddUnpacked(arguments, rest);
        }

        List<Operand?> names = [];
        for (int i = 0; i + 1 < pairs.Count; i += 2)
        {
            names.Add(pairs[i]);
            arguments.Add(pairs[i + 1]);
        }

        if (map is not null)
        {
            names.Add(null);
            arguments.Add(map);
        }

        Push(Call(Pop(), arguments, names));
    }

    private void CallUnpacked(int flags)
    {
        Operand? map = Version >= 314 || (flags & 1) != 0 ? Pop() : null;
        Operand rest = Pop();
        Operand? beside = Version >= 313 ? Pop() : null;
        Operand callee = Pop();
        if (Version is 311 or 312)
        {
            beside = Pop();
        }

        List<Operand?> arguments = [];
        if (beside is not (null or { Kind: OperandKind.Nothing }))
        {
            arguments.Add(beside);
        }

        AddUnpacked(arguments, rest);
        List<Operand?> names = [];
        if (map is { Kind: OperandKind.Map })
        {
            for (int i = 0; i + 1 < map.Items.Count; i += 2)
            {
                names.Add(map.Items[i]);
                arguments.Add(map.Items[i + 1]);
            }
        }
        else if (map is not (null or { Kind: OperandKind.Nothing }))
        {
            names.Add(null);
            arguments.Add(map);
        }

        Push(Call(callee, arguments, names));
    }

    /// <summary>A call.</summary>
    /// <param name="names">The keywords of the last arguments; null for one that is unpacked.</param>
    private Operand Call(Operand callee, List<Operand?> arguments, List<Operand?> names)
    {
        if (callee.Kind is OperandKind.Exit or OperandKind.Nothing)
        {
            return Operand.Nothing;
        }

        if (callee.Kind == OperandKind.Enter)
        {
            return EnterWith(callee);
        }

        // Python 2 makes a class of what its body's call returns.
        if (Version < 300 && callee.Kind == OperandKind.Function && _index + 1 < _instructions.Count && _instructions[_index + 1].Operation == Op.BuildClass)
        {
            return callee;
        }

        int positional = Math.Max(0, arguments.Count - names.Count);
        if (callee.Kind == OperandKind.ClassBuilder && arguments is [{ Kind: OperandKind.Function } body, ..])
        {
            List<Operand?> bases = [.. arguments.Take(positional).Skip(2), .. Keywords(arguments, names, positional)];
            return new Operand(OperandKind.Class) { Value = body.Value, Items = bases };
        }

        string function = Atom(callee);
        string text = $"{function}{Join([.. arguments.Take(positional), .. Keywords(arguments, names, positional)], "(", ")")}";
        return Expression(text, true, [callee, .. arguments]);
    }

    private List<Operand?> Keywords(List<Operand?> arguments, List<Operand?> names, int positional)
    {
        List<Operand?> keywords = [];
        for (int i = positional; i < arguments.Count; i++)
        {
            Operand? name = names[i - arguments.Count + names.Count];
            Operand argument = arguments[i]!;
            string value = Use(argument);
            if (value.Length > MaxLength)
            {
                argument = Named(argument);
                value = Use(argument);
            }

            keywords.Add(new Operand(OperandKind.Expression)
            {
                Text = name is null ? $"**{Atom(argument)}"
                    : name is { Kind: OperandKind.Constant, Value: string keyword } && SourceLiteral.IsName(keyword) ? $"{keyword}={value}"
                    : $"**{{{Use(name)}: {value}}}",
                IsAtom = true,
                Depth = argument.Depth,
            });
        }

        return keywords;
    }

    private void Intrinsic(int number)
    {
        switch (number)
        {
            case 2:
                ImportAll();
                Push(Operand.Nothing);
                break;
            case 6:
                Operand list = Pop();
                Push(list.Kind == OperandKind.List ? list with { Kind = OperandKind.Tuple } : list);
                break;
            default:
                break;
        }
    }

    private void MakeFunction(Instruction instruction)
    {
        int flags = instruction.Argument;
        if (Version is >= 300 and < 311)
        {
            Pop();
        }

        Operand code = Pop();
        Operand? defaults = null;
        Operand? named = null;
        if (Version < 300)
        {
            if (instruction.Operation == Op.MakeClosure)
            {
                Pop();
            }

            defaults = Operand.Display(OperandKind.Tuple, Pop(flags));
        }
        else if (Version < 313)
        {
            Pop(((flags >> 2) & 1) + ((flags >> 3) & 1));
            named = (flags & 2) != 0 ? Pop() : null;
            defaults = (flags & 1) != 0 ? Pop() : null;
        }

        if (code.Value is CodeObject)
        {
            Push(new Operand(OperandKind.Function) { Value = code.Value, Items = [defaults, named] });
        }
        else
        {
            Confuse();
            Push(Operand.Name(AnyValue));
        }
    }

    // Python 2: the name, the bases, and the body.
    private void BuildClass()
    {
        Operand body = Pop();
        List<Operand?> bases = ItemsOf(Pop()) ?? [];
        Operand name = Pop();
        Push(body.Kind == OperandKind.Function ? new Operand(OperandKind.Class) { Value = body.Value, Items = bases } : Call(Operand.Name("type"), [name, Operand.Display(OperandKind.Tuple, bases), body], []));
    }

    // ---- imports ----

    private void Import(Instruction instruction)
    {
        Operand list = Pop();
        Operand level = Pop();
        int dots = level.Value is System.Numerics.BigInteger number && number > 0 && number < 100 ? (int)number : 0;
        string module = NameAt(_set!.NameIndex(instruction));
        Push(new Operand(OperandKind.Import) { Text = new string('.', dots) + module, Value = list.Value });
    }

    private void ImportFrom(string name)
    {
        Operand? module = At(1);
        if (module is null or not { Kind: OperandKind.Import or OperandKind.ImportedName })
        {
            Push(module is null ? Operand.Name(AnyValue) : Attribute(module, name));
            return;
        }

        _takenFrom.Add(module);
        bool isWhole = module.Kind == OperandKind.ImportedName || (module.Value is null && !module.Text.StartsWith('.'));
        Push(module with { Kind = OperandKind.ImportedName, Value = isWhole ? null : name });
    }

    private void ImportAll()
    {
        Operand module = Pop();
        if (module.Kind == OperandKind.Import && IsModule(module.Text))
        {
            _writer.Line($"from {module.Text} import *");
        }
        else
        {
            Discard(module);
        }
    }

    private static bool IsModule(string text)
    {
        string name = text.TrimStart('.');
        return (name.Length == 0 && text.Length > 0) || (name.Length > 0 && name.Split('.').All(SourceLiteral.IsName));
    }

    private void WriteImport(Operand operand, string? name)
    {
        string module = operand.Text;
        if (operand.Kind == OperandKind.Import && name is null && _takenFrom.Contains(operand))
        {
            return;
        }

        if (!IsModule(module) || (operand.Value is string taken && !SourceLiteral.IsName(taken)))
        {
            string text = $"__import__({SourceLiteral.Of(module, _writer.Room)})";
            text = operand.Value is string part ? $"getattr({text}, {SourceLiteral.Of(part, _writer.Room)})" : text;
            _writer.Line(name is null ? text : $"{name} = {text}");
            return;
        }

        if (module == "__future__")
        {
            return;
        }

        if (operand is { Kind: OperandKind.ImportedName, Value: string imported })
        {
            _writer.Line($"from {module} import {imported}{(name == imported || name is null ? "" : $" as {name}")}");
        }
        else if (module.StartsWith('.'))
        {
            // The module itself, by a name of its package.
            string last = module.TrimStart('.');
            int dot = last.LastIndexOf('.');
            string package = dot < 0 ? module[..^last.Length] : module[..(module.Length - last.Length + dot)];
            _writer.Line(last.Length == 0 ? $"from {module} import *" : $"from {package} import {last[(dot + 1)..]}{(name is null ? "" : $" as {name}")}");
        }
        else
        {
            bool isTop = operand.Kind == OperandKind.Import && (name is null || name == module.Split('.')[0]);
            _writer.Line(isTop ? $"import {module}" : $"import {module} as {name ?? _writer.Temporary("module")}");
        }
    }

    // A module as a part of an expression gets a name.
    private string ImportExpression(Operand operand)
    {
        string name = _writer.Temporary("module");
        WriteImport(operand, name);
        return name;
    }
}
