using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>A row of the API catalogue: an API of the standard library or of the ecosystem, what it can do, and which arguments matter.</summary>
/// <param name="Name">See <see cref="Api"/>.</param>
/// <param name="Capability">What a call does.</param>
/// <param name="Target">
/// The argument that says to what: address, command, path, variable, module, as <see cref="ArgumentSelector"/> reads it; of the receiver
/// (<c>self</c>) what it was made with. <c>0*</c>: every positional one from 0 on, <c>self+1|url</c>: a base and what is joined to it. Null: none.
/// </param>
/// <param name="Source">Where the entry comes from: the module's page of the standard library (<c>library/subprocess</c>), a project's documentation.</param>
public sealed record CatalogueEntry(string Name, Capability Capability, string? Target, string Source) : KnownApi(Name, Target)
{
    /// <summary>A second thing that the same call does.</summary>
    public Capability? Also { get; init; }

    /// <summary>The argument that, with <c>w</c>, <c>a</c>, <c>x</c> or <c>+</c> in it, makes a <see cref="Capability.ReadFile"/> a <see cref="Capability.WriteFile"/>.</summary>
    public string? Mode { get; init; }

    /// <summary>
    /// True where a call counts only if it carries secrets to a host that is named and somebody else's: what clients of databases and logs
    /// do is mostly their user's own matter.
    /// </summary>
    public bool CountsWithSecrets { get; init; }

    /// <summary>The address it talks to whatever its arguments are.</summary>
    public string? Address { get; init; }
}
