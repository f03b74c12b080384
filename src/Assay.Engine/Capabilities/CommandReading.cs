using System.Collections.Immutable;

namespace Assay.Engine.Capabilities;

/// <summary>What a command line does; several may hold at once.</summary>
[Flags]
public enum CommandClass
{
    None = 0,

    /// <summary>Starts a shell: <c>sh</c>, <c>cmd</c>, <c>powershell</c>.</summary>
    Shell = 1 << 0,

    /// <summary>Starts Python.</summary>
    Python = 1 << 1,

    /// <summary>A tool of the system that fetches from the network.</summary>
    Download = 1 << 2,

    /// <summary>What was fetched is run, or a tool of the system runs code straight from an address.</summary>
    DownloadAndRun = 1 << 3,

    /// <summary>What was decoded is run.</summary>
    DecodeAndRun = 1 << 4,

    /// <summary>PowerShell without a window, a profile or a policy.</summary>
    HiddenPowerShell = 1 << 5,

    /// <summary>PowerShell with an encoded command.</summary>
    EncodedPowerShell = 1 << 6,

    /// <summary>Joins a shell to a connection.</summary>
    ReverseShell = 1 << 7,

    /// <summary>Asks for more rights.</summary>
    Privilege = 1 << 8,

    /// <summary>Starts an AI agent.</summary>
    Agent = 1 << 9,

    /// <summary>Starts an AI agent and lets it act without asking.</summary>
    AgentUnasked = 1 << 10,

    /// <summary>Uploads to an index or a code host.</summary>
    Publish = 1 << 11,
    InstallPackages = 1 << 12,

    /// <summary>Arranges to be started again.</summary>
    Persist = 1 << 13,

    /// <summary>Asks for user, host, network, processes.</summary>
    Recon = 1 << 14,

    /// <summary>A compiler, a build system, version control asked for a revision.</summary>
    Build = 1 << 15,

    /// <summary>Sends data out: a request with a body or a file, a copy to another machine, a name to be resolved with data in it.</summary>
    Upload = 1 << 16,

    /// <summary>Ends other programs, switches protection off, removes traces.</summary>
    Evade = 1 << 17,

    /// <summary>Deletes or encrypts a disk, a home, backups.</summary>
    Destroy = 1 << 18,

    /// <summary>Makes a file executable.</summary>
    ChangeMode = 1 << 19,

    /// <summary>Mines coins.</summary>
    Mine = 1 << 20,

    /// <summary>Searches files for secrets.</summary>
    HuntSecrets = 1 << 21,

    /// <summary>Opens a page or a file as a double click would.</summary>
    Open = 1 << 22,

    /// <summary>Reads or writes the clipboard.</summary>
    Clipboard = 1 << 23,

    /// <summary>Lets others in from outside, through a relay or a forwarded port.</summary>
    Tunnel = 1 << 24,

    /// <summary>Takes a picture of the screen, or records from camera or microphone.</summary>
    Capture = 1 << 25,
}

/// <summary>What a command line says.</summary>
/// <param name="Programs">The programs it starts, in order, by their names in lower case without folder and <c>.exe</c>.</param>
/// <param name="Hosts">The addresses in it.</param>
/// <param name="Decoded">The text of an encoded command; null where there is none.</param>
/// <param name="Packages">What it installs, as written.</param>
public sealed record CommandReading(
    CommandClass Classes, ImmutableArray<string> Programs, ImmutableArray<HostReading> Hosts, string? Decoded, ImmutableArray<string> Packages)
{
    /// <summary>The code of a <c>python -c</c>; null where there is none.</summary>
    public string? PythonCode { get; init; }

    public bool Is(CommandClass any) => (Classes & any) != CommandClass.None;
}
