using System.Collections.Immutable;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>Says of each observation what capability it is, of what target and with what data.</summary>
internal static class FactWriter
{
    /// <summary>Characters of executed text shown as a target; the whole is a layer.</summary>
    private const int MaxCode = 200;

    public static ImmutableArray<Fact> Write(ProgramReading reading, Sites sites)
    {
        // Text that is executed is seen as a call too; one of the two is enough.
        HashSet<(Site, Trigger, string)> executed =
            [.. reading.Observations.Where(static seen => seen.Kind == ObservationKind.Execute).Select(static seen => (seen.Site, seen.Trigger, seen.Api))];
        ImmutableArray<Fact>.Builder facts = ImmutableArray.CreateBuilder<Fact>();
        foreach (Observation seen in reading.Observations)
        {
            switch (seen.Kind)
            {
                case ObservationKind.Call or ObservationKind.Read when ApiCatalogue.Find(seen.Api) is CatalogueEntry entry:
                    foreach (Capability capability in CapabilitiesOf(entry, seen))
                    {
                        if (capability != Capability.ExecuteCode || !executed.Contains((seen.Site, seen.Trigger, seen.Api)))
                        {
                            facts.Add(Of(capability, entry, seen, sites));
                        }
                    }

                    break;
                case ObservationKind.Execute:
                    facts.Add(OfFirst(Capability.ExecuteCode, seen, sites));
                    break;
                case ObservationKind.Import:
                    facts.Add(OfFirst(Capability.ImportDynamic, seen, sites));
                    break;
                case ObservationKind.Patch:
                    facts.Add(Fact(Capability.ReplaceFunction, seen.Api, seen, sites, seen.Api, Labels.None, LabelsOf(seen.Arguments)));
                    break;
                default:
                    break;
            }
        }

        return facts.ToImmutable();
    }

    private static IEnumerable<Capability> CapabilitiesOf(CatalogueEntry entry, Observation seen)
    {
        bool writes = entry.Mode is string selector
            && ArgumentSelector.Find(seen.Arguments, seen.Receiver, selector) is TextValue mode && mode.Text.AsSpan().IndexOfAny("wax+") >= 0;
        yield return writes ? Capability.WriteFile : entry.Capability;
        if (entry.Also is Capability also)
        {
            yield return also;
        }
    }

    private static Fact Of(Capability capability, CatalogueEntry entry, Observation seen, Sites sites)
    {
        (string target, Labels labels) = TargetText.Of(entry, seen.Arguments, seen.Receiver);
        return Fact(capability, entry.Name, seen, sites, target, labels, DataOf(entry, seen));
    }

    private static Labels DataOf(CatalogueEntry entry, Observation seen)
    {
        Value? target = entry.Target is string selector && !selector.EndsWith('*') ? TargetText.Select(selector.Split('+')[^1], seen.Arguments, null) : null;

        // A request object brings its body along.
        Labels labels = target is ResultValue ? Provenance.Of(target) : Labels.None;
        if (entry.Data is string data)
        {
            foreach (Range range in data.AsSpan().Split('|'))
            {
                labels |= ArgumentSelector.Find(seen.Arguments, seen.Receiver, data[range]) is Value value ? Provenance.Of(value) : Labels.None;
            }

            return labels;
        }

        bool own = entry.Target is not null && entry.Target.StartsWith(ArgumentSelector.Receiver, StringComparison.Ordinal);
        labels |= seen.Receiver is Value receiver && !own ? Provenance.Of(receiver) : Labels.None;
        foreach (Argument argument in seen.Arguments)
        {
            labels |= ReferenceEquals(argument.Value, target) ? Labels.None : Provenance.Of(argument.Value);
        }

        return labels;
    }

    private static Fact OfFirst(Capability capability, Observation seen, Sites sites)
    {
        if (seen.Arguments.IsEmpty)
        {
            return Fact(capability, seen.Api, seen, sites, "", Labels.None, Labels.None);
        }

        Value first = seen.Arguments[0].Value;
        string text = TargetText.Of(first is CodeValue code ? code.Source : first);
        text = text.Length > MaxCode ? text[..MaxCode] : text;
        return Fact(capability, seen.Api, seen, sites, text, Provenance.Of(first), LabelsOf(seen.Arguments[1..]));
    }

    private static Labels LabelsOf(ImmutableArray<Argument> arguments)
    {
        Labels labels = Labels.None;
        foreach (Argument argument in arguments)
        {
            labels |= Provenance.Of(argument.Value);
        }

        return labels;
    }

    private static Fact Fact(Capability capability, string api, Observation seen, Sites sites, string target, Labels targetLabels, Labels dataLabels) => new(
        capability, api, FactReader.ContextOf(seen.Trigger), sites.PlaceOf(seen.Site), seen.Site.Module, seen.Site.Layer, sites.TrailOf(seen),
        sites.LineAt(seen.Site), target, targetLabels, dataLabels, seen.Arguments, seen.Receiver, seen.ExecutedLayer, seen.IsGuarded);
}
