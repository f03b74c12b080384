using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Python.Meaning;
using Assay.Python.Parsing;
using Assay.Python.Syntax;
using Assay.Python.Text;

namespace Assay.Engine.Capabilities;

/// <summary>Reads the Python files of an artifact and says what they do: text, tree, meaning, and each observation as the catalogue names it.</summary>
public static class FactReader
{
    /// <summary>Reads all files as one program. A pure function of its arguments.</summary>
    /// <param name="files">In any order; facts and gaps come in this order.</param>
    /// <param name="findFile">A member of the artifact by its path; null where there is none or it was not kept.</param>
    /// <param name="paths">The paths of all members, in ordinal order.</param>
    public static FactReading Read(
        ImmutableArray<PythonFile> files, Func<string, ReadOnlyMemory<byte>?> findFile, ImmutableArray<string> paths, ProgramLimits limits, CancellationToken cancellation)
    {
        ImmutableArray<LoadedFile> loaded = [.. files.Select(LoadedFile.Load)];
        ImmutableArray<ModuleSource>.Builder sources = ImmutableArray.CreateBuilder<ModuleSource>();
        for (int id = 0; id < loaded.Length; id++)
        {
            if (loaded[id].Source is not null)
            {
                sources.Add(SourceOf(id, loaded[id]));
            }
        }

        ProgramReading reading = ProgramReader.Read(new ProgramSource(sources.ToImmutable(), findFile) { Paths = paths }, AssayKnowledge.All, limits, cancellation);
        Sites sites = new(loaded, reading);
        ImmutableArray<Fact> facts = StartedScripts.Follow(FactWriter.Write(reading, sites), findFile);
        TextCollector texts = new(reading, loaded.Length);
        HashSet<int> running = [.. facts.Where(static fact => fact.Capability is Capability.ExecuteCode or Capability.LoadCode).Select(static fact => fact.Module)];
        ImmutableArray<PythonModule> modules =
            [.. loaded.Select((file, id) => ModuleOf(file, id, reading, texts) with { Tree = running.Contains(id) ? reading.TreeOf(id) : null })];
        return new FactReading(new BehaviourReading(facts, LayersOf(reading, sites), modules), ReadingGaps.Of(loaded, reading, sites));
    }

    private static ModuleSource SourceOf(int id, LoadedFile loaded)
    {
        PythonFile file = loaded.File;
        ReadOnlyMemory<byte> text = loaded.Source!.Value;
        return new ModuleSource(
            id, file.ModuleName, loaded.Path, file.IsPackage, TriggerOf(file.Context), file.Why,
            () => Parser.ParseModule(text, ParserLimits.Default))
        {
            IsBuildScript = file.IsBuildScript,
            EntryPoints = [.. file.EntryPoints.Select(static entry => (entry.Function, TriggerOf(entry.Context), entry.Why))],
        };
    }

    private static PythonModule ModuleOf(LoadedFile loaded, int id, ProgramReading reading, TextCollector texts) => new(
        new MemberPlace(loaded.File.Path),
        loaded.File.ModuleName,
        loaded.File.Context,
        texts.Of(id),
        loaded.File.IsBytecode ? default : loaded.Source ?? default,
        loaded.Source is not null && reading.TreeOf(id) is not null)
    {
        Codec = loaded.Text?.Codec ?? "",
        Problem = loaded.Text?.Problem ?? SourceProblem.None,
        ProblemLine = loaded.Text?.ProblemLine ?? 0,
    };

    private static ImmutableArray<DecodedLayer> LayersOf(ProgramReading reading, Sites sites)
    {
        CodeContext[] contexts = new CodeContext[reading.Layers.Length + 1];
        foreach (Observation observation in reading.Observations)
        {
            ref CodeContext context = ref contexts[observation.ExecutedLayer];
            context = (CodeContext)Math.Max((int)context, (int)ContextOf(observation.Trigger));
        }

        return [.. reading.Layers.Select((layer, index) => new DecodedLayer(
            sites.PlaceOf(layer.Parent), contexts[index + 1], layer.Parent.Module, layer.Parent.Layer, layer.Depth, layer.How, layer.Labels, layer.Text))];
    }

    /// <summary>The two enumerations say the same in two rooms, in the same order.</summary>
    internal static CodeContext ContextOf(Trigger trigger) => (CodeContext)(int)trigger;

    private static Trigger TriggerOf(CodeContext context) => (Trigger)(int)context;
}
