using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>What the tables of this folder know, as the analysis of Python asks for it.</summary>
public static class AssayKnowledge
{
    public static Knowledge All { get; } = new(
        static name => ApiCatalogue.Find(name) ?? KnownApis.Find(name),
        PathClasses.LabelsOf,
        SecretNames.LabelsOfVariable,
        SecretNames.LabelsOfName,
        HostClasses.LabelsOf)
    {
        NamesBelow = ApiCatalogue.NamesBelow,
    };
}
