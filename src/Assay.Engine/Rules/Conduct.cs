using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>What the Python of an artifact does, with the questions that rules ask of it.</summary>
internal sealed class Conduct
{
    private readonly ILookup<(int Module, CodeContext Context), Fact> _scopes;

    public Conduct(Subject subject)
    {
        Subject = subject;
        _scopes = Facts.ToLookup(static fact => (fact.Module, fact.Context));
    }

    public Subject Subject { get; }

    /// <summary>By module, then in the order in which the code would run.</summary>
    public ImmutableArray<Fact> Facts => Subject.Behaviour.Facts;

    public IEnumerable<Fact> Of(Capability capability) => Facts.Where(fact => fact.Capability == capability);

    public IEnumerable<Fact> Of(Capability first, Capability second) =>
        Facts.Where(fact => fact.Capability == first || fact.Capability == second);

    /// <summary>The facts of the same module that run on the same occasion, itself among them: weaker evidence of belonging together than labels.</summary>
    public IEnumerable<Fact> Beside(Fact fact) => _scopes[(fact.Module, fact.Context)];

    /// <summary>The modules and occasions, in order.</summary>
    public IEnumerable<IGrouping<(int Module, CodeContext Context), Fact>> Scopes => _scopes;

    public PythonModule? ModuleOf(Fact fact) =>
        fact.Module >= 0 && fact.Module < Subject.Behaviour.Modules.Length ? Subject.Behaviour.Modules[fact.Module] : null;

    /// <summary>The text that the fact executes; null where it does not, or the text is not known.</summary>
    public DecodedLayer? ExecutedBy(Fact fact) => Layer(fact.ExecutedLayer);

    /// <summary>The decoded text that the fact stands in; null where that is the module's own.</summary>
    public DecodedLayer? Around(Fact fact) => Layer(fact.Layer);

    /// <summary>True where the fact stands in the text of the layer, or in one that this decodes in turn.</summary>
    public bool IsWithin(Fact fact, int layer)
    {
        for (int at = fact.Layer; at > 0 && Layer(at) is { } around && around.Parent < at; at = around.Parent)
        {
            if (at == layer)
            {
                return true;
            }
        }

        return false;
    }

    private DecodedLayer? Layer(int number) =>
        number > 0 && number <= Subject.Behaviour.Layers.Length ? Subject.Behaviour.Layers[number - 1] : null;
}
