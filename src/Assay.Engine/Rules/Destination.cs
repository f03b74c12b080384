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

    private string? ClassWords => Host.Class is HostClass.None or HostClass.Unknown or HostClass.Ordinary ? null : Contact.Name(Host.Class);

    /// <summary>Where the fact leads: its address, or the oddest of its command line.</summary>
    public static Destination Of(Fact fact)
    {
        HostReading host = Contact.HostOf(fact);
        return new Destination(fact.Capability is Capability.Spawn or Capability.ExecuteCode or Capability.InstallPackages ? AddressIn(fact.Target, host.Host ?? "") : fact.Target, host);
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
