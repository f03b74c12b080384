using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Imports: of the distribution's own modules, which run then, and of what is outside.</summary>
internal sealed partial class Interpreter
{
    private void ExecuteImport(int node)
    {
        foreach (int alias in Tree.ChildrenOf(node))
        {
            string name = Tree.NameOf(Tree[alias].First);
            string bound = Tree.NameOf(alias);
            Value module = ImportByName(name, alias);
            if (bound.Length > 0)
            {
                Bind(bound, module);
                continue;
            }

            int dot = name.IndexOf('.', StringComparison.Ordinal);
            string top = dot < 0 ? name : name[..dot];
            Bind(top, dot < 0 ? module : module is ModuleValue ? ImportByName(top, alias) : Symbol(top));
        }
    }

    /// <summary>The module that <c>import name</c> finds, run if it is the distribution's own.</summary>
    private Value ImportByName(string name, int node)
    {
        if (_modules.Find(name, _frame.Unit.Module.Source) is { } own)
        {
            RunImported(own, node);
            return new ModuleValue(own, Labels.None);
        }

        // A module below one of the distribution's packages that is not there: a compiled one.
        int dot = name.LastIndexOf('.');
        if (dot > 0 && _modules.Find(name[..dot], _frame.Unit.Module.Source) is { } package)
        {
            RunImported(package, node);
            return package.Globals.Find(name[(dot + 1)..]) is { } attribute ? Read(attribute) : Symbol(name);
        }

        if (_archives.Count > 0 && ImportFromArchive(name, node) is { } carried)
        {
            return carried;
        }

        ImportWritten(name, node);
        Value symbol = SymbolOf(name);
        if (_knowledge.FindApi(name) is { IsRead: true })
        {
            ObserveRead((SymbolValue)symbol, [], node);
        }

        return symbol;
    }

    /// <summary>A module that the program wrote, or that lies in what it fetched and put onto <c>sys.path</c>.</summary>
    private void ImportWritten(string name, int node)
    {
        if (_written.IsEmpty)
        {
            return;
        }

        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string top = dot < 0 ? name : name[..dot];
        if (OutsideModules.IsStandard(top))
        {
            return;
        }

        WrittenFile? written = _written.FindModule(top, _frame.Unit.Module.Source.Id);
        if (written?.Content is { } content)
        {
            ExecuteCode("import", [new Argument(null, content.With(written.Labels | Labels.Written))], node, isExpression: false);
            return;
        }

        Labels labels = written?.Labels ?? _fetchedPaths;
        _fetchedPaths = written is null ? Labels.None : _fetchedPaths;
        if (labels.HasFlag(Labels.Downloaded))
        {
            Observe(ObservationKind.Import, "import", null, [new Argument(null, Text(name, labels | Labels.Written))], node, Value.Unknown);
        }
    }

    /// <summary>A dotted name outside, segment by segment, so that what one module holds of another is found.</summary>
    private SymbolValue SymbolOf(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        SymbolValue symbol = Symbol(dot < 0 ? name : name[..dot]);
        while (dot >= 0)
        {
            int next = name.IndexOf('.', dot + 1);
            symbol = Symbol(symbol.Name, next < 0 ? name[(dot + 1)..] : name[(dot + 1)..next]);
            dot = next;
        }

        return symbol;
    }

    private void ExecuteImportFrom(int node)
    {
        int level = Tree[node].Op;
        int first = Tree[node].First;
        string name = "";
        if (first != 0 && Tree[first].Kind == NodeKind.DottedName)
        {
            name = Tree.NameOf(first);
            first = Tree[first].Next;
        }

        ModuleSource here = _frame.Unit.Module.Source;
        ModuleState? own = level > 0 ? _modules.FindRelative(name, level, here) : _modules.Find(name, here);
        string absolute = level > 0 ? ModuleTable.AbsoluteName(name, level, here) : name;
        if (own is not null)
        {
            RunImported(own, node);
        }

        for (int alias = first; alias != 0; alias = Tree[alias].Next)
        {
            if (Tree[alias].Kind == NodeKind.ImportStar)
            {
                ImportStar(own, absolute);
                continue;
            }

            string imported = Tree.NameOf(Tree[alias].First);
            string bound = Tree.NameOf(alias) is { Length: > 0 } renamed ? renamed : imported;
            Value? value;
            if (own is not null)
            {
                value = ModuleAttribute(own, imported, alias);
            }
            else if (level > 0 && _modules.FindRelative(name.Length == 0 ? imported : name + "." + imported, level, here) is { } below)
            {
                RunImported(below, alias);
                value = new ModuleValue(below, Labels.None);
            }
            else
            {
                if (alias == first)
                {
                    ImportWritten(level > 0 ? imported : absolute, alias);
                }

                value = absolute.Length == 0 ? SymbolOf(imported) : absolute == "__future__" ? null : Symbol(SymbolOf(absolute).Name, imported);
            }

            if (value is not null)
            {
                Bind(bound, value);
            }
        }
    }

