using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Machine code put into memory and started there, in this process, in another one, or from a file that exists in memory only.</summary>
public sealed class InjectsCode : BehaviourRule
{
    private static readonly string[] s_makesRoom =
        ["VirtualAlloc", "VirtualAllocEx", "VirtualProtect", "VirtualProtectEx", "NtAllocateVirtualMemory", "HeapCreate", "mmap", "mprotect", "memfd_create"];

    private static readonly string[] s_copies =
        ["RtlMoveMemory", "RtlCopyMemory", "memmove", "memcpy", "WriteProcessMemory", "NtWriteVirtualMemory", "UuidFromStringA"];

    private static readonly string[] s_starts =
    [
        "CreateThread", "CreateRemoteThread", "CreateRemoteThreadEx", "NtCreateThreadEx", "RtlCreateUserThread", "QueueUserAPC", "SetThreadContext",
        "ResumeThread", "EnumSystemLocalesA", "EnumSystemLocalesW", "EnumChildWindows", "EnumWindows", "EnumDesktopsW", "EnumFontsW", "EnumFontFamiliesW", "EnumDateFormatsA", "EnumTimeFormatsA", "EnumUILanguagesA", "CreateFiber", "CreateThreadpoolWait", "CallWindowProcW", "CFUNCTYPE", "WINFUNCTYPE", "fexecve",
    ];

    // PROT_EXEC of mmap(2).
    private const int ExecutablePages = 4;

    public override string Id => "injects-code";

    public override string Title => "Starts machine code in memory";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (IGrouping<(int Module, CodeContext Context), Fact> scope in conduct.Scopes)
        {
            Fact[] steps = [.. scope.Where(static fact => fact.Capability is Capability.InjectCode or Capability.Spawn || MapsExecutable(fact) || CallsAddress(fact))];
            Fact? room = Array.Find(steps, static fact => Does(fact, s_makesRoom) || MapsExecutable(fact));
            Fact? copy = Array.Find(steps, static fact => Does(fact, s_copies));
            Fact? start = Array.FindLast(steps, static fact => Does(fact, s_starts) || CallsAddress(fact));
            Fact? memoryFile = Array.Find(steps, static fact => Ends(fact, "memfd_create") || IsMemoryFile(fact));
            Fact? spawn = memoryFile is null ? null : scope.FirstOrDefault(static fact =>
                fact.Capability is Capability.Spawn or Capability.LoadNative && (fact.Target.Contains("/fd/", StringComparison.Ordinal) || Ends(fact, "fexecve")
                    || fact.Arguments.Any(static argument => argument.Value is TextValue path && path.Text.Contains("/fd/", StringComparison.Ordinal))));
            if (spawn is not null)
            {
                yield return Report(conduct, spawn, WeightOf(spawn), Confidence.High, "starts a program from a file that exists in memory only");
            }
            else if (start is not null && (room, copy) is not (null, null))
            {
                bool other = Array.Exists(steps, static fact => Ends(fact, "WriteProcessMemory") || Ends(fact, "NtWriteVirtualMemory"));
                // Debuggers and emulators do this for those who ask; the bytes that a package brings itself are another matter.
                bool brings = Array.Exists(steps, static fact => (fact.AllLabels & (Labels.Decoded | Labels.Downloaded | Labels.Received)) != Labels.None || HoldsBytes(fact));
                Confidence confidence = start.RunsByItself || brings ? Confidence.High : Confidence.Medium;
                yield return Report(conduct, start, brings ? WeightOf(start) : Severity.High, confidence,
                    other ? "writes machine code into another process and starts it there" : "puts machine code into executable memory and starts it",
                    new Evidence("steps", string.Join(", ", steps.Select(static fact => fact.Api).Distinct(StringComparer.Ordinal))));
            }
        }

    }

    private static Severity WeightOf(Fact fact) => fact.RunsByItself ? Severity.Critical : Severity.High;

    private static bool Does(Fact fact, string[] names) => fact.Capability == Capability.InjectCode && Array.Exists(names, name => Ends(fact, name));

    // mmap.mmap(-1, length, prot=PROT_READ | PROT_WRITE | PROT_EXEC)
    private static bool MapsExecutable(Fact fact) =>
        fact.Api == "mmap.mmap" && ArgumentSelector.Find(fact.Arguments, null, "3|prot") is IntValue protection && !(protection.Value & ExecutablePages).IsZero;

    // memfd_create by its number on x86-64 and on arm64 (syscalls(2)).
    private static bool IsMemoryFile(Fact fact) =>
        Ends(fact, "syscall") && ArgumentSelector.Find(fact.Arguments, null, "0") is IntValue number && (number.Value == 319 || number.Value == 279);

    // A function made of an address, and called.
    private static bool CallsAddress(Fact fact) => fact.Api is "ctypes.CFUNCTYPE()" or "ctypes.WINFUNCTYPE()" or "ctypes.cast()";

    private static bool Ends(Fact fact, string name) =>
        fact.Api.EndsWith(name, StringComparison.Ordinal) && (fact.Api.Length == name.Length || fact.Api[^(name.Length + 1)] == '.');

    private static bool HoldsBytes(Fact fact) => fact.Arguments.Any(static argument => argument.Value is BytesValue { Bytes.Length: >= 32 });
}
