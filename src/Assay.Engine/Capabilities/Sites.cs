using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Python.Meaning;
using Assay.Python.Syntax;
using Assay.Python.Text;

namespace Assay.Engine.Capabilities;

/// <summary>Where the sites of an analysis are, as people say it.</summary>
internal sealed class Sites(ImmutableArray<LoadedFile> files, ProgramReading reading)
{
    private readonly Dictionary<int, ImmutableArray<string>> _layers = [];

    /// <summary>A site as a place: the member, the layers around it, offset where it counts in the member's own bytes, line and column.</summary>
    public MemberPlace PlaceOf(Site site)
    {
        LoadedFile loaded = files[site.Module];
        (int? line, int? column) = PositionOf(site);
        bool own = site.Layer == 0 && loaded.Text is { Offsets: true };
        int mark = loaded.Text?.MarkBytes ?? 0;
        return new MemberPlace(
            loaded.File.Path, own ? site.Start + mark : null, own ? site.End - site.Start : null,
            loaded.File.IsBytecode && site.Layer == 0 ? null : line, loaded.File.IsBytecode && site.Layer == 0 ? null : column)
        {
            Layers = LayersAround(site.Layer),
        };
    }

    /// <summary>The source line at a site, with its indentation; see <see cref="Excerpt.LineAt"/>.</summary>
    public string LineAt(Site site) =>
        TreeOf(site) is SyntaxTree tree && site.Start <= tree.Source.Length ? Excerpt.LineAt(tree.Source.Span, site.Start) : "";

    /// <summary>The steps that lead to an observation.</summary>
    public ImmutableArray<string> TrailOf(Observation observation)
    {
        ImmutableArray<string>.Builder trail = ImmutableArray.CreateBuilder<string>(observation.Trail.Length + 1);
        if (observation.Why.Length > 0)
        {
            trail.Add(observation.Why);
        }

        foreach (TrailStep step in observation.Trail)
        {
            trail.Add($"{(PlaceOf(step.Site) with { Column = null }).Describe()} {step.Text}");
        }

        return trail.ToImmutable();
    }

    private SyntaxTree? TreeOf(Site site) => site.Layer == 0 ? reading.TreeOf(site.Module) : reading.Layers[site.Layer - 1].Tree;

    private (int? Line, int? Column) PositionOf(Site site)
    {
        if (TreeOf(site) is not SyntaxTree tree || site.Start > tree.Source.Length)
        {
            return (null, null);
        }

        Position position = tree.PositionOf(site.Start);
        return (position.Line, position.Column);
    }

    private ImmutableArray<string> LayersAround(int layer)
    {
        if (layer == 0)
        {
            return [];
        }

        if (!_layers.TryGetValue(layer, out ImmutableArray<string> names))
        {
            Layer own = reading.Layers[layer - 1];

            // A parent is numbered before what it holds, so this ends.
            ImmutableArray<string> outer = own.Parent.Layer < layer ? LayersAround(own.Parent.Layer) : [];
            names = outer.Add(MemberPlace.LayerName(PositionOf(own.Parent).Line, own.How));
            _layers.Add(layer, names);
        }

        return names;
    }
}
