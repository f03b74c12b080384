namespace Assay.Engine.Capabilities;

/// <summary>What code can do to the world. The words of a profile; none of them is bad by itself.</summary>
public enum Capability
{
    /// <summary>Runs text as Python: <c>exec</c>, <c>eval</c>, a child's <c>-c</c>.</summary>
    ExecuteCode,

    /// <summary>Turns marshalled or pickled bytes into code or objects.</summary>
    LoadCode,

    /// <summary>Imports a module whose name is computed.</summary>
    ImportDynamic,

    /// <summary>Loads machine code: <c>ctypes.CDLL</c>, <c>dlopen</c>.</summary>
    LoadNative,

    /// <summary>Allocates executable memory, writes another process's memory, starts a thread in it.</summary>
    InjectCode,

    /// <summary>Starts another program.</summary>
    Spawn,

    /// <summary>Fetches from the network: the answer is used, nothing but the address goes out.</summary>
    Fetch,

    /// <summary>Sends to the network: a body, a query, a message.</summary>
    Send,

    /// <summary>Opens a connection of its own making: sockets.</summary>
    Connect,

    /// <summary>Waits for connections.</summary>
    Listen,

    /// <summary>Asks for a name's address.</summary>
    Resolve,

    /// <summary>Joins a descriptor to another (<c>dup2</c>), gives a program a terminal (<c>pty.spawn</c>).</summary>
    Redirect,
    ReadFile,
    WriteFile,
    DeleteFile,

    /// <summary>Lists or walks folders.</summary>
    ListFiles,

    /// <summary>Changes a file's permissions.</summary>
    ChangeMode,
    ReadEnvironment,
    WriteEnvironment,

    /// <summary>Asks for user, host, addresses, platform, processes.</summary>
    ReadHostInfo,

    /// <summary>Reads or decrypts what a browser, a keyring or the system's protected store keeps.</summary>
    ReadStore,
    ReadClipboard,
    WriteClipboard,
    CaptureScreen,
    CaptureKeys,

    /// <summary>Microphone or camera.</summary>
    Record,

    /// <summary>Arranges to be started again: registry, scheduler, service.</summary>
    Persist,

    /// <summary>Asks for more rights.</summary>
    Elevate,

    /// <summary>Looks for a debugger, a virtual machine, a sandbox, or ends other processes.</summary>
    Evade,

    /// <summary>Encrypts.</summary>
    Encrypt,

    /// <summary>Decodes, inflates or decrypts.</summary>
    Decode,

    /// <summary>Uploads to an index or a code host.</summary>
    Publish,

    /// <summary>Installs packages.</summary>
    InstallPackages,

    /// <summary>Puts something in the place of somebody else's function.</summary>
    ReplaceFunction,

    /// <summary>Something to run at exit, in a thread, at a time.</summary>
    Defer,
}
