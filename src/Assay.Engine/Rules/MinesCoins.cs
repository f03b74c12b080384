using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A program that mines coins for somebody else: started, fetched, or talked to as a pool is.</summary>
public sealed class MinesCoins : BehaviourRule
{
    // The protocol between miners and pools, and programs that do nothing else.
    private static readonly ImmutableArray<string> s_schemes = ["stratum+tcp://", "stratum+ssl://", "stratum+tls://", "stratum1+tcp://", "stratum2+tcp://"];
    private static readonly ImmutableArray<string> s_miners = ["xmrig", "xmr-stak", "minerd", "cpuminer", "ethminer", "nbminer", "lolminer", "nanominer", "phoenixminer", "ccminer", "teamredminer"];

    public override string Id => "mines-coins";

    public override string Title => "Mining of coins";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Facts)
        {
            string? does = fact.Capability switch
            {
                Capability.Spawn when CommandClasses.Of(fact.Target).Is(CommandClass.Mine) || Names(fact.Target, s_schemes) => "starts a program that mines coins",
                Capability.Fetch when Names(fact.Target, s_miners) => "fetches a program that mines coins",
                Capability.Spawn when fact.RunsByItself && Names(fact.Target, s_miners) => "fetches or starts a program that mines coins",
                Capability.Connect or Capability.Send when Names(fact.Target, s_schemes) || Pool(conduct, fact) => "talks to a pool of coin miners",
                _ => null,
            };
            if (does is not null)
            {
                yield return Report(conduct, fact, fact.RunsByItself ? Severity.Critical : Severity.Medium, Confidence.High, does);
            }
        }
    }

    // Miners talk in lines of JSON: the calls have names of their own.
    private static bool Pool(Conduct conduct, Fact fact) =>
        conduct.ModuleOf(fact) is { } module && module.Texts.Any(static text => text.Contains("mining.subscribe", StringComparison.Ordinal))
        && module.Texts.Any(static text => text.Contains("mining.submit", StringComparison.Ordinal));

    private static bool Names(string text, ImmutableArray<string> words) => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
