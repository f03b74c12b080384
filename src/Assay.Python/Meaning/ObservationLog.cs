using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Collects what is seen. The same thing seen twice is kept once; calls with other known arguments are kept apart.</summary>
internal sealed class ObservationLog(ProgramLimits limits)
{
    /// <summary>Calls at one place that are kept apart; all others there are one, with all that they say.</summary>
    private const int MaxAtOnePlace = 96;
    private const int MaxGathered = 1 << 16;
    private const int MaxShortfalls = 4_096;

    private readonly List<Observation> _observations = [];
    private readonly Dictionary<(ObservationKind, string, Site, Trigger), List<int>> _at = [];
    private readonly Dictionary<(int, Trigger), int> _counts = [];
    private readonly List<Layer> _layers = [];
    private readonly List<Shortfall> _shortfalls = [];
    private readonly HashSet<(int, string, Trigger)> _known = [];
    private readonly List<UnparsedRegion> _unparsed = [];

    public int LayerCount => _layers.Count;

    public int AddLayer(Layer layer)
    {
        _layers.Add(layer);
        return _layers.Count;
    }

    /// <summary>Adds a shortfall, once a module, limit and trigger.</summary>
    public void AddShortfall(Site site, string limit, Trigger trigger, string detail)
    {
        if (_shortfalls.Count < MaxShortfalls && _known.Add((site.Module, limit, trigger)))
        {
            _shortfalls.Add(new Shortfall(site, limit, trigger, detail));
        }
    }

    public void AddUnparsed(int module, int layer, Trigger trigger, ImmutableArray<SyntaxError> errors)
    {
        foreach (SyntaxError error in errors)
        {
            _unparsed.Add(new UnparsedRegion(new Site(module, layer, error.Start, error.End), trigger, error));
        }
    }

    /// <summary>Adds an observation; <paramref name="trail"/> is written out only where it is new or says more.</summary>
    public void Add(Observation observation, Trail? trail)
    {
        (ObservationKind, string, Site, Trigger) key = (observation.Kind, observation.Api, observation.Site, observation.Trigger);
        if (!_at.TryGetValue(key, out List<int>? places))
        {
            _at.Add(key, places = []);
        }

        foreach (int place in places)
        {
            Observation known = _observations[place];
            if (Knowing.Covers(known.Arguments, observation.Arguments) && known.ExecutedLayer >= observation.ExecutedLayer)
            {
                _observations[place] = Merge(known, observation);
                return;
            }

            if (Knowing.Covers(observation.Arguments, known.Arguments) && observation.ExecutedLayer >= known.ExecutedLayer)
            {
                _observations[place] = Merge(observation, known) with { Trail = Trail.ToSteps(trail) };
                return;
            }
        }

        (int, Trigger) module = (observation.Site.Module, observation.Trigger);
        int count = _counts.GetValueOrDefault(module);
        if (places.Count >= MaxAtOnePlace)
        {
            // Where somebody must call it first, a detail among a hundred calls at one place is no gap.
            if (!TryGather(places[^1], observation) && observation.Trigger >= Trigger.Plugin)
            {
                AddShortfall(observation.Site, nameof(ProgramLimits.MaxObservations), observation.Trigger, $"more calls of {observation.Api} than are kept");
            }

            return;
        }

        if (count >= limits.MaxObservations)
        {
            AddShortfall(observation.Site, nameof(ProgramLimits.MaxObservations), observation.Trigger, "more is done here than is kept");
            return;
        }

        _counts[module] = count + 1;
        places.Add(_observations.Count);
        _observations.Add(observation with { Trail = Trail.ToSteps(trail) });
    }

    public ProgramReading ToReading(ModuleTable modules)
    {
        // The trees alone: what was known of the modules while they were read is let go.
        Dictionary<int, SyntaxTree> trees = modules.Trees();
        return new ProgramReading(
            [.. _observations.OrderBy(static observation => observation.Site.Module)],
            [.. _layers],
            [.. _shortfalls],
            [.. _unparsed])
        {
            TreeOf = trees.GetValueOrDefault,
        };
    }

    /// <summary>Adds what a further call at a place says to the last one that is kept there; false where that holds no more.</summary>
    private bool TryGather(int place, Observation more)
    {
        Observation kept = _observations[place];
        ImmutableArray<Argument> arguments = kept.Arguments;
        bool fits = true;
        for (int i = 0; i < arguments.Length && i < more.Arguments.Length; i++)
        {
            // Before anything is looked through or made: a loop comes here in each round.
            if (arguments[i].Value is TextValue full && more.Arguments[i].Value is TextValue next && full.Text.Length + next.Text.Length >= MaxGathered)
            {
                fits = false;
                continue;
            }

            Value gathered = (arguments[i].Value, more.Arguments[i].Value) switch
            {
                (TextValue left, TextValue right) when left.Text.Contains(right.Text, StringComparison.Ordinal) => left,
                (TextValue left, TextValue right) => left with { Text = left.Text + "\n" + right.Text, IsPartial = true },
                (SequenceValue left, SequenceValue right) => left with { Items = left.Items.AddRange(right.Items.Where(item => !left.Items.Contains(item))), IsPartial = true },
                ({ } left, _) => left,
            };
            if (gathered is TextValue { Text.Length: > MaxGathered } or SequenceValue { Items.Length: > MaxGathered / 64 })
            {
                fits = false;
                continue;
            }

            arguments = arguments.SetItem(i, arguments[i] with { Value = gathered });
        }

        _observations[place] = Merge(kept with { Arguments = arguments }, more);
        return fits;
    }

    private static Observation Merge(Observation kept, Observation other)
    {
        ImmutableArray<Argument> arguments = kept.Arguments;
        for (int i = 0; i < arguments.Length && i < other.Arguments.Length; i++)
        {
            Labels more = Provenance.Of(other.Arguments[i].Value);
            if ((arguments[i].Value.Labels | more) != arguments[i].Value.Labels)
            {
                arguments = arguments.SetItem(i, arguments[i] with { Value = arguments[i].Value.With(more) });
            }
        }

        return kept with
        {
            Arguments = arguments,
            Receiver = kept.Receiver is null ? other.Receiver : other.Receiver is null ? kept.Receiver : kept.Receiver.With(other.Receiver.Labels),
            Result = kept.Result.With(other.Result.Labels),
            IsGuarded = kept.IsGuarded && other.IsGuarded,
            ExecutedLayer = Math.Max(kept.ExecutedLayer, other.ExecutedLayer),
        };
    }
}
