using System.Buffers;
using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>
/// Code that runs at every start of the interpreter, whether or not anybody imports the package: lines of <c>.pth</c> files
/// (Python's <c>site</c> module), of <c>.start</c> files (PEP 829), <c>sitecustomize</c> and <c>usercustomize</c>.
/// </summary>
public sealed class StartupCode : Rule
{
    // What str.splitlines ends a line at; older interpreters end at fewer, which only makes lines longer.
    private static readonly SearchValues<char> s_lineEnds = SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    // Characters; the lines that honest tools write are shorter.
    private const int LongestPlainLine = 300;

    // What a line may do at a start of Python without harm is little: set a variable, register a finder.
    private static readonly CapabilitySet s_grave = CapabilitySet.Of(
        Capability.ExecuteCode, Capability.LoadCode, Capability.LoadNative, Capability.InjectCode, Capability.Spawn, Capability.Fetch, Capability.Send,
        Capability.Connect, Capability.Listen, Capability.Resolve, Capability.Decode, Capability.ReadStore, Capability.Persist);

    public override string Id => "startup-code";

    public override string Title => "Code that runs at every start of Python";

    public override IEnumerable<Finding> Inspect(Subject subject) => Limited(Findings(subject));

    private IEnumerable<Finding> Findings(Subject subject)
    {
        foreach (Member member in subject.Members)
        {
            if (!member.IsOutermost || member.Kind is MemberKind.Directory or MemberKind.Empty)
            {
                continue;
            }

            Reach reach = ReachOf(subject, member);
            if (IsCustomize(member, reach))
            {
                yield return Worse(subject, Report(reach.Severity, reach.Confidence, reach.Context, member.At(),
                    $"{member.FileName} is imported at every start of Python"));
            }
            else if (IsPathFile(member))
            {
                foreach (Finding finding in InspectLines(subject, member, reach))
                {
                    yield return finding;
                }
            }
        }
    }

    private IEnumerable<Finding> InspectLines(Subject subject, Member member, Reach reach)
    {
        if (member.Text is not { } text)
        {
            yield return Report(reach.Severity, Confidence.Medium, reach.Context, member.At(),
                $"{member.FileName} is read at every start of Python, and could not be read as text here");
            yield break;
        }

        bool isStart = EndsIn(member, ".start");
        HashSet<string>? shipped = null;
        int number = 0;
        foreach (string line in Lines(text))
        {
            number++;
            if (!Runs(line, isStart))
            {
                continue;
            }

            Evidence evidence = new("line", Shorten(line));
            ImmutableArray<string> loads = [];
            StartupShape? shape = isStart ? null : StartupShapes.Find(line, out loads);
            if (shape is not null)
            {
                shipped ??= ModulesOf(subject);
                string? own = loads.FirstOrDefault(module => shipped.Contains(ModuleOf(module)));
                if (own is null || (shape.Owner is { } owner && Claim.IsOf(subject, owner)))
                {
                    yield return Report(Severity.Low, Confidence.High, reach.Context, member.At(number),
                        $"A known line {shape.What}", evidence);
                    continue;
                }

                if (shape.Owner is null)
                {
                    yield return Report(Severity.Medium, Confidence.High, reach.Context, member.At(number),
                        $"A line that {shape.What} loads {own}, which comes in the same file", evidence);
                    continue;
                }
            }

            bool isPlain = line.Length <= LongestPlainLine && shape is null && IsSeenThrough(subject, member);
            yield return Worse(subject, Report(isPlain ? Severity.Medium : reach.Severity, reach.Confidence, reach.Context, member.At(number),
                isStart ? "This line calls a function at every start of Python" : "This line runs as code at every start of Python", evidence));
        }
    }

    // All that could run at a start is source, which was read, and does nothing there that startup code has no business to do. A line that
    // takes the place of somebody's known one, or comes there by a way round, is not plain whatever it does.
    private static bool IsSeenThrough(Subject subject, Member line) =>
        !subject.Behaviour.Modules.IsEmpty
        && !line.Name.Contains(".data/", StringComparison.OrdinalIgnoreCase)
        && !subject.Members.Any(static member => member.Kind is MemberKind.PythonBytecode or MemberKind.Elf or MemberKind.Pe or MemberKind.MachO or MemberKind.OtherCode)
        && !subject.Behaviour.Facts.Any(static fact => fact.Context == CodeContext.Startup && IsGrave(fact));

    // Text that is executed and known is judged by what it does.
    private static bool IsGrave(Fact fact) =>
        s_grave.Has(fact.Capability) && !(fact is { Capability: Capability.ExecuteCode, ExecutedLayer: > 0 } && !fact.AllLabels.HasFlag(Labels.Decoded));

