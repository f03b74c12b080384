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
        // Text that is executed, a module that is imported are seen as a call too; one of the two is enough.
        HashSet<(Site, Trigger)> special =
            [.. reading.Observations.Where(static seen => seen.Kind is ObservationKind.Execute or ObservationKind.Import).Select(static seen => (seen.Site, seen.Trigger))];
        ImmutableArray<Fact>.Builder facts = ImmutableArray.CreateBuilder<Fact>();
        foreach (Observation seen in reading.Observations)
        {
            switch (seen.Kind)
            {
                case ObservationKind.Call or ObservationKind.Read when ApiCatalogue.Find(seen.Api) is CatalogueEntry entry:
                    foreach (Capability capability in CapabilitiesOf(entry, seen))
                    {
                        Fact fact = Of(capability, entry, seen, sites);
                        bool isSaid = capability is Capability.ExecuteCode or Capability.ImportDynamic && special.Contains((seen.Site, seen.Trigger));
                        if (!isSaid && (!entry.CountsWithSecrets || TakesSecrets(fact)) && !(capability == Capability.ImportDynamic && IsKnown(fact.Target)))
                        {
                            facts.Add(fact);
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

    private static bool TakesSecrets(Fact fact) =>
        (fact.DataLabels & (Labels.Environment | Labels.EnvironmentSecret | Labels.SecretFile | Labels.BrowserStore | Labels.Wallet | Labels.Keyring | Labels.CloudIdentity)) != Labels.None
        && HostClasses.Of(fact.Target).IsForeign;

    private static bool IsKnown(string target) => target.Length > 0 && !target.Contains(TextValue.Hole, StringComparison.Ordinal);

    private static IEnumerable<Capability> CapabilitiesOf(CatalogueEntry entry, Observation seen)
    {
        yield return entry.Capability switch
        {
            Capability.ReadFile when IsWriting(entry, seen) => Capability.WriteFile,
            Capability.Fetch when HasBody(entry, seen.Arguments, seen.Receiver) => Capability.Send,
            Capability.Send when OnlyAsks(entry, seen) => Capability.Fetch,
            _ => entry.Capability,
        };
        if (entry.Also is Capability also)
        {
            yield return also;
        }
    }

    private static bool IsWriting(CatalogueEntry entry, Observation seen) =>
        entry.Mode is string selector
        && ArgumentSelector.Find(seen.Arguments, seen.Receiver, selector) is TextValue mode && mode.Text.AsSpan().IndexOfAny("wax+") >= 0;

    // A body of its own, or that of the request object it is given.
    private static bool HasBody(KnownApi entry, ImmutableArray<Argument> arguments, Value? receiver) =>
        (entry.Body is string selector && Each(selector, arguments, receiver).Any(static body => body is not NoneValue))
        || (entry.Target is string target && !target.EndsWith('*') && TargetText.Select(target.Split('+')[^1], arguments, receiver) is ResultValue request
            && TargetText.MakerOf(request) is { Body: not null } maker && HasBody(maker, request.Arguments, null));

    private static bool OnlyAsks(CatalogueEntry entry, Observation seen) =>
        entry.Verb is string selector && ArgumentSelector.Find(seen.Arguments, seen.Receiver, selector) is TextValue verb
        && (verb.Text.Equals("GET", StringComparison.OrdinalIgnoreCase) || verb.Text.Equals("HEAD", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<Value> Each(string selector, ImmutableArray<Argument> arguments, Value? receiver)
    {
        foreach (string word in selector.Split('|'))
        {
            if (ArgumentSelector.Find(arguments, receiver, word) is Value value)
            {
                yield return value;
            }
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
            return Each(data, seen.Arguments, seen.Receiver).Aggregate(labels, static (all, value) => all | Provenance.Of(value));
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
        sites.LineAt(seen.Site), target, targetLabels, dataLabels, seen.Arguments, seen.Receiver, seen.ExecutedLayer, seen.IsGuarded)
    {
        IsInReplacement = seen.Trail.Any(static step => step.IsReplacement),
    };
}
