using System.Collections.Immutable;
using Assay.Fuzz.Targets;

namespace Assay.Fuzz;

/// <summary>Every door. A new one is one file in Targets and one line here.</summary>
internal static class Doors
{
    public static ImmutableArray<Door> All { get; } =
    [
        new("zip", ZipTarget.Run, Seeds.Zips),
        new("tar", TarTarget.Run, Seeds.Tars),
        new("compressed-tar", CompressedStreamTarget.Run, Seeds.CompressedTars),
        new("artifact", ArtifactTarget.Run, Seeds.Artifacts),
        new("version", VersionTarget.Run, Seeds.Versions),
        new("requirement", RequirementTarget.Run, Seeds.Requirements),
        new("requirements-file", RequirementsFileTarget.Run, Seeds.RequirementsFiles),
        new("metadata", MetadataTarget.Run, Seeds.Metadata),
        new("record", RecordTarget.Run, Seeds.Records),
        new("build-system", BuildSystemTarget.Run, Seeds.Projects),
        new("index-json", SimpleIndexJson.Run, Seeds.JsonPages),
        new("index-html", SimpleIndexHtml.Run, Seeds.HtmlPages),
        new("policy", PolicyTarget.Run, Seeds.Policies),
        new("netrc", NetrcTarget.Run, Seeds.Netrcs),
        new("pip-configuration", PipConfigurationTarget.Run, Seeds.PipConfigurations),
        new("uv-configuration", UvConfigurationTarget.Run, Seeds.Projects),
        new("lock", LockTarget.Run, Seeds.Locks),
        new("lockfiles", LockfilesTarget.Run, LockfileSeeds.All),
        new("command-line", CommandLineTarget.Run, Seeds.CommandLines),
        new("user-agent", UserAgentTarget.Run, Seeds.UserAgents),
        new("connect-head", ConnectHeadTarget.Run, Seeds.ConnectHeads),
        new("guard-address", GuardAddressTarget.Run, Seeds.GuardAddresses),
        new("osv-json", OsvJsonTarget.Run, Seeds.OsvRecords),
        new("osv-yaml", OsvYamlTarget.Run, Seeds.OsvYamls),
        new("safety", SafetyTarget.Run, Seeds.SafetyDatabases),
        new("modified-list", ModifiedListTarget.Run, Seeds.ModifiedLists),
        new("python-source", PythonSourceTarget.Run, PythonSeeds.Sources),
        new("marshal", MarshalTarget.Run, PythonSeeds.Bytecode),
        new("environment", EnvironmentTarget.Run, Seeds.Environments),
        new("advisory-index", AdvisoryIndexTarget.Run, AdvisorySeeds.Indexes),
        new("folding", FoldingTarget.Run, Seeds.Foldings),
    ];

    public static Door? Find(string name) => All.FirstOrDefault(door => door.Name == name);
}
