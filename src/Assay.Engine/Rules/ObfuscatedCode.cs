using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;
using Assay.Python.Parsing;

namespace Assay.Engine.Rules;

/// <summary>Code that a program rewrote so that nobody can read it: told by what such programs do to text, not by their names.</summary>
public sealed class ObfuscatedCode : Rule
{
    // A single decoding has its uses; nobody needs three in a row before text may run.
    private const int ManyLayers = 3;

    private const int LongLine = 4_096;

    public override string Id => "obfuscated-code";

    public override string Title => "Code that was made unreadable";

    public override IEnumerable<Finding> Inspect(Subject subject)
    {
        BehaviourReading behaviour = subject.Behaviour;
        ILookup<int, Fact> running = behaviour.Facts
            .Where(static fact => fact.Capability is Capability.ExecuteCode or Capability.LoadCode)
            .ToLookup(static fact => fact.Module);
        return Limited(Findings(behaviour, running));
    }

    private IEnumerable<Finding> Findings(BehaviourReading behaviour, ILookup<int, Fact> running)
    {
        for (int number = 0; number < behaviour.Modules.Length; number++)
        {
            PythonModule module = behaviour.Modules[number];
            if (Judge(behaviour, module, [.. running[number].OrderByDescending(static fact => fact.Context)]) is { } finding)
            {
                yield return finding;
            }
        }
    }

    // One finding a file: its strongest, with all that was seen as evidence.
    private Finding? Judge(BehaviourReading behaviour, PythonModule module, List<Fact> running)
    {
        List<Evidence> strong = [];
        List<Evidence> weak = [];
        Fact? first = running.FirstOrDefault();
        foreach (Fact fact in running)
        {
            int depth = fact.ExecutedLayer > 0 && fact.ExecutedLayer <= behaviour.Layers.Length ? behaviour.Layers[fact.ExecutedLayer - 1].Depth : 0;
            if (depth >= ManyLayers && (fact.AllLabels & Labels.Decoded) != Labels.None)
            {
                strong.Add(new Evidence("layers", $"{depth} texts within one another, each decoded and run"));
                first = fact;
                break;
            }
        }

        if (running.Find(IsMarshalledText) is { } marshalled)
        {
            strong.Add(new Evidence("bytecode", "code is stored marshalled, and that once more encoded or compressed"));
            first ??= marshalled;
        }

        if (running.Find(fact => fact.Layer == 0 && fact.Place.Offset is long offset && LineLength(module.Source.Span, (int)offset) >= LongLine) is { } onLongLine)
        {
            strong.Add(new Evidence("line", $"code is run from a line of {LineLength(module.Source.Span, (int)onLongLine.Place.Offset!.Value)} bytes"));
        }

        if (!module.Source.IsEmpty && (first is not null || ObfuscationShape.IsWorthALook(module.Source.Span)))
        {
            ObfuscationShape shape = ObfuscationShape.Of(module.Tree ?? Parser.ParseModule(module.Source, ParserLimits.Default));
            Add(shape.SpellsText, strong, "escapes", $"strings spell {shape.SpelledLetters} letters as escapes");
            Add(shape.NestsLambdas, strong, "lambdas", $"{shape.LambdaDepth} lambdas within one another");
            Add(shape.HasNoiseNames, weak, "names", $"{shape.NoiseNames} of {shape.Names} names are made to say nothing");
            Add(shape.SumsConstants, weak, "numbers", $"{shape.ConstantSums} numbers are written as sums of others");
        }

        if (strong.Count + weak.Count == 0)
        {
            return null;
        }

        (Severity severity, Confidence confidence) = (first, strong.Count) switch
        {
            (null, _) => (Severity.Medium, Confidence.High),
            (_, > 0) => (Severity.High, first.RunsByItself ? Confidence.High : Confidence.Medium),
            _ => (Severity.High, Confidence.Medium),
        };
        CodeContext context = first?.Context ?? module.Context;
        severity = context == CodeContext.Test ? Severity.Low : severity;
        string runs = first is null ? "and does not run text" : "and runs text that it decodes or composes";
        return Report(severity, confidence, context, first?.Place ?? module.Place, $"The file was made unreadable {runs}", [.. strong, .. weak]) with
        {
            Trail = first?.Trail ?? [],
        };
    }

    // Written out in the file itself: what a loader reads from an archive is its business.
    private static bool IsMarshalledText(Fact fact) =>
        fact.Capability == Capability.LoadCode && fact.Api == "marshal.loads" && (fact.AllLabels & Labels.Decoded) != Labels.None
        && fact.Arguments is [{ Value: BytesValue { IsPartial: false, Bytes.IsEmpty: false } }, ..];

    private static void Add(bool seen, List<Evidence> list, string label, string text)
    {
        if (seen)
        {
            list.Add(new Evidence(label, text));
        }
    }

    private static int LineLength(ReadOnlySpan<byte> text, int offset)
    {
        if (offset < 0 || offset >= text.Length)
        {
            return 0;
        }

        int start = text[..offset].LastIndexOf((byte)'\n') + 1;
        int end = text[offset..].IndexOf((byte)'\n');
        return (end < 0 ? text.Length : offset + end) - start;
    }
}
