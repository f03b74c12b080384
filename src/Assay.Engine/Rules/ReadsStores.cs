using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>What browsers, chat programs, wallets and keyrings keep for their user, read, and what becomes of it.</summary>
public sealed class ReadsStores : BehaviourRule
{
    private const Labels Stores = Labels.BrowserStore | Labels.Keyring | Labels.Wallet;

    // What marks the readers of many stores: the key that Chromium's state file holds, the shape of a chat token, calls that unprotect.
    private static readonly string[] s_opens =
        ["encrypted_key", "os_crypt", "CryptUnprotectData", "dQw4w9WgXcQ:", "mfa\\.[\\w-]{84}", "[\\w-]{24}\\.[\\w-]{6}\\.", "password_value", "encrypted_value"];

    public override string Id => "reads-stores";

    public override string Title => "Reads what browsers, wallets or keyrings keep";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (IGrouping<(int Module, CodeContext Context), Fact> scope in conduct.Scopes)
        {
            Fact[] facts = [.. scope];
            Fact[] reads = [.. facts.Where(IsRead)];
            bool sends = false;
            foreach (Fact fact in facts)
            {
                Labels sent = Stores & SendsSecrets.SentBy(fact);
                Destination to = Destination.Of(fact);
                if (sent != Labels.None && !to.IsLocal)
                {
                    sends = true;
                    // Programs which use a browser's cookies send them where these belong; they do it when asked, to where they are told.
                    (Severity severity, Confidence confidence) = sent == Labels.Keyring && !to.IsOdd
                        ? (fact.RunsByItself ? Severity.High : Severity.Low, fact.RunsByItself && SendsSecrets.IsHandedOver(fact, sent, to) ? Confidence.High : Confidence.Medium)
                        : fact.RunsByItself || to.IsOdd ? (Severity.Critical, Confidence.High)
                        : to.IsKnown && Count(reads) > 1 ? (Severity.Critical, Confidence.High)
                        : (Severity.Medium, Confidence.High);
                    yield return Report(conduct, fact, severity, confidence, $"sends {Origin(sent)} {to.Words}", to.Evidence);
                }
            }

            if (sends || reads.Length == 0)
            {
                continue;
            }

            if (Suspect(conduct, facts, reads) is var (confidenceOfMany, whereTo))
            {
                yield return Report(conduct, reads[0], reads[0].RunsByItself ? Severity.Critical : Severity.High, confidenceOfMany,
                    $"reads {Count(reads)} stores of browsers, chat programs or wallets{whereTo}",
                    new Evidence("stores", Excerpt(string.Join(", ", reads.Select(NameOf).Distinct(StringComparer.Ordinal)))));
            }
            else
            {
                yield return Report(conduct, reads[0], reads[0].RunsByItself ? Severity.Medium : Severity.Low, Confidence.Medium,
                    $"reads {Origin(Stores & LabelsOf(reads[0])) ?? "a protected store"}");
            }
        }
    }

    // No flow is seen from the stores to the network, but only what collects from many of them opens them and has somewhere to send.
    private static (Confidence Confidence, string To)? Suspect(Conduct conduct, Fact[] facts, Fact[] reads)
    {
        if (Count(reads) < 2)
        {
            return null;
        }

        bool opens = Array.Exists(facts, static fact => fact.Api.EndsWith("CryptUnprotectData", StringComparison.Ordinal))
            || (conduct.ModuleOf(reads[0])?.Texts.Any(static text => Array.Exists(s_opens, mark => text.Contains(mark, StringComparison.Ordinal))) ?? false);
        Destination? sink = facts.Where(static fact => fact.Capability is Capability.Send or Capability.Connect)
            .Select(fact => Destination.Of(fact)).Where(static to => !to.IsLocal).OrderByDescending(static to => to.IsOdd).FirstOrDefault();
        return sink switch
        {
            { IsOdd: true } => (Confidence.High, $", and sends {sink.Words}"),
            { IsKnown: true } when opens => (Confidence.High, $", and sends {sink.Words}"),
            not null when opens || reads[0].RunsByItself => (Confidence.Medium, ", and sends to the network"),
            null when opens && reads[0].RunsByItself => (Confidence.Medium, ""),
            _ => null,
        };
    }

    private static bool IsRead(Fact fact) =>
        fact.Capability == Capability.ReadStore || (fact.Capability is Capability.ReadFile or Capability.ListFiles or Capability.WriteFile && PathOf(fact) is not null);

    // The argument that names the store: of a copy it is the one that is read.
    private static string? PathOf(Fact fact) =>
        fact.Arguments.Select(static argument => argument.Value).OfType<TextValue>().Select(static text => text.Text)
            .Append(fact.Capability == Capability.WriteFile ? "" : fact.Target)
            .FirstOrDefault(static path => (PathClasses.LabelsOf(path) & Stores) != Labels.None);

    private static string NameOf(Fact fact) => PathOf(fact) ?? (fact.Target.Length > 0 ? fact.Target : fact.Api);

    private static Labels LabelsOf(Fact fact) => fact.AllLabels | (PathOf(fact) is string path ? PathClasses.LabelsOf(path) : Labels.None);

    // The keyring's own module gives one secret to whom it belongs to.
    private static int Count(Fact[] reads) => reads.Where(static fact => !fact.Api.StartsWith("keyring.", StringComparison.Ordinal)).Select(NameOf).Distinct(StringComparer.Ordinal).Count();
}
