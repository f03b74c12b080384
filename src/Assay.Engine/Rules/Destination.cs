using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Where a call of the network leads, as far as it is known.</summary>
/// <param name="Address">As the code has it, with holes; empty where nothing of it is known.</param>
/// <param name="Host">What kind of place that is.</param>
internal sealed record Destination(string Address, HostReading Host)
{
    private const int LongestShown = 120;

    public static Destination Unknown { get; } = new("", default);

    /// <summary>Somebody's inbox, drop, tunnel or bare number: no service has a reason to be reached there.</summary>
    public bool IsOdd => Host.Weight == HostWeight.Strong && Host.Class != HostClass.CloudMetadata;

    /// <summary>True where the host is written in the code, not given by whoever calls it.</summary>
    public bool IsKnown => !string.IsNullOrEmpty(Host.Host);

    /// <summary>This machine or its network.</summary>
    public bool IsLocal => Host.Class is HostClass.Loopback or HostClass.Private or HostClass.CloudMetadata;

    /// <summary>Answers anybody's questions for names, and is known by its address alone.</summary>
    public bool IsNameServer => Host.Class == HostClass.RawAddress && HostTable.NameServers.Contains(Host.Host);

    /// <summary>Where code and packages are published for everybody.</summary>
    public bool IsPublisher => Host.Class is HostClass.CodeHost or HostClass.PackageIndex;

    /// <summary>The address with its class: <c>https://203.0.113.7/x (an address in digits)</c>.</summary>
    public string Shown
    {
        get
        {
            string address = Address.Length > LongestShown ? Address[..LongestShown] + "…" : Address;
            return ClassWords is string words ? $"{address} ({words})" : address;
        }
    }

    /// <summary>For sentences: <c>to https://…</c>.</summary>
    public string Words => IsKnown ? $"to {Shown}" : "to an address that the code does not say";

    public Evidence Evidence => new("host", IsKnown ? ClassWords is string words ? $"{Host.Host}: {words}" : Host.Host : "not known");

    private string? ClassWords => Host.Class switch
    {
        HostClass.RawAddress => "an address in digits",
        HostClass.Webhook => "an inbox for messages",
        HostClass.Paste => "a place for anybody's texts",
        HostClass.FileDrop => "a place for anybody's files",
        HostClass.Tunnel => "a tunnel to somebody's own machine",
        HostClass.Oast => "a service that tells its owner who asked",
        HostClass.DynamicDns => "a dynamic name",
        HostClass.IpEcho => "a service that tells the asker's address",
        HostClass.Shortener => "a shortened address",
        HostClass.Gateway => "a gateway to content that nobody can take down",
        HostClass.FreeHosting => "free hosting",
        HostClass.OddTld => "a giveaway top-level domain",
        _ => null,
    };

    /// <summary>Where the fact leads: its address, or the oddest of its command line.</summary>
    public static Destination Of(Fact fact)
    {
        if (fact.Capability is not (Capability.Spawn or Capability.InstallPackages or Capability.ExecuteCode))
        {
            return new Destination(fact.Target, HostClasses.Of(fact.Target));
        }

        HostReading oddest = default;
        foreach (HostReading host in HostClasses.FindAll(fact.Target))
        {
            oddest = string.IsNullOrEmpty(oddest.Host) || host.Weight > oddest.Weight ? host : oddest;
        }

        if (string.IsNullOrEmpty(oddest.Host) && CommandClasses.Of(fact.Target).Is(CommandClass.Upload))
        {
            oddest = LastNameOf(fact.Target);
        }

        return new Destination(AddressIn(fact.Target, oddest.Host ?? ""), oddest);
    }

    // "nslookup {user}.example.invalid": a name without a scheme.
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

    private static string AddressIn(string command, string host)
    {
        int at = host.Length == 0 ? -1 : command.IndexOf(host, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return host;
        }

        int start = at;
        while (start > 0 && !IsBreak(command[start - 1]))
        {
            start--;
        }

        int end = at;
        while (end < command.Length && !IsBreak(command[end]))
        {
            end++;
        }

        return command[start..end];
    }

    private static bool IsBreak(char c) => char.IsWhiteSpace(c) || c is '"' or '\'' or '`' or '<' or '>' or '|' or ';' or '(' or ')' or '=';
}
