namespace Assay.Engine.Capabilities;

/// <summary>What each capability is called: an id for programs, and words for people.</summary>
public static class CapabilityNames
{
    private static readonly (Capability Capability, string Id, string Words)[] s_table =
    [
        (Capability.ExecuteCode, "execute-code", "runs text as Python"),
        (Capability.LoadCode, "load-code", "turns bytes into code or objects"),
        (Capability.ImportDynamic, "import-dynamic", "imports by a computed name"),
        (Capability.LoadNative, "load-native", "loads machine code"),
        (Capability.InjectCode, "inject-code", "puts code into memory or other processes"),
        (Capability.Spawn, "spawn", "starts other programs"),
        (Capability.Fetch, "fetch", "fetches from the network"),
        (Capability.Send, "send", "sends to the network"),
        (Capability.Connect, "connect", "opens connections of its own"),
        (Capability.Listen, "listen", "waits for connections"),
        (Capability.Resolve, "resolve", "looks up names"),
        (Capability.Redirect, "redirect", "joins input and output to others"),
        (Capability.ReadFile, "read-file", "reads files"),
        (Capability.WriteFile, "write-file", "writes files"),
        (Capability.DeleteFile, "delete-file", "deletes files"),
        (Capability.ListFiles, "list-files", "lists folders"),
        (Capability.ChangeMode, "change-mode", "changes permissions"),
        (Capability.ReadEnvironment, "read-environment", "reads the environment"),
        (Capability.WriteEnvironment, "write-environment", "changes the environment"),
        (Capability.ReadHostInfo, "read-host-info", "asks about user and machine"),
        (Capability.ReadStore, "read-store", "reads stores of browsers or the system"),
        (Capability.ReadClipboard, "read-clipboard", "reads the clipboard"),
        (Capability.WriteClipboard, "write-clipboard", "writes the clipboard"),
        (Capability.CaptureScreen, "capture-screen", "takes pictures of the screen"),
        (Capability.CaptureKeys, "capture-keys", "listens to keys"),
        (Capability.Record, "record", "uses microphone or camera"),
        (Capability.Persist, "persist", "arranges to be started again"),
        (Capability.Elevate, "elevate", "asks for more rights"),
        (Capability.Evade, "evade", "looks for watchers, ends processes"),
        (Capability.Encrypt, "encrypt", "encrypts"),
        (Capability.Decode, "decode", "decodes or decrypts"),
        (Capability.Publish, "publish", "uploads packages or code"),
        (Capability.InstallPackages, "install-packages", "installs packages"),
        (Capability.ReplaceFunction, "replace-function", "replaces functions of others"),
        (Capability.Defer, "defer", "arranges to run later"),
    ];

    /// <summary>Kebab-case; never changes once released.</summary>
    public static string IdOf(Capability capability) => s_table[(int)capability].Id;

    /// <summary>A verb and its object, to stand behind a package's name: <c>starts other programs</c>.</summary>
    public static string WordsOf(Capability capability) => s_table[(int)capability].Words;

    /// <summary>Every capability once, in the order of the enumeration.</summary>
    public static IEnumerable<(Capability Capability, string Id, string Words)> All => s_table;
}
