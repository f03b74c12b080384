using System.Collections.Immutable;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning.Objects;

/// <summary>A text that is read: a module's own or one that it executes.</summary>
internal sealed class CodeUnit(SyntaxTree tree, ModuleState module, int layer, int depth)
{
    public SyntaxTree Tree => tree;

    public ModuleState Module => module;

    /// <summary>As in <see cref="Site.Layer"/>.</summary>
    public int Layer => layer;

    /// <summary>0 for a module's own text.</summary>
    public int Depth => depth;

    /// <summary>Values of literals that were asked for.</summary>
    public Dictionary<int, Value> Literals { get; } = [];

    /// <summary>What a walk over a part of the tree found: names assigned, exits, yields.</summary>
    public Dictionary<int, BodyShape> Shapes { get; } = [];

    private Relevance? _relevance;
    private byte[]? _walkedIn;

    /// <summary>Remembers that a block was walked in a trigger; false where it had been: a side that is not taken is looked at once.</summary>
    public bool TryWalk(int block, Trigger trigger)
    {
        ref byte walkedIn = ref (_walkedIn ??= new byte[tree.Count])[block];
        byte bit = (byte)(1 << (int)trigger);
        bool isNew = (walkedIn & bit) == 0;
        walkedIn |= bit;
        return isNew;
    }

    /// <summary>False where nothing could be seen within a node. Executed text is always worth the walk.</summary>
    public bool MayTell(int node, Knowledge knowledge) => layer != 0 || (_relevance ??= Relevance.Of(tree, knowledge)).IsWithin(node);

    public Site SiteOf(int node)
    {
        ref readonly Node at = ref tree[node];
        return new Site(module.Source.Id, layer, at.Start, at.End);
    }
}

/// <summary>What is in a stretch of code, without that of functions and classes within it.</summary>
internal sealed record BodyShape(ImmutableArray<string> Assigned, bool HasExit, bool HasYield)
{
    public static BodyShape Empty { get; } = new([], false, false);
}

/// <summary>How far a module has been read.</summary>
internal enum ModuleStage
{
    Fresh,
    Running,
    Done,
}

/// <summary>A module of the distribution while it is read.</summary>
internal sealed class ModuleState(ModuleSource source, Journal journal)
{
    public ModuleSource Source => source;

    public Bindings Globals { get; } = new(journal);

    public CodeUnit? Unit { get; set; }

    public ModuleStage Stage { get; set; }

    /// <summary>When its top level ran: the most urgent of its own and of those who import it.</summary>
    public Trigger Trigger { get; set; } = source.Trigger;

    public string Why { get; set; } = source.Why;

    /// <summary>True where it runs as a program: <c>__name__</c> is <c>__main__</c>.</summary>
    public bool IsMain { get; set; }

    /// <summary>Evaluations spent in its name.</summary>
    public long Steps { get; set; }

    /// <summary>True once its budget is spent: the rest is walked without following calls.</summary>
    public bool IsCheap { get; set; }

    /// <summary>Outside modules of which it imports all names.</summary>
    public List<string> StarImports { get; } = [];

    /// <summary>Functions and classes in the order of their definition.</summary>
    public List<Function> Functions { get; } = [];

    public List<ClassObject> Classes { get; } = [];

    /// <summary>Entry points that a build script names, beside those of its <see cref="Source"/>.</summary>
    public List<(string Function, Trigger Trigger, string Why)> Declared { get; } = [];
}

/// <summary>How a function is reached through its class.</summary>
internal enum FunctionForm
{
    Plain,
    Static,
    ClassMethod,
    Property,
}

/// <summary>A parameter.</summary>
/// <param name="IsKeywordOnly">True behind a star.</param>
internal readonly record struct Parameter(string Name, ParameterForm Form, Value? Default, int Node, bool IsKeywordOnly);

/// <summary>A function or lambda of the distribution.</summary>
/// <param name="outerName">The name of what it is defined in; empty where that is not known.</param>
internal sealed class Function(CodeUnit unit, int node, string name, string outerName, Scope closure, ImmutableArray<Parameter> parameters, int body)
{
    private string? _qualifiedName;
    private string? _callStep;

    public CodeUnit Unit => unit;

    public int Node => node;

    public string Name => name;

    /// <summary>With module and class: <c>demo.client.Client.send</c>.</summary>
    public string QualifiedName => _qualifiedName ??= outerName.Length > 0 ? outerName + "." + name : name;

    /// <summary>A call of it as a step of a <see cref="Trail"/>.</summary>
    public string CallStep => _callStep ??= "calls " + QualifiedName;

    public Scope Closure => closure;

    public ImmutableArray<Parameter> Parameters => parameters;

    /// <summary>A block, or a lambda's expression.</summary>
    public int Body => body;

    public ClassObject? Owner { get; init; }

    public FunctionForm Form { get; set; }

    public Bindings? Attributes { get; set; }

    /// <summary>Labels of what something outside calls it with.</summary>
    public Labels Fed { get; set; }