    // What the line or the module does by itself is known from its facts: running other code, programs and the network have no place there.
    private static Finding Worse(Subject subject, Finding finding)
    {
        if (finding.Context != CodeContext.Startup || finding.Place is not MemberPlace place)
        {
            return finding;
        }

        Fact? grave = subject.Behaviour.Facts.FirstOrDefault(fact => fact.Context == CodeContext.Startup && IsGrave(fact)
            && fact.Place.Path.AsSpan().SequenceEqual(place.Path.AsSpan()) && (place.Line is null || !fact.Place.Layers.IsEmpty || fact.Place.Line == place.Line));
        return grave is null ? finding : finding with
        {
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            Message = $"{finding.Message}, and it {Deed(grave.Capability)}",
            Trail = grave.Trail,
            Evidence = [.. finding.Evidence, new Evidence("call", grave.Target.Length == 0 ? grave.Api : $"{grave.Api} {Shorten(grave.Target.Replace($"{TextValue.Hole}", "{…}", StringComparison.Ordinal))}")],
        };
    }

    private static string Deed(Capability capability) => capability switch
    {
        Capability.ExecuteCode or Capability.LoadCode => "runs text as code",
        Capability.LoadNative or Capability.InjectCode => "loads machine code",
        Capability.Spawn => "starts another program",
        Capability.Decode => "decodes data",
        Capability.ReadStore => "reads what a browser or keyring keeps",
        Capability.Persist => "arranges to be started again",
        _ => "talks to the network",
    };

    // By name as well: the interpreter reads whatever bytes stand under it.
    private static bool IsPathFile(Member member) =>
        member.Kind == MemberKind.StartupFile
        || (member.Kind != MemberKind.Link && (EndsIn(member, ".pth") || EndsIn(member, ".start")) && Landing.Of(member) is { Place: LandingPlace.SitePackages, IsTop: true });

    private static bool EndsIn(Member member, string extension) => member.FileName.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    // How surely the interpreter reads the member at its start.
    private static Reach ReachOf(Subject subject, Member member)
    {
        Landing landing = Landing.Of(member);
        if (landing.Place is LandingPlace.SitePackages or LandingPlace.StandardLibrary && (landing.IsTop || IsPackageStart(landing.Path)))
        {
            return new(Severity.High, Confidence.High, CodeContext.Startup);
        }

        // Only a build knows where a member of a source distribution goes; test material and templates stay where they are.
        if (subject.Kind != DistributionKind.Wheel && !Periphery.Holds(member.Name))
        {
            return new(Severity.High, Confidence.Medium, CodeContext.Startup);
        }

        return new(Severity.Low, Confidence.Medium, CodeContext.None);
    }

    private static bool IsCustomize(Member member, Reach reach)
    {
        if (reach.Context != CodeContext.Startup || member.Kind is not (MemberKind.PythonSource or MemberKind.PythonBytecode
            or MemberKind.Elf or MemberKind.Pe or MemberKind.MachO))
        {
            return false;
        }

        string file = member.FileName;
        string module = ModuleOf(file);
        if (module == "__init__")
        {
            // A package of that name does as well as a module.
            string[] folders = member.Name.Split('/');
            module = folders.Length > 1 ? folders[^2] : "";
        }

        bool named = module is "sitecustomize" or "usercustomize";
        bool importable = member.Kind != MemberKind.PythonSource || file.EndsWith(".py", StringComparison.OrdinalIgnoreCase);
        return named && importable && (reach.Confidence == Confidence.High || member.Name.Count(static c => c == '/') <= 2);
    }

    private static bool IsPackageStart(string path) =>
        path.Split('/') is ["sitecustomize" or "usercustomize", var file] && ModuleOf(file) == "__init__";

    private static string ModuleOf(string file) => file.IndexOf('.') is int dot and >= 0 ? file[..dot] : file;

    private static bool Runs(string line, bool isStart)
    {
        string trimmed = line.TrimStart('\ufeff');
        return isStart
            ? trimmed.Trim() is { Length: > 0 } entry && entry[0] != '#'
            : trimmed.StartsWith("import ", StringComparison.Ordinal) || trimmed.StartsWith("import\t", StringComparison.Ordinal);
    }

    // First names below site-packages, up to the first dot: what "import" of a top module could find in this artifact.
    private static HashSet<string> ModulesOf(Subject subject) =>
    [
        .. subject.Members.Where(static member => member.IsOutermost).Select(static member => Landing.Of(member))
            .Where(static landing => landing.Place == LandingPlace.SitePackages).Select(static landing => ModuleOf(landing.Top)),
    ];

    private static IEnumerable<string> Lines(string text)
    {
        for (int from = 0; from < text.Length;)
        {
            int end = text.AsSpan(from).IndexOfAny(s_lineEnds);
            if (end < 0)
            {
                yield return text[from..];
                yield break;
            }

            yield return text.Substring(from, end);
            from += end + 1;
            if (text[from - 1] == '\r' && from < text.Length && text[from] == '\n')
            {
                from++;
            }
        }
    }

    private static string Shorten(string line) => line.Length <= 200 ? line : $"{line[..200]}… ({line.Length} characters)";

    private readonly record struct Reach(Severity Severity, Confidence Confidence, CodeContext Context);
}
