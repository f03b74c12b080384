using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>Methods of objects of which nothing is known, where the name alone says something. Facts of these are weak.</summary>
internal static class ApisOfUnknown
{
    private const string Source = "library/index";

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        new("?.post", Send, "0|url", Source) { Yields = Labels.Downloaded },
        new("?.urlopen", Fetch, "url|0", Source) { Yields = Labels.Downloaded, Body = "data|body" },
        new("?.urlretrieve", Fetch, "0|url", Source) { Yields = Labels.Downloaded, WritesTo = "1|filename" },
        new("?.sendall", Send, null, Source) { Data = "0|data" },
        new("?.sendto", Send, "1|address", Source) { Data = "0|data" },
        new("?.sendmail", Send, null, Source) { Data = "2|msg" },
        new("?.send_message", Send, null, Source),
        new("?.send_document", Send, null, Source),
        new("?.send_file", Send, null, Source),
        new("?.send_photo", Send, null, Source),
        new("?.sendMessage", Send, null, Source),
        new("?.sendDocument", Send, null, Source),
        new("?.storbinary", Send, null, Source) { Data = "1|fp" },
        new("?.upload_file", Send, null, Source),
        new("?.recv", Fetch, null, Source) { Yields = Labels.Received },
        new("?.recvfrom", Fetch, null, Source) { Yields = Labels.Received },
        new("?.exec_command", Send, null, Source) { Data = "0|command", Yields = Labels.Received },
        new("?.decrypt", Decode, null, Source) { Yields = Labels.Decoded },
        new("?.b64decode", Decode, null, Source) { Yields = Labels.Decoded },
        new("?.decompress", Decode, null, Source) { Yields = Labels.Decoded },
        new("?.write_text", WriteFile, "self", Source) { Data = "0|data" },
        new("?.write_bytes", WriteFile, "self", Source) { Data = "0|data" },
        new("?.read_text", ReadFile, "self", Source) { Yields = Labels.File },
        new("?.read_bytes", ReadFile, "self", Source) { Yields = Labels.File },
        new("?.exec_module", LoadCode, null, Source),
        new("?.load_module", LoadCode, null, Source),
        new("?.clipboard_get", ReadClipboard, null, Source) { Yields = Labels.Clipboard },
        new("?.clipboard_append", WriteClipboard, null, Source) { Data = "0" },
        new("?.CryptUnprotectData", ReadStore, null, Source) { Yields = Labels.Keyring },
        new("?.VirtualAlloc", InjectCode, null, Source),
        new("?.VirtualAllocEx", InjectCode, null, Source),
        new("?.RtlMoveMemory", InjectCode, null, Source),
        new("?.CreateRemoteThread", InjectCode, null, Source),
        new("?.WriteProcessMemory", InjectCode, null, Source),
        new("?.memfd_create", InjectCode, "0", Source),
        new("?.ShellExecuteW", Spawn, "2", Source),
        new("?.WinExec", Spawn, "0", Source),
        new("?.extractall", WriteFile, "0|path", Source) { Data = "self" },
    ];
}