    private void ImportStar(ModuleState? own, string name)
    {
        if (own is null)
        {
            _frame.Unit.Module.StarImports.Add(SymbolOf(name).Name);
            return;
        }

        ImmutableArray<Value> all = own.Globals.Find("__all__") is { } listed && ItemsOf(Read(listed)) is { IsDefault: false } known ? known : default;
        foreach ((string key, Value value) in own.Globals.All.ToList())
        {
            if (all.IsDefault ? !key.StartsWith('_') : all.Any(item => item is TextValue text && text.Text == key))
            {
                Bind(key, Read(value));
            }
        }

        _frame.Unit.Module.StarImports.AddRange(own.StarImports.Where(star => !_frame.Unit.Module.StarImports.Contains(star)));
    }

    /// <summary><c>__import__</c>, <c>importlib.import_module</c>: by a name that is computed.</summary>
    private Value ImportDynamically(string api, ImmutableArray<Argument> arguments, int node, bool returnsLeaf)
    {
        Value name = Find(arguments, 0, "name") ?? Value.Unknown;
        bool isLiteral = Tree[node].Kind == NodeKind.Call && Tree[Tree[node].First].Next is > 0 and int first && Tree[first].Kind == NodeKind.StringLiteral;
        if (!isLiteral)
        {
            Observe(ObservationKind.Import, api, null, arguments, node, Value.Unknown);
        }

        if (name is AlternativeValue alternative)
        {
            return Each(alternative, (Func<string, Value>)ImportText, static (self, import, option) => self.PlainText(option) is { } text ? import(text) : Value.Unknown);
        }

        return PlainText(name) is { } known ? ImportText(known) : new ResultValue(api + "()", Freeze(arguments), LabelsOf(name));

        Value ImportText(string text)
        {
            if (text.StartsWith('.'))
            {
                int level = text.Length - text.TrimStart('.').Length;
                string rest = text[level..];
                if (_modules.FindRelative(rest, level, _frame.Unit.Module.Source) is { } relative)
                {
                    RunImported(relative, node);
                    return new ModuleValue(relative, Labels.None);
                }

                return SymbolOf(ModuleTable.AbsoluteName(rest, level, _frame.Unit.Module.Source));
            }

            if (text.Length == 0 || text.Length > MaxNameLength)
            {
                return Value.Unknown;
            }

            Value module = ImportByName(text, node);

            // __import__("a.b") returns a, unless a fromlist is given.
            int dot = text.IndexOf('.', StringComparison.Ordinal);
            return returnsLeaf || dot < 0 || Find(arguments, 3, "fromlist") is { } list && TruthOf(list) != false ? module : ImportByName(text[..dot], node);
        }
    }

    /// <summary>Runs a module that is imported, and the packages around it, in the trigger of who imports it.</summary>
    private void RunImported(ModuleState module, int node)
    {
        if (module.Stage != ModuleStage.Fresh)
        {
            return;
        }

        foreach (ModuleState package in _modules.PackagesOf(module))
        {
            RunModuleFrom(package, node);
        }

        RunModuleFrom(module, node);
    }

    private void RunModuleFrom(ModuleState module, int node)
    {
        if (module.Stage != ModuleStage.Fresh)
        {
            return;
        }

        Trail trail = new(_trail, SiteOf(node), "imports " + module.Source.Name);
        if (_depth > MaxDepth / 2)
        {
            // A chain of imports as long as an attacker likes: the rest of it starts from the root.
            if (_trigger > module.Trigger)
            {
                module.Trigger = _trigger;
                module.Why = _why;
            }

            _log.AddShortfall(SiteOf(node), "MaxDepth", _trigger, "imports within one another are no longer followed from here on");
            return;
        }

        if (_trigger < module.Source.Trigger)
        {
            // Its own trigger is the more urgent one.
            RunModule(module, module.Source.Trigger, module.Source.Why, null, guards: 0);
        }
        else
        {
            RunModule(module, _trigger, _why, trail, _guards);
        }
    }
}
