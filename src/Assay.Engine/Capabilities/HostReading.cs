namespace Assay.Engine.Capabilities;

/// <summary>What kind of place a host is, by what is publicly known of it.</summary>
public enum HostClass
{
    /// <summary>The text is no address.</summary>
    None,

    /// <summary>An address whose host is not known.</summary>
    Unknown,
    Ordinary,
    Loopback,

    /// <summary>An address of a private network, or link-local.</summary>
    Private,

    /// <summary>A public address in digits, in any spelling.</summary>
    RawAddress,

    /// <summary>Takes messages for a chat or a list of requests: chat webhooks, bot interfaces, request bins.</summary>
    Webhook,

    /// <summary>Gives out texts that anybody put there.</summary>
    Paste,

    /// <summary>Takes and gives out files of anybody.</summary>
    FileDrop,

    /// <summary>A name that leads to somebody's own machine.</summary>
    Tunnel,

    /// <summary>Tells its owner who asked for it: out-of-band testing.</summary>
    Oast,
    DynamicDns,

    /// <summary>Answers with the asker's own address.</summary>
    IpEcho,
    Shortener,

    /// <summary>A gateway to content that nobody can take down.</summary>
    Gateway,

    /// <summary>The metadata service of a cloud: credentials of the machine.</summary>
    CloudMetadata,

    /// <summary>Hosting of applications that anybody gets for nothing.</summary>
    FreeHosting,

    /// <summary>A top-level domain that is given away or nearly so.</summary>
    OddTld,
    CodeHost,
    PackageIndex,
}

/// <summary>How much a host's class says by itself about code that talks to it.</summary>
public enum HostWeight
{
    /// <summary>Speaks for ordinary use.</summary>
    None,

    /// <summary>Says nothing.</summary>
    Neutral,
    Weak,
    Strong,
}

/// <summary>What an address leads to.</summary>
/// <param name="Host">In lower case, without port; empty where it is not known.</param>
/// <param name="Port">0 where none is given.</param>
public readonly record struct HostReading(HostClass Class, string Host, int Port, HostWeight Weight)
{
    /// <summary>True for a host outside this machine and its network that is not known to be where code and packages are kept.</summary>
    public bool IsForeign => Class is not (HostClass.None or HostClass.Unknown or HostClass.Loopback or HostClass.Private or HostClass.CodeHost or HostClass.PackageIndex);
}