    /// <summary>Bit n: walked in the trigger of that number.</summary>
    public int WalkedIn { get; set; }

    /// <summary>True where it wrote to something that outlives the call.</summary>
    public bool HasEffects { get; set; }

    /// <summary>True for a command of a command line, by its decorator.</summary>
    public bool IsCommand { get; set; }

    /// <summary>True for a function that a plugin host calls, by its decorator.</summary>
    public bool IsHook { get; set; }

    /// <summary>True where its body executes text or code objects.</summary>
    public bool ExecutesText { get; set; }

    public int Active { get; set; }

    /// <summary>What it returned so far, loosely; null where it has not returned yet.</summary>
    public Value? AnyResult { get; set; }

    public int Runs { get; set; }

    public long Steps { get; set; }

    /// <summary>What earlier calls returned, by their arguments.</summary>
    public List<CallMemo>? Memos { get; set; }

    public bool IsWalkedIn(Trigger trigger) => (WalkedIn & (1 << (int)trigger)) != 0;

    public bool IsWalked => WalkedIn != 0;
}

/// <summary>A call that was followed: with what, when, and what came out.</summary>
/// <param name="State">What else it may have read, as a number.</param>
internal sealed record CallMemo(Trigger Trigger, bool IsGuarded, Value? Self, ImmutableArray<Argument> Arguments, long State)
{
    /// <summary>Null while it runs.</summary>
    public Value? Result { get; set; }
}

/// <summary>A class of the distribution.</summary>
internal sealed class ClassObject(CodeUnit unit, int node, string name, string qualifiedName, ImmutableArray<Value> bases, Bindings names)
{
    public CodeUnit Unit => unit;

    public int Node => node;

    public string Name => name;

    public string QualifiedName => qualifiedName;

    public ImmutableArray<Value> Bases => bases;

    public Bindings Names => names;

    public Value? Metaclass { get; set; }

    /// <summary>Instance of which nothing is known, on which methods are walked that nobody calls.</summary>
    public InstanceValue? Any { get; set; }

    public bool IsInstantiated { get; set; }
}

/// <summary>An instance: its class and its own attributes.</summary>
internal sealed class Instance(ClassObject type, Bindings attributes)
{
    public ClassObject Class => type;

    public Bindings Attributes => attributes;
}

/// <summary>What kind of block a scope belongs to.</summary>
internal enum ScopeKind
{
    Module,
    Class,
    Function,
}

/// <summary>Names visible at one place.</summary>
internal sealed class Scope(ScopeKind kind, Bindings names, Scope? outer, ModuleState module)
{
    public ScopeKind Kind => kind;

    public Bindings Names => names;

    public Scope? Outer => outer;

    public ModuleState Module => module;

    /// <summary>Names declared <c>global</c> here.</summary>
    public HashSet<string>? Globals { get; set; }

    /// <summary>Names declared <c>nonlocal</c> here.</summary>
    public HashSet<string>? Nonlocals { get; set; }
}

/// <summary>A running body: of a module, a function, a class or executed text.</summary>
internal sealed class Frame(CodeUnit unit, Scope scope, int coldDepth)
{
    public CodeUnit Unit => unit;

    public Scope Scope => scope;

    /// <summary>How many walks of code that does not run are around it.</summary>
    public int ColdDepth => coldDepth;

    public Function? Function { get; init; }

    public ClassObject? Owner { get; init; }

    public Value? Self { get; init; }

    public List<Value> Returns { get; } = [];

    public List<Value>? Yields { get; set; }

    /// <summary>What is sent into the generator that runs; null where nothing is.</summary>
    public Value? Sent { get; set; }

    /// <summary>True once a test or a loop was met whose outcome is not known.</summary>
    public bool IsInexact { get; set; }

    /// <summary>Number of tests and loops met so far whose outcome is not known.</summary>
    public int UnknownTests { get; set; }

    public LoopState? Loop { get; set; }

    /// <summary>The call that is evaluated, for what is called without a node of its own.</summary>
    public int CallNode { get; set; } = unit.Tree.Root;
}

/// <summary>A running loop.</summary>
internal sealed class LoopState
{
    /// <summary>True once it may have been left under a test whose outcome is not known.</summary>
    public bool MayExit { get; set; }

    /// <summary>Tests before an exit whose outcome was known, so that going on makes sense.</summary>
    public int KnownTests { get; set; }
}

/// <summary>The way to the code that runs, innermost step first.</summary>
internal sealed record Trail(Trail? Outer, Site Site, string Text, bool IsReplacement = false)
{
    private const int MaxSteps = 64;

    public static ImmutableArray<TrailStep> ToSteps(Trail? trail)
    {
        List<TrailStep> steps = [];
        for (; trail is not null && steps.Count < MaxSteps; trail = trail.Outer)
        {
            steps.Add(new TrailStep(trail.Site, trail.Text, trail.IsReplacement));
        }

        steps.Reverse();
        return [.. steps];
    }
}
