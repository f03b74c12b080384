using System.Collections.Immutable;
using System.Globalization;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>When code runs, from never to every start of the interpreter; the greater is the more urgent.</summary>
public enum Trigger
{
    None,
    Test,
    Call,
    Main,
    Plugin,
    Import,
    Install,
    Startup,
}

/// <summary>One module of a distribution.</summary>
/// <param name="Id">The caller's number for it.</param>
/// <param name="Name">Its dotted name: <c>demo.client</c>; a name of no module (<c>setup.py</c>, a <c>.pth</c> line) for what is only run.</param>
/// <param name="Path">Its path in the artifact with <c>/</c>: what <c>__file__</c> stands for.</param>
/// <param name="IsPackage">True for <c>__init__</c>.</param>
/// <param name="Trigger">When its top level runs.</param>
/// <param name="Why">The first step of every trail from here: <c>the installer runs setup.py</c>.</param>
/// <param name="Parse">Makes its tree; called at most once.</param>
public sealed record ModuleSource(int Id, string Name, string Path, bool IsPackage, Trigger Trigger, string Why, Func<SyntaxTree> Parse)
{
    /// <summary>True for a build script (<c>setup.py</c>, a backend): classes that it gives to <c>cmdclass</c> run at install.</summary>
    public bool IsBuildScript { get; init; }

    /// <summary>
    /// Functions of it that others call, and when: console scripts, plugins, the hooks of a build backend. <c>pytest_*</c> stands for every
    /// function so begun, <see cref="PluginHosts.Marked"/> for those marked as hooks, <c>&lt;Base</c> for every class derived from one so named elsewhere.
    /// </summary>
    public ImmutableArray<(string Function, Trigger Trigger, string Why)> EntryPoints { get; init; } = [];
}

/// <summary>What is read: the modules of one distribution and its other files.</summary>
/// <param name="Modules">In any order; the result does not depend on it.</param>
/// <param name="FindFile">A file of the distribution by its path in the artifact; null where there is none or it was not kept.</param>
public sealed record ProgramSource(ImmutableArray<ModuleSource> Modules, Func<string, ReadOnlyMemory<byte>?> FindFile)
{
    /// <summary>Stands between the path of an archive and that of a file within it.</summary>
    public const string InnerSeparator = "!/";

    /// <summary>The paths of all files of the distribution, as <see cref="FindFile"/> takes them, in ordinal order: what a listing of its folders gives.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];
}

/// <summary>Budgets of one analysis. What ends one is named in <see cref="ProgramReading.Shortfalls"/>.</summary>
/// <param name="MaxSteps">Nodes evaluated, of all modules together.</param>
/// <param name="MaxModuleSteps">Nodes evaluated of one module and what it calls.</param>
/// <param name="MaxLayers">Layers of executed text within one another.</param>
/// <param name="MaxLayerCount">Layers in all.</param>
/// <param name="MaxLayerBytes">Bytes of all decoded layers together.</param>
/// <param name="MaxValueBytes">Bytes of one folded value.</param>
/// <param name="MaxCallDepth">Calls of the distribution's own functions within one another.</param>
/// <param name="MaxObservations">Observations of one module and trigger.</param>
public sealed record ProgramLimits(
    long MaxSteps = 60_000_000,
    long MaxModuleSteps = 6_000_000,
    int MaxLayers = 64,
    int MaxLayerCount = 1_024,
    int MaxLayerBytes = 64 << 20,
    int MaxValueBytes = 16 << 20,
    int MaxCallDepth = 24,
    int MaxObservations = 20_000)
{
    public static ProgramLimits Default { get; } = new();

    /// <summary>All limits in one line, for keys under which readings are stored.</summary>
    public string Key => string.Create(
        CultureInfo.InvariantCulture,
        $"{MaxSteps}/{MaxModuleSteps}/{MaxLayers}/{MaxLayerCount}/{MaxLayerBytes}/{MaxValueBytes}/{MaxCallDepth}/{MaxObservations}");
}

/// <summary>A place in a module's text or in a text that it executes.</summary>
/// <param name="Module"><see cref="ModuleSource.Id"/>.</param>
/// <param name="Layer">0: the module's own text; else index into <see cref="ProgramReading.Layers"/> plus 1.</param>
/// <param name="Start">First byte within that text.</param>
/// <param name="End">Behind the last byte.</param>
public readonly record struct Site(int Module, int Layer, int Start, int End);

