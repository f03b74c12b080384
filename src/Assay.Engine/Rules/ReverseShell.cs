using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>A shell for somebody elsewhere: a connection joined to a program, or commands that a peer or a chat sends.</summary>
public sealed class ReverseShell : BehaviourRule
{
    private const int LeastToken = 20;
    private const string SocketResult = "socket.socket()";

    public override string Id => "reverse-shell";

    public override string Title => "Gives somebody elsewhere a shell";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Facts)
        {
            if (fact.Capability == Capability.Spawn && CommandClasses.Of(fact.Target).Is(CommandClass.ReverseShell))
            {
                yield return Report(conduct, fact, Severity.Critical, Confidence.High,
                    $"starts a shell and joins it to a connection {Destination.Of(fact).Words}", Destination.Of(fact).Evidence);
            }
            else if (fact.Capability == Capability.Spawn && fact.RunsByItself && CommandClasses.Of(fact.Target).Is(CommandClass.Tunnel))
            {
                yield return Report(conduct, fact, Severity.High, Confidence.Medium, "opens a way into the machine from outside, by a command,", Destination.Of(fact).Evidence);
            }
            else if (fact.Capability is Capability.Spawn && Has(StartedProgram.Of(fact).Labels, Labels.Received))
            {
                // A server that runs what it is asked to says so; one that also sends the output back to a place of its own does not.
                Destination peer = PeerOf(conduct, fact);
                bool answers = conduct.Beside(fact).Any(static other => other.Capability is Capability.Send && Has(other.AllLabels, Labels.ProcessOutput));
                bool serves = fact.Target.Length == 0 && (ListensUnasked(conduct, fact) || HasOwnToken(conduct, fact));
                Confidence confidence = fact.RunsByItself || answers || serves || peer.IsOdd ? Confidence.High : Confidence.Medium;
                yield return Report(conduct, fact, fact.RunsByItself || confidence >= Confidence.High ? Severity.Critical : Severity.High, confidence,
                    answers ? $"runs the commands that a peer sends and returns what they print{Connected(peer)}" : $"runs the commands that a peer sends{Connected(peer)}",
                    peer.Evidence);
            }
            else if (Joins(fact) && PeerFact(conduct, fact) is { } link)
            {
                Destination peer = Destination.Of(link);
                bool listens = link.Capability == Capability.Listen;
                yield return Report(conduct, fact, Severity.Critical, Confidence.High,
                    listens ? "waits for a connection and joins it to a program's input and output" : $"joins a program's input and output to a connection{Connected(peer)}",
                    peer.Evidence);
            }
        }
    }

    // A server that begins to wait before anybody asks for one, and runs whole command lines that it is sent.
    private static bool ListensUnasked(Conduct conduct, Fact fact) =>
        conduct.Of(Capability.Listen).Any(other => other.Module == fact.Module && other.RunsByItself);

    // A bot whose token stands in the text is its author's, whoever runs it.
    private static bool HasOwnToken(Conduct conduct, Fact fact) => conduct.Of(Capability.Connect).Any(other => other.Module == fact.Module
        && ApisOfMessages.IsBot(other.Api) && other.Arguments.Any(static argument => argument.Name is null or "token" or "bot_token"
            && argument.Value is TextValue { IsPartial: false, Text.Length: >= LeastToken } token && !token.Text.Contains(' ', StringComparison.Ordinal)));

    // dup2 of a socket's descriptor, or a shell whose streams are a socket's.
    private static bool Joins(Fact fact) => fact.Capability switch
    {
        Capability.Redirect => fact.Arguments.Any(static argument => IsOfSocket(argument.Value)) || (IsShell(fact) && fact.Api.StartsWith("pty.", StringComparison.Ordinal)),
        Capability.Spawn => fact.Arguments.Any(argument => argument.Name is "stdin" or "stdout" or "stderr"
            && (IsOfSocket(argument.Value) || (argument.Value is UnknownValue && IsShell(fact)))),
        _ => false,
    };

    private static bool IsOfSocket(Value value) => value is ResultValue result
        && (result.Name.StartsWith(SocketResult, StringComparison.Ordinal) || result.Name.Contains(".accept()", StringComparison.Ordinal));

    private static bool IsShell(Fact fact) => CommandClasses.Of(fact.Target).Is(CommandClass.Shell);

    private static Fact? PeerFact(Conduct conduct, Fact fact) =>
        conduct.Beside(fact).FirstOrDefault(static other => other.Capability == Capability.Listen || (other.Capability == Capability.Connect && !Destination.Of(other).IsLocal));

    private static Destination PeerOf(Conduct conduct, Fact fact) => PeerFact(conduct, fact) is { } link ? Destination.Of(link) : Destination.Unknown;

    private static string Connected(Destination peer) => peer.IsKnown ? $" {peer.Words}" : "";

    private static bool Has(Labels labels, Labels any) => (labels & any) != Labels.None;
}
