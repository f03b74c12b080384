using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>What the Python of an artifact does, with the questions that rules ask of it.</summary>
internal sealed class Conduct
{
    private const int EndsShown = 3;

    // What code does to others, in contrast to what it only asks or prepares.
    private static readonly CapabilitySet s_force = CapabilitySet.Of(
        Capability.ExecuteCode, Capability.LoadCode, Capability.LoadNative, Capability.InjectCode, Capability.Spawn, Capability.Fetch, Capability.Send,
        Capability.Connect, Capability.Listen, Capability.Resolve, Capability.Redirect, Capability.ReadStore, Capability.Persist, Capability.Elevate,
        Capability.Evade, Capability.Publish, Capability.InstallPackages, Capability.CaptureKeys, Capability.CaptureScreen, Capability.Record,
        Capability.DeleteFile, Capability.WriteClipboard);

    private readonly Lazy<ILookup<(int Module, CodeContext Context), Fact>> _scopes;
    private readonly Lazy<CapabilitySet[]> _within;

    public Conduct(Subject subject)
    {
        Subject = subject;
        _scopes = new(() => Facts.ToLookup(static fact => (fact.Module, fact.Context)));
        _within = new(FindWithin);
    }

    public Subject Subject { get; }

    /// <summary>By module, then in the order in which the code would run.</summary>
    public ImmutableArray<Fact> Facts => Subject.Behaviour.Facts;

    public IEnumerable<Fact> Of(Capability capability) => Facts.Where(fact => fact.Capability == capability);

    public IEnumerable<Fact> Of(Capability first, Capability second) =>
        Facts.Where(fact => fact.Capability == first || fact.Capability == second);

    /// <summary>The facts of the same module that run on the same occasion, itself among them: weaker evidence of belonging together than labels.</summary>
    public IEnumerable<Fact> Beside(Fact fact) => _scopes.Value[(fact.Module, fact.Context)];

    /// <summary>The modules and occasions, in order.</summary>
    public IEnumerable<IGrouping<(int Module, CodeContext Context), Fact>> Scopes => _scopes.Value;

    public PythonModule? ModuleOf(Fact fact) =>
        fact.Module >= 0 && fact.Module < Subject.Behaviour.Modules.Length ? Subject.Behaviour.Modules[fact.Module] : null;

    /// <summary>The text that the fact executes; null where it does not, or the text is not known.</summary>
    public DecodedLayer? ExecutedBy(Fact fact) => Layer(fact.ExecutedLayer);

    /// <summary>The decoded text that the fact stands in; null where that is the module's own.</summary>
    public DecodedLayer? Around(Fact fact) => Layer(fact.Layer);

    /// <summary>True where the text that the fact executes does something to others, in itself or in what it decodes in turn.</summary>
    public bool ExecutesForce(Fact fact) => fact.ExecutedLayer > 0 && fact.ExecutedLayer <= Subject.Behaviour.Layers.Length && _within.Value[fact.ExecutedLayer].Intersects(s_force);

    /// <summary>What each decoded text says that the fact stands in or that comes of what it executes, outermost first; of many the first and the last.</summary>
    public IEnumerable<Evidence> LayersOf(Fact fact)
    {
        List<DecodedLayer> chain = [.. LayersAround(fact).Reverse().Select(number => Layer(number)!)];
        int around = chain.Count;
        for (int at = fact.ExecutedLayer, next = at; Layer(at) is { } layer; at = next)
        {
            chain.Add(layer);
            next = NextWithin(at);
        }

        for (int i = 0; i < chain.Count; i++)
        {
            if (i < EndsShown || i >= chain.Count - EndsShown)
            {
                int? line = i + 1 < chain.Count ? chain[i + 1].Place.Line : i + 1 == around ? fact.Place.Line : null;
                yield return Evidence.OfLayer(chain[i].Depth, MemberPlace.LayerName(chain[i].Place.Line, chain[i].How), chain[i].ShownText, line);
            }
        }
    }

    // By layer: what facts in it, or in what it decodes in turn, do.
    private CapabilitySet[] FindWithin()
    {
        CapabilitySet[] within = new CapabilitySet[Subject.Behaviour.Layers.Length + 1];
        foreach (Fact fact in Facts)
        {
            foreach (int layer in LayersAround(fact))
            {
                within[layer] = within[layer].With(fact.Capability);
            }
        }

        return within;
    }

    // A layer is found after the one around it; 0: there is none within.
    private int NextWithin(int layer)
    {
        ImmutableArray<DecodedLayer> layers = Subject.Behaviour.Layers;
        for (int next = layer; next < layers.Length; next++)
        {
            if (layers[next].Parent == layer)
            {
                return next + 1;
            }
        }

        return 0;
    }

    /// <summary>The innermost text that comes of what the fact executes.</summary>
    public DecodedLayer? InnermostOf(Fact fact)
    {
        ImmutableArray<DecodedLayer> layers = Subject.Behaviour.Layers;
        int at = fact.ExecutedLayer;
        DecodedLayer? innermost = Layer(at);
        for (int next = at; next < layers.Length; next++)
        {
            // A layer is found after the one around it.
            if (at > 0 && layers[next].Parent == at)
            {
                innermost = layers[next];
                at = next + 1;
            }
        }

        return innermost;
    }

    private IEnumerable<int> LayersAround(Fact fact)
    {
        for (int at = fact.Layer; Layer(at) is { } around; at = around.Parent)
        {
            yield return at;
            if (around.Parent >= at)
            {
                yield break;
            }
        }
    }

    private DecodedLayer? Layer(int number) =>
        number > 0 && number <= Subject.Behaviour.Layers.Length ? Subject.Behaviour.Layers[number - 1] : null;
}
