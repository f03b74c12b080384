using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>What the tables of this folder know, as the analysis of Python asks for it.</summary>
public static class AssayKnowledge
{
    // Asked for every name that code uses: one look in place of one in each table.
    private static readonly Dictionary<string, Api> s_apis = Apis();

    public static Knowledge All { get; } = new(
        static name => s_apis.GetValueOrDefault(name),
        PathClasses.LabelsOf,
        SecretNames.LabelsOfVariable,
        SecretNames.LabelsOfName,
        HostClasses.LabelsOf)
    {
        NamesBelow = ApiCatalogue.NamesBelow,
        FlowOf = CommandFlows.OfCall,
        EffectOf = FetchingCommand.EffectOf,
    };

    private static Dictionary<string, Api> Apis()
    {
        Dictionary<string, Api> apis = new(StringComparer.Ordinal);
        foreach (Api api in KnownApis.All.Concat(ApiCatalogue.All))
        {
            // Of an API that both know, the catalogue says more.
            apis[api.Name] = api;
        }

        return apis;
    }
}
