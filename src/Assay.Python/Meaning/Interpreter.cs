using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>
/// Walks the modules of a distribution in the order in which they would run, on values as far as they are known: both sides of a test
/// that is not known, loops over known items really, functions at their calls. What is seen goes to the <see cref="ObservationLog"/>.
/// </summary>
internal sealed partial class Interpreter
{
    /// <summary>Evaluations within one another; a stack of 64 MB holds about six times as many.</summary>
    private const int MaxDepth = 8_000;

    /// <summary>Folding work a step pays for: bytes looked at are cheaper than nodes.</summary>
    private const long FoldingUnitsPerStep = 16;

    /// <summary>Items of a container that are looked through for the price of a step.</summary>
    private const int ItemsAStep = 4;

    private readonly ProgramSource _source;
    private readonly Knowledge _knowledge;
    private readonly ProgramLimits _limits;
    private readonly CancellationToken _cancellation;
    private readonly ModuleTable _modules;
    private readonly ObservationLog _log;
    private readonly Journal _journal = new();
    private readonly Heap _heap = new();
    private readonly WrittenFiles _written = new();
    private readonly Derivations _derivations = new();
    private readonly Dictionary<string, Labels> _labelsOfNames = [];

    private Frame _frame = null!;
    private ModuleState _module = null!;
    private Trigger _trigger;
    private string _why = "";
    private Trail? _trail;
    private int _guards;
    private int _coldDepth;
    private int _depth;
    private int _callDepth;
    private long _steps;
    private bool _isSpent;
    private FoldingBudget _folding;
    private long _foldingLeft;

    public Interpreter(ProgramSource source, Knowledge knowledge, ProgramLimits limits, CancellationToken cancellation)
    {
        _source = source;
        _knowledge = knowledge;
        _limits = limits;
        _cancellation = cancellation;
        _modules = new ModuleTable(source.Modules, _journal);
        _log = new ObservationLog(limits);
        _foldingLeft = limits.MaxSteps * FoldingUnitsPerStep;
        _folding = new FoldingBudget(_foldingLeft, limits.MaxValueBytes);
    }

    private SyntaxTree Tree => _frame.Unit.Tree;

    private bool IsCheap => _module.IsCheap || _isSpent;

    public ProgramReading Run()
    {
        RunAll();
        return _log.ToReading(_modules) with { Steps = _steps };
    }

    /// <summary>Counts one evaluation. Once a budget is spent, code is still walked, but nothing is followed or repeated.</summary>
    private void Step(int node)
    {
        if ((++_steps & 0xFFF) == 0)
        {
            _cancellation.ThrowIfCancellationRequested();
        }

        if (++_module.Steps > _limits.MaxModuleSteps && !_module.IsCheap)
        {
            _module.IsCheap = true;
            _log.AddShortfall(SiteOf(node), nameof(ProgramLimits.MaxModuleSteps), _trigger, "calls are no longer followed from here on");
        }

        if (_steps > _limits.MaxSteps && !_isSpent)
        {
            _isSpent = true;
            _log.AddShortfall(SiteOf(node), nameof(ProgramLimits.MaxSteps), _trigger, "calls are no longer followed from here on");
        }
    }

    /// <summary>Counts work that goes with the size of a value, beside the evaluation itself.</summary>
    private void Charge(int items)
    {
        _steps += items / ItemsAStep;
        _module.Steps += items / ItemsAStep;
    }

    private bool EnterDepth(int node)
    {
        if (++_depth <= MaxDepth)
        {
            return true;
        }

        _depth--;
        _log.AddShortfall(SiteOf(node), "MaxDepth", _trigger, "nested too deeply to be evaluated");
        return false;
    }

    private Site SiteOf(int node) => _frame.Unit.SiteOf(node);

    private Labels LabelsOfName(string name)
    {
        if (!_labelsOfNames.TryGetValue(name, out Labels labels))
        {
            labels = _knowledge.LabelsOfName(name);
            _labelsOfNames.Add(name, labels);
        }

        return labels;
    }

    /// <summary>What a folding gave, fit for being changed; null where it is not foldable. A budget that ended is remembered with the value.</summary>
    private Value? Settle(Value? folded, Labels labels)
    {
        if (folded is not null)
        {
            return Wrap(folded);
        }

        if (_folding.Ended is not { } limit)
        {
            return null;
        }

        _folding = new FoldingBudget(_folding.Left, _limits.MaxValueBytes);
        UnknownValue cut = new(labels);
        _derivations.Cut(cut, limit);
        return cut;
    }

    private static TextValue Text(string text, Labels labels = Labels.None) => new(text, text.Contains(TextValue.Hole, StringComparison.Ordinal), labels);

    private ListValue NewList(SequenceForm form, ImmutableArray<Value> items, bool isPartial = false, Labels labels = Labels.None) =>
        new(new ListStore(_heap, form, items, isPartial, labels), Labels.None);

    private DictValue NewDict(bool isPartial = false, Labels labels = Labels.None) => new(new DictStore(_heap, isPartial, labels), Labels.None);

    private Bindings NewBindings() => new(_journal);
}
