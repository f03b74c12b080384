using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>What is run is not in the package: it is fetched first, so it can be anything, and another thing tomorrow.</summary>
public sealed class DownloadsAndRuns : BehaviourRule
{
    private const Labels Foreign = Labels.Downloaded | Labels.Received;

    public override string Id => "downloads-and-runs";

    public override string Title => "Downloads code and runs it";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Facts)
        {
            if (RunBy(conduct, fact) is not string what)
            {
                continue;
            }

            Destination from = Destination.Of(Source(conduct, fact));
            (Severity severity, Confidence confidence) = WeightOf(fact, from);
            yield return Report(conduct, fact, severity, confidence, from.IsKnown ? From(what, from.Shown) : what, from.Evidence);
        }
    }

    // "downloads code from X and runs it", "installs a package from X".
    private static string From(string what, string address)
    {
        int and = what.IndexOf(" and ", StringComparison.Ordinal);
        return and < 0 ? $"{what} from {address}" : what.Insert(and, $" from {address}");
    }

    private static string? RunBy(Conduct conduct, Fact fact)
    {
        Labels all = fact.TargetLabels | (conduct.ExecutedBy(fact)?.Labels ?? Labels.None);
        switch (fact.Capability)
        {
            case Capability.ExecuteCode when Has(all, Foreign):
                return Has(all, Labels.Received) ? "runs code that a peer sends it" : "downloads code and runs it";
            case Capability.LoadCode when Has(all, Foreign) && fact.Api.StartsWith("marshal.", StringComparison.Ordinal):
                return "downloads bytecode and runs it";
            case Capability.LoadCode when Has(all, Foreign) && fact.RunsByItself && IsModuleLoader(fact.Api):
                return "downloads a module and loads it";
            case Capability.LoadCode when Has(all, Foreign) && fact.RunsByItself && Unpickles(fact):
                return "downloads an object that runs code as it is unpacked and unpacks it";
            case Capability.LoadNative when Has(fact.TargetLabels, Foreign):
                return "downloads machine code and loads it";
            case Capability.ImportDynamic when Has(fact.TargetLabels, Foreign) && Has(fact.TargetLabels, Labels.Written):
                return "downloads a module and imports it";
            case Capability.Spawn when Has(StartedProgram.Of(fact).Labels, Labels.Downloaded):
                return "downloads a program and starts it";
            case Capability.InstallPackages or Capability.Spawn when fact.RunsByItself && PackageAddress(fact) is not null:
                return "installs a package";
            case Capability.InstallPackages or Capability.Spawn when fact.RunsByItself && fact.Context != CodeContext.Install && Installs(fact):
                return "installs further packages";
            default:
                return null;
        }
    }

    private static bool IsModuleLoader(string api) =>
        api.StartsWith("zipimport.", StringComparison.Ordinal) || api.StartsWith("imp.load_", StringComparison.Ordinal) || api.StartsWith("importlib.", StringComparison.Ordinal);

    // Formats in which an object says itself what is called to make it; not where the call forbids that.
    private static bool Unpickles(Fact fact) => fact.Api switch
    {
        "pickle.loads" or "pickle.load" or "pickle.Unpickler().load" or "dill.loads" or "dill.load" or "dill.load_session" or "cloudpickle.loads" or "cloudpickle.load"
            or "joblib.load" or "yaml.unsafe_load" or "jsonpickle.decode" or "pandas.read_pickle" => true,
        "torch.load" => !fact.Arguments.Any(static argument => argument is { Name: "weights_only", Value: BoolValue { Value: true } }),
        "yaml.load" => fact.Arguments.Any(static argument => argument.Value is SymbolValue { Name: "yaml.UnsafeLoader" or "yaml.Loader" }),
        _ => false,
    };

    // Clients that install a browser or load a model do so when asked and from where their users expect it.
    private static (Severity Severity, Confidence Confidence) WeightOf(Fact fact, Destination from) => (fact.RunsByItself, fact.Context, from.IsOdd) switch
    {
        (true, _, true) => (Severity.Critical, Confidence.High),
        (true, _, _) when Installs(fact) => (PackageAddress(fact) is null ? Severity.Medium : Severity.High, from.IsPublisher ? Confidence.Medium : Confidence.High),
        (true, _, _) => (Severity.High, Confidence.High),
        // Nobody hands out programs from a branch of a repository.
        _ when HostTable.ServesBranches(from.Host.Host) && ProgramFileName.IsIn(from.Address) => (Severity.Critical, Confidence.High),
        // A paste, a drop of files, an address in digits: nobody's own client fetches programs from there.
        (_, _, true) => (Severity.Critical, Confidence.High),
        (_, CodeContext.Main, _) => (Severity.High, from.IsKnown ? Confidence.High : Confidence.Medium),
        _ when ProgramFileName.IsIn(from.Address) && fact.Context != CodeContext.Test => (Severity.High, Confidence.High),
        _ when fact.Capability == Capability.ExecuteCode => (Severity.Medium, Confidence.High),
        _ => (Severity.Low, Confidence.High),
    };

    // The call before it that fetched something.
    private static Fact Source(Conduct conduct, Fact fact) =>
        PackageAddress(fact) is not null ? fact
        : conduct.Beside(fact).TakeWhile(other => !ReferenceEquals(other, fact))
            .LastOrDefault(static other => other.Capability is Capability.Fetch or Capability.Send or Capability.Connect && other.Target.Length > 0) ?? fact;

    private static bool Has(Labels labels, Labels any) => (labels & any) != Labels.None;

    private static bool Installs(Fact fact) =>
        fact.Capability == Capability.InstallPackages || (fact.Capability == Capability.Spawn && CommandClasses.Of(fact.Target).Is(CommandClass.InstallPackages));

    // pip install https://…, git+https://…
    private static string? PackageAddress(Fact fact) =>
        Installs(fact) && fact.Target.Contains("://", StringComparison.Ordinal) && Destination.Of(fact) is { IsKnown: true, IsLocal: false } from ? from.Address : null;
}
