using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>A row of the API catalogue: an API of the standard library or of the ecosystem, what it can do, and which arguments matter.</summary>
/// <param name="Name">See <see cref="Api"/>.</param>
/// <param name="Capability">What a call does.</param>
/// <param name="Target">Position or name of the argument that says to what: address, command, path, variable, module. <c>self</c>: the receiver's. Null: none.</param>
/// <param name="Source">Where the entry comes from: the module's page of the standard library (<c>library/subprocess</c>), a project's documentation.</param>
public sealed record CatalogueEntry(string Name, Capability Capability, string? Target, string Source) : Api(Name)
{
    /// <summary>A second thing that the same call does.</summary>
    public Capability? Also { get; init; }
}
