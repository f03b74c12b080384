namespace Assay.Python.Meaning;

/// <summary>Where a value came from, coarsely. Labels pass through assignments, calls, containers and files written and read again; none is ever taken away.</summary>
[Flags]
public enum Labels
{
    None = 0,

    /// <summary>The environment as a whole.</summary>
    Environment = 1 << 0,

    /// <summary>One variable of the environment whose name says that it is secret.</summary>
    EnvironmentSecret = 1 << 1,

    /// <summary>The content of a file.</summary>
    File = 1 << 2,

    /// <summary>The content of a file that holds credentials or keys.</summary>
    SecretFile = 1 << 3,

    /// <summary>The store of a browser or a chat program: passwords, cookies, tokens.</summary>
    BrowserStore = 1 << 4,

    /// <summary>A wallet's file.</summary>
    Wallet = 1 << 5,

    /// <summary>The keyring or a protected store of the operating system.</summary>
    Keyring = 1 << 6,
    Clipboard = 1 << 7,
    Screen = 1 << 8,

    /// <summary>Keys pressed.</summary>
    Keystroke = 1 << 9,

    /// <summary>Microphone or camera.</summary>
    Recording = 1 << 10,

    /// <summary>User, host name, addresses, platform.</summary>
    HostInfo = 1 << 11,

    /// <summary>A parameter, field or variable that by its name is a private key, a seed phrase, a password.</summary>
    KeyMaterial = 1 << 12,

    /// <summary>What another program printed.</summary>
    ProcessOutput = 1 << 13,

    /// <summary>Fetched from the network by this program's own request.</summary>
    Downloaded = 1 << 14,

    /// <summary>Sent here by a peer: read from a socket, a chat message.</summary>
    Received = 1 << 15,

    /// <summary>Decoded, inflated or decrypted by this program.</summary>
    Decoded = 1 << 16,

    /// <summary>The program's own source.</summary>
    OwnSource = 1 << 17,

    /// <summary>A data file of the same distribution.</summary>
    PackageData = 1 << 18,

    /// <summary>The answer of a cloud's metadata service, or a token that a CI runner or a cluster hands to its jobs.</summary>
    CloudIdentity = 1 << 19,

    /// <summary>A path to which this program wrote.</summary>
    Written = 1 << 20,

    /// <summary>Arguments that other code passes to a function which this program put in the place of somebody else's.</summary>
    CallerArguments = 1 << 21,

    /// <summary>Typed in by the user.</summary>
    UserInput = 1 << 22,

    /// <summary>Text in which code was written out and then put into a file.</summary>
    ProgramText = 1 << 23,

    /// <summary>A parameter, field or key that by its name is a password, a token, the number of a card: what clients of a service handle every day.</summary>
    Credential = 1 << 24,
}
