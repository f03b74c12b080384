using System.Collections.Frozen;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>A package that reports to somebody, or talks to a host of a kind that hides its owner, before anybody calls it.</summary>
public sealed class ContactsAtStart : BehaviourRule
{
    // The platform's name chooses a download; these name a person, a machine, a place.
    private static readonly FrozenSet<string> s_identity = FrozenSet.Create(
        "socket.gethostname", "socket.getfqdn", "platform.node", "getpass.getuser", "os.getlogin", "os.uname", "platform.uname", "uuid.getnode", "uuid.uuid1",
        "pwd.getpwuid", "pwd.getpwnam", "os.getuid", "os.geteuid", "os.getcwd", "socket.gethostbyname", "socket.gethostbyname_ex", "psutil.users",
        "psutil.net_if_addrs", "netifaces.interfaces", "netifaces.ifaddresses", "os.path.expanduser", "pathlib.Path.home", "win32api.GetUserName",
        "win32api.GetComputerName", "getmac.get_mac_address");

    public override string Id => "contacts-at-start";

    public override string Title => "A report to somebody, or a hidden host, before anything is called";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        bool identifies = conduct.Of(Capability.ReadHostInfo).Any(static fact => fact.RunsByItself && s_identity.Contains(fact.Api));
        foreach (Fact fact in conduct.Facts)
        {
            // What stands in the place of somebody else's function runs when that one is called.
            if (!fact.RunsByItself || fact.IsInReplacement)
            {
                continue;
            }

            Destination to = Destination.Of(fact);
            // A datagram socket that is "connected" to a public name server sends nothing: it tells the own address.
            if (fact.Capability is Capability.Connect or Capability.Resolve && to.IsNameServer)
            {
                continue;
            }

            if (!to.IsLocal && (JudgeReport(conduct, fact, to, identifies) ?? JudgeHost(conduct, fact, to)) is { } finding)
            {
                yield return finding;
            }
        }
    }

    // Data about the machine goes out: in a body, an address, a name that is asked for.
    private Finding? JudgeReport(Conduct conduct, Fact fact, Destination to, bool identifies)
    {
        // The own name's own address is asked for by gethostbyname(gethostname()).
        bool asks = fact.Capability == Capability.Resolve;
        if ((SendsSecrets.SentBy(fact) & Labels.HostInfo) == Labels.None || (asks && !to.IsKnown))
        {
            return null;
        }

        string does = asks ? $"gives away what it learned about user and machine within a name, {to.Shown}," : $"sends what it learned about user and machine {to.Words}";
        if (!identifies)
        {
            bool sends = fact.Capability == Capability.Send && to.IsKnown && !to.IsPublisher;
            return sends && !to.IsOdd ? Report(conduct, fact, Severity.Medium, Confidence.Medium, does, to.Evidence) : null;
        }

        return to.IsPublisher ? Report(conduct, fact, Severity.High, Confidence.Medium, does, to.Evidence)
            : Report(conduct, fact, Severity.High, to.IsKnown ? Confidence.High : Confidence.Medium, does, to.Evidence);
    }

    private Finding? JudgeHost(Conduct conduct, Fact fact, Destination to)
    {
        bool sends = fact.Capability == Capability.Send || (fact.Capability == Capability.Spawn && CommandClasses.Of(fact.Target).Is(CommandClass.Upload));
        if (!sends && fact.Capability is not (Capability.Fetch or Capability.Connect or Capability.Resolve or Capability.Spawn))
        {
            return null;
        }

        if (!to.IsKnown)
        {
            return fact.Capability is Capability.Fetch or Capability.Send ? JudgeUnknown(conduct, fact) : null;
        }

        (Severity Severity, Confidence Confidence)? weight = (to.Host.Class, to.Host.Weight) switch
        {
            (_, HostWeight.Strong) => (Severity.High, Confidence.High),
            (HostClass.IpEcho, _) => (Severity.Medium, Confidence.High),
            (HostClass.Shortener or HostClass.Gateway, _) => (Severity.High, Confidence.Medium),
            // A page shown to whoever imports a library is no service either.
            (_, HostWeight.Weak) => sends || fact.Capability == Capability.Spawn ? (Severity.High, Confidence.Medium) : (Severity.Medium, Confidence.High),
            _ => null,
        };
        return weight is var (severity, confidence)
            ? Report(conduct, fact, severity, confidence, sends ? $"sends something {to.Words}" : $"talks {to.Words}", to.Evidence)
            : null;
    }

    // The address is put together where it cannot be followed, and the module names an inbox.
    private Finding? JudgeUnknown(Conduct conduct, Fact fact)
    {
        foreach (string text in conduct.ModuleOf(fact)?.Texts ?? [])
        {
            HostReading host = text.Contains("://", StringComparison.Ordinal) ? HostClasses.Of(text) : default;
            if (host.Class is HostClass.Webhook or HostClass.Oast or HostClass.Tunnel or HostClass.Paste or HostClass.FileDrop)
            {
                Destination named = new(text, host);
                return Report(conduct, fact, Severity.High, Confidence.Medium,
                    $"talks to a host that the call does not say, in a file that names {named.Shown},", named.Evidence);
            }
        }

        return null;
    }
}
