using System.Collections.Immutable;
using System.Text;
using global::Assay.Python.Meaning;
using global::Assay.Python.Parsing;

namespace Assay.Tests.Python.Meaning;

/// <summary>Reads a small program and says what was seen, a line each: <c>Import os.system('ls') {Downloaded}</c>.</summary>
internal static class Seen
{
    /// <summary>What is seen in one module, <c>demo.py</c>, that is imported.</summary>
    public static string[] In(string text) => In([("demo.py", text)]);

    /// <summary>What is seen in a distribution; <c>setup.py</c> is a build script, <c>test_*.py</c> are tests, other suffixes are data.</summary>
    public static string[] In((string Path, string Text)[] files) => Lines(Read(files));

    public static ProgramReading Read(params (string Path, string Text)[] files) => Read(files, ProgramLimits.Default);

    public static ProgramReading Read((string Path, string Text)[] files, ProgramLimits limits, Func<ModuleSource, ModuleSource>? change = null) =>
        ProgramReader.Read(Source(files, change), SmallWorld.Knowledge, limits, TestContext.Current.CancellationToken);

    public static ProgramSource Source((string Path, string Text)[] files, Func<ModuleSource, ModuleSource>? change = null)
    {
        Dictionary<string, byte[]> all = files.ToDictionary(static file => file.Path, static file => Encoding.UTF8.GetBytes(file.Text));
        ImmutableArray<ModuleSource> modules =
            [.. files.Where(static file => file.Path.EndsWith(".py", StringComparison.Ordinal)).Select((file, id) => change is null ? Module(id, file.Path, file.Text) : change(Module(id, file.Path, file.Text)))];
        return new ProgramSource(modules, path => all.TryGetValue(path, out byte[]? data) ? data.AsMemory() : default(ReadOnlyMemory<byte>?))
        {
            Paths = [.. all.Keys.Order(StringComparer.Ordinal)],
        };
    }

    public static string[] Lines(ProgramReading reading) => [.. reading.Observations.Select(Line)];

    public static string Line(Observation seen)
    {
        string kind = seen.Kind == ObservationKind.Call ? "" : seen.Kind.ToString().ToLowerInvariant() + " ";
        string arguments = string.Join(", ", seen.Arguments.Select(argument => $"{(argument.Name is null ? "" : argument.Name + "=")}{Show(argument.Value, 0)}{Labelled(Provenance.Of(argument.Value))}"));
        string layer = seen.ExecutedLayer > 0 ? " layer" : "";
        return $"{seen.Trigger} {kind}{seen.Api}({arguments}){layer}{(seen.IsGuarded ? " guarded" : "")}";
    }

    private static string Labelled(Labels labels) => labels == Labels.None ? "" : $" {{{labels}}}";

    private static string Show(Value value, int depth) => value switch
    {
        _ when depth > 4 => "…",
        TextValue text => $"'{text.Text.Replace(TextValue.Hole, '*').Replace("\n", "\\n", StringComparison.Ordinal)}'",
        BytesValue bytes => $"b'{Encoding.UTF8.GetString(bytes.Bytes.Span).Replace(TextValue.Hole, '*').Replace("\n", "\\n", StringComparison.Ordinal)}'",
        IntValue number => number.Value.ToString(),
        BoolValue truth => truth.Value.ToString(),
        NoneValue => "None",
        SymbolValue symbol => symbol.Name,
        ResultValue result => result.Name,
        OwnValue own => $"<{own.Name}>",
        SequenceValue sequence => $"[{string.Join(", ", sequence.Items.Select(item => Show(item, depth + 1)))}{(sequence.IsPartial ? ", …" : "")}]",
        MappingValue mapping => $"{{{string.Join(", ", mapping.Items.Select(item => $"{Show(item.Key, depth + 1)}: {Show(item.Value, depth + 1)}"))}{(mapping.IsPartial ? ", …" : "")}}}",
        CodeValue => "<code>",
        _ => "?",
    };

    private static ModuleSource Module(int id, string path, string text)
    {
        bool isPackage = path.EndsWith("__init__.py", StringComparison.Ordinal);
        bool isSetup = path.EndsWith("setup.py", StringComparison.Ordinal);
        string name = isSetup ? "setup.py" : (isPackage ? path[..^12] : path[..^3]).Replace('/', '.').Replace("src.", "", StringComparison.Ordinal);
        Trigger trigger = isSetup ? Trigger.Install : Path.GetFileName(path).StartsWith("test_", StringComparison.Ordinal) ? Trigger.Test : Trigger.Import;
        return new ModuleSource(id, name, path, isPackage, trigger, isSetup ? "the installer runs setup.py" : $"somebody imports {name}",
            () => Parser.ParseModule(Encoding.UTF8.GetBytes(text), ParserLimits.Default)) { IsBuildScript = isSetup };
    }
}