/// <summary>Text that is executed by the program: an argument of <c>exec</c>, a child's <c>-c</c>, a file it writes and starts.</summary>
/// <param name="Parent">Where it is executed, in the layer around it.</param>
/// <param name="Depth">1 for a layer within the module's own text.</param>
/// <param name="How">How the text was made and what runs it: <c>exec of base64.b64decode, zlib.decompress</c>.</param>
/// <param name="Labels">Where the text came from.</param>
/// <param name="Tree">Its tree; of bytecode an empty one.</param>
/// <param name="Text">The text as decoded; of bytecode its names and constants, one a line.</param>
public sealed record Layer(Site Parent, int Depth, string How, Labels Labels, SyntaxTree Tree, string Text);

/// <summary>What was seen to happen.</summary>
public enum ObservationKind
{
    /// <summary>A call of something outside.</summary>
    Call,

    /// <summary>A read of an attribute that is worth one (<see cref="Api.IsRead"/>).</summary>
    Read,

    /// <summary>Text or a code object is executed; the first argument is what.</summary>
    Execute,

    /// <summary>A module is imported whose name is not known, or not a literal; the first argument is the name.</summary>
    Import,

    /// <summary>An attribute of something outside is replaced; the first argument is the replacement.</summary>
    Patch,
}

/// <summary>One step of the way on which code comes to run.</summary>
/// <param name="Text">What happens there, without the place: <c>calls helper.start</c>, <c>imports demo._setup</c>.</param>
/// <param name="IsReplacement">True where the step puts a function in the place of somebody else's: what follows runs when that one is called.</param>
public readonly record struct TrailStep(Site Site, string Text, bool IsReplacement = false);

/// <summary>One thing that the program does, if the code at this place runs.</summary>
/// <param name="Api">The resolved name of what is called, read or replaced.</param>
/// <param name="Receiver">The object whose method it is; null where there is none.</param>
/// <param name="Arguments">With what; path arguments carry the labels of what was written there.</param>
/// <param name="Trigger">When it runs.</param>
/// <param name="Why">The module's <see cref="ModuleSource.Why"/>, or an entry point's.</param>
/// <param name="Trail">The steps from there to here, outermost first; empty for the top level itself.</param>
/// <param name="ExecutedLayer">For <see cref="ObservationKind.Execute"/>: the layer, as in <see cref="Site.Layer"/>; 0 where the text is not known.</param>
/// <param name="Result">What it returns; <see cref="Value.Unknown"/> where there is no result.</param>
/// <param name="IsGuarded">True where it stands behind a test of platform, date, user, debugger or environment.</param>
public sealed record Observation(
    ObservationKind Kind,
    string Api,
    Value? Receiver,
    ImmutableArray<Argument> Arguments,
    Trigger Trigger,
    string Why,
    ImmutableArray<TrailStep> Trail,
    Site Site,
    int ExecutedLayer,
    Value Result,
    bool IsGuarded);

/// <summary>Something that the analysis did not look at to its end.</summary>
/// <param name="Limit">The name of the limit.</param>
/// <param name="Trigger">When what was left out would run.</param>
/// <param name="Detail">One sentence.</param>
public sealed record Shortfall(Site Site, string Limit, Trigger Trigger, string Detail);

/// <summary>A syntax error in a module or a layer, with when that text would have run.</summary>
public sealed record UnparsedRegion(Site Site, Trigger Trigger, SyntaxError Error);

/// <summary>What reading a program yields: a pure function of its text, the knowledge and the limits.</summary>
/// <param name="Observations">By module, then in the order in which the code would run.</param>
public sealed record ProgramReading(
    ImmutableArray<Observation> Observations,
    ImmutableArray<Layer> Layers,
    ImmutableArray<Shortfall> Shortfalls,
    ImmutableArray<UnparsedRegion> Unparsed)
{
    /// <summary>Evaluations made: what <see cref="ProgramLimits.MaxSteps"/> limits.</summary>
    public long Steps { get; init; }

    /// <summary>The tree of a module that was read; null where it was not.</summary>
    public required Func<int, SyntaxTree?> TreeOf { get; init; }
}

/// <summary>Reads what a program means: names, values, when code runs and where data goes. Runs nothing.</summary>
public static class ProgramReader
{
    // Evaluations nest deeper than the stack of any thread that a caller may be on.
    private const int StackBytes = 256 << 20;

    public static ProgramReading Read(ProgramSource source, Knowledge knowledge, ProgramLimits limits, CancellationToken cancellation)
    {
        DeepStack stack = new(StackBytes);
        return Task.Factory.StartNew(
            () => new Interpreter(source, knowledge, limits, cancellation).Run(), cancellation, TaskCreationOptions.None, stack).GetAwaiter().GetResult();
    }
}
