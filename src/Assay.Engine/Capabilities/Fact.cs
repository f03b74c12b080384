using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Python.Meaning;
using Assay.Python.Syntax;
using Assay.Python.Text;

namespace Assay.Engine.Capabilities;

/// <summary>What the code can do, at a place, in a context: an observation of the analysis, read by the API catalogue.</summary>
/// <param name="Capability">What it does.</param>
/// <param name="Api">The resolved name: <c>subprocess.Popen</c>.</param>
/// <param name="Context">When it runs.</param>
/// <param name="Place">Member, decoded layers, line and column.</param>
/// <param name="Module">Number of the module among <see cref="BehaviourReading.Modules"/>.</param>
/// <param name="Layer">0: in the module's own text; else index into <see cref="BehaviourReading.Layers"/> plus 1.</param>
/// <param name="Trail">Why and through which calls it runs, outermost first.</param>
/// <param name="Line">The source line at the place as <see cref="Excerpt.LineAt"/> shortens it, unescaped.</param>
/// <param name="Target">Address, command line, path, variable: as far as it is known, with <see cref="TextValue.Hole"/> for what is not; empty where nothing is.</param>
/// <param name="TargetLabels">Where the target came from.</param>
/// <param name="DataLabels">Where the other arguments, and what is sent or written, came from.</param>
/// <param name="Arguments">All of them, as the analysis knows them.</param>
/// <param name="Receiver">The object whose method it is; null where there is none.</param>
/// <param name="ExecutedLayer">For <see cref="Capability.ExecuteCode"/>: the layer executed, counted like <paramref name="Layer"/>; 0 where its text is not known.</param>
/// <param name="IsGuarded">True where it stands behind a test of platform, date, user, debugger or environment.</param>
public sealed record Fact(
    Capability Capability,
    string Api,
    CodeContext Context,
    MemberPlace Place,
    int Module,
    int Layer,
    ImmutableArray<string> Trail,
    string Line,
    string Target,
    Labels TargetLabels,
    Labels DataLabels,
    ImmutableArray<Argument> Arguments,
    Value? Receiver,
    int ExecutedLayer,
    bool IsGuarded)
{
    /// <summary>The labels of everything that goes in.</summary>
    public Labels AllLabels => TargetLabels | DataLabels;

    /// <summary>True within what stands in the place of somebody else's function: it runs when that one is called.</summary>
    public bool IsInReplacement { get; init; }

    /// <summary>True where it runs without anybody calling it: at install, at a start of Python, on import or as a plugin.</summary>
    public bool RunsByItself => Context >= CodeContext.Plugin;
}

/// <summary>A text that the package decodes and runs.</summary>
/// <param name="Place">Where it is run, in the text around it.</param>
/// <param name="Context">When.</param>
/// <param name="Depth">From 1.</param>
/// <param name="How"><c>exec of base64.b64decode</c>.</param>
/// <param name="Text">What it says; unescaped.</param>
/// <param name="Parent">The layer around it, counted like <see cref="Fact.Layer"/>.</param>
public sealed record DecodedLayer(MemberPlace Place, CodeContext Context, int Module, int Parent, int Depth, string How, Labels Labels, string Text)
{
    /// <summary>The text for people: stretches that are not known as <c>{…}</c>.</summary>
    public string ShownText => Text.Replace($"{TextValue.Hole}", "{…}", StringComparison.Ordinal);

    /// <summary>True where parts of the text are not known.</summary>
    public bool IsPartial => Text.Contains(TextValue.Hole, StringComparison.Ordinal);
}

/// <summary>A Python file of the artifact.</summary>
/// <param name="Name">Dotted; or the file's name where it is no module.</param>
/// <param name="Texts">String constants of at least four characters, also those folded from parts, without doubles, up to a cap: for rules about text.</param>
/// <param name="Source">Its text as UTF-8 where it is source; empty for bytecode.</param>
/// <param name="IsRead">False where it was not analysed: too large, a budget ended.</param>
public sealed record PythonModule(
    MemberPlace Place, string Name, CodeContext Context, ImmutableArray<string> Texts, ReadOnlyMemory<byte> Source, bool IsRead)
{
    /// <summary>The codec its text is in, by CPython's name; empty for bytecode.</summary>
    public string Codec { get; init; } = "";

    /// <summary>What is wrong with the encoding of its text.</summary>
    public SourceProblem Problem { get; init; }

    /// <summary>Line from 1 where <see cref="Problem"/> is; 0 where none is told.</summary>
    public int ProblemLine { get; init; }

    /// <summary>The tree of <see cref="Source"/> where the module runs text or bytes as code; null elsewhere, since trees are large.</summary>
    public SyntaxTree? Tree { get; init; }
}

/// <summary>What reading the Python of an artifact found.</summary>
/// <param name="Facts">By module, then in the order in which the code would run.</param>
public sealed record BehaviourReading(
    ImmutableArray<Fact> Facts, ImmutableArray<DecodedLayer> Layers, ImmutableArray<PythonModule> Modules)
{
    public static BehaviourReading None { get; } = new([], [], []);
}
