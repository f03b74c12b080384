using System.Collections.Immutable;
using Assay.Engine.Capabilities;

namespace Assay.Engine.Rules;

/// <summary>Whom a fact talks to.</summary>
internal static class Contact
{
    // Tools that carry data away in the name or address they are given, though they send no file.
    private static readonly ImmutableArray<string> s_askers = ["nslookup", "dig", "ping", "host", "resolvectl", "nc", "ncat", "telnet"];

    /// <summary>True for calls that talk to the network by themselves.</summary>
    public static bool IsNetwork(Fact fact) => fact.Capability is Capability.Fetch or Capability.Send or Capability.Connect;

    /// <summary>True where data may leave with the call: what it sends, or what it puts into an address or a name.</summary>
    public static bool Sends(Fact fact) => IsNetwork(fact) || fact.Capability == Capability.Resolve
        || (fact.Capability == Capability.Spawn && CommandClasses.Of(fact.Target) is var command
            && (command.Is(CommandClass.Download | CommandClass.Upload) || command.Programs.Any(s_askers.Contains)));

    /// <summary>The host of a call; of a command line the one that says most.</summary>
    public static HostReading HostOf(Fact fact)
    {
        if (fact.Capability is not (Capability.Spawn or Capability.ExecuteCode or Capability.InstallPackages))
        {
            return HostClasses.Of(fact.Target);
        }

        CommandReading command = CommandClasses.Of(fact.Target);
        return command.Hosts.IsEmpty
            ? command.Programs.Any(s_askers.Contains) ? LastNameOf(fact.Target) : default
            : command.Hosts.MaxBy(static host => host.Weight);
    }

    /// <summary>True where the host is written in the package, outside of this machine and its network.</summary>
    public static bool IsKnownElsewhere(HostReading host) =>
        host.Class is not (HostClass.None or HostClass.Unknown or HostClass.Loopback or HostClass.Private or HostClass.CloudMetadata);

    /// <summary>The kind of place, with its article, for sentences.</summary>
    public static string Describe(HostReading host) => host.Class switch
    {
        HostClass.None or HostClass.Unknown => "a host that is not known",
        HostClass.Ordinary => host.Host,
        _ => $"{host.Host} ({Name(host.Class)})",
    };

    public static string Name(HostClass known) => known switch
    {
        HostClass.RawAddress => "an address in digits",
        HostClass.Webhook => "a webhook",
        HostClass.Paste => "a place for texts of anybody",
        HostClass.FileDrop => "a place for files of anybody",
        HostClass.Tunnel => "a tunnel to somebody's own machine",
        HostClass.Oast => "a host that logs who asks",
        HostClass.DynamicDns => "a name for a changing address",
        HostClass.IpEcho => "a service that tells one's own address",
        HostClass.Shortener => "a shortened address",
        HostClass.Gateway => "a gateway to content that nobody can take down",
        HostClass.CloudMetadata => "the metadata service of a cloud",
        HostClass.FreeHosting => "free hosting",
        HostClass.OddTld => "a top-level domain of little cost",
        HostClass.CodeHost => "a code host",
        HostClass.PackageIndex => "a package index",
        HostClass.Loopback => "this machine",
        HostClass.Private => "the local network",
        _ => "a host",
    };

    // "nslookup {user}.example.invalid": the last word is a name without a scheme.
    private static HostReading LastNameOf(string command)
    {
        HostReading found = default;
        foreach (string word in command.Split([' ', '\'', '"', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            HostReading host = word.StartsWith('-') || !word.Contains('.', StringComparison.Ordinal) ? default : HostClasses.Of(word);
            found = host.Class == HostClass.None ? found : host;
        }

        return found;
    }
}
