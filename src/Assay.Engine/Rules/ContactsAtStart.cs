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
            if (!fact.RunsByItself || !Contact.Sends(fact))
            {
                continue;
            }

            HostReading host = Contact.HostOf(fact);
            Finding? finding = JudgeReport(conduct, fact, host, identifies) ?? JudgeHost(conduct, fact, host);
            if (finding is not null)
            {
                yield return finding;
            }
        }
    }

    // Data about the machine goes out: in a body, an address, a name that is asked for.
    private Finding? JudgeReport(Conduct conduct, Fact fact, HostReading host, bool identifies)
    {
        if ((fact.AllLabels & Labels.HostInfo) == Labels.None || host.Class is HostClass.Loopback or HostClass.Private)
        {
            return null;
        }

        // The own name's own address: gethostbyname(gethostname()).
        if (fact.Capability == Capability.Resolve && !Contact.IsKnownElsewhere(host))
        {
            return null;
        }

        string does = $"{Verb(fact)} what it learned about user and machine {(fact.Capability == Capability.Resolve ? "within a name of" : "to")} {Contact.Describe(host)}";
        Evidence kind = new("host", Contact.Describe(host));
        if (!identifies)
        {
            bool sends = fact.Capability == Capability.Send && Contact.IsKnownElsewhere(host);
            return sends || host.Weight == HostWeight.Strong ? Report(conduct, fact, Severity.Medium, Confidence.Medium, does, kind) : null;
        }

        bool isHome = host.Class is HostClass.CodeHost or HostClass.PackageIndex;
        bool known = Contact.IsKnownElsewhere(host);
        return isHome ? Report(conduct, fact, Severity.Medium, Confidence.High, does, kind)
            : Report(conduct, fact, Severity.High, known ? Confidence.High : Confidence.Medium, does, kind);
    }

    private Finding? JudgeHost(Conduct conduct, Fact fact, HostReading host)
    {
        // A datagram socket that is "connected" to a public resolver sends nothing: it tells the own address.
        if (fact.Capability is Capability.Connect or Capability.Resolve && host.Class == HostClass.RawAddress && IsPublicResolver(host.Host))
        {
            return null;
        }

        string does = $"{(fact.Capability == Capability.Send ? "sends to" : "contacts")} {Contact.Describe(host)}";
        Evidence kind = new("host", Contact.Describe(host));
        return (host.Class, host.Weight) switch
        {
            // Its answer is credentials: takes-cloud-identity speaks of that.
            (HostClass.CloudMetadata, _) => null,
            (_, HostWeight.Strong) => Report(conduct, fact, Severity.High, Confidence.High, does, kind),
            (HostClass.IpEcho, _) => Report(conduct, fact, Severity.Medium, Confidence.High, does, kind),
            (HostClass.Shortener or HostClass.Gateway, _) => Report(conduct, fact, Severity.High, Confidence.Medium, does, kind),
            (_, HostWeight.Weak) when fact.Capability == Capability.Send => Report(conduct, fact, Severity.High, Confidence.Medium, does, kind),
            (_, HostWeight.Weak) => Report(conduct, fact, Severity.Medium, Confidence.High, does, kind),
            (HostClass.Unknown or HostClass.None, _) => JudgeUnknown(conduct, fact),
            _ => null,
        };
    }

    // The address is put together where it cannot be followed, and the module names such a host.
    private Finding? JudgeUnknown(Conduct conduct, Fact fact)
    {
        if (!Contact.IsNetwork(fact) || conduct.ModuleOf(fact) is not { } module)
        {
            return null;
        }

        foreach (string text in module.Texts)
        {
            HostReading host = text.Contains("://", StringComparison.Ordinal) ? HostClasses.Of(text) : default;
            if (host.Class is HostClass.Webhook or HostClass.Oast or HostClass.Tunnel or HostClass.Paste or HostClass.FileDrop)
            {
                return Report(conduct, fact, Severity.High, Confidence.Medium,
                    $"contacts a host that is not known, in a file that names {Contact.Describe(host)},", new Evidence("host", Contact.Describe(host)));
            }
        }

        return null;
    }

    private static string Verb(Fact fact) => fact.Capability == Capability.Resolve ? "gives away" : "sends";

    private static bool IsPublicResolver(string host) =>
        host is "8.8.8.8" or "8.8.4.4" or "1.1.1.1" or "1.0.0.1" or "9.9.9.9" or "208.67.222.222" or "114.114.114.114" or "223.5.5.5";
}
