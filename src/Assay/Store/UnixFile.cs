using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Assay.Store;

/// <summary>What the framework does not tell about files of Unix systems: who owns one, and whether it is a plain one.</summary>
internal static partial class UnixFile
{
    private const int AtCurrentFolder = -100;
    private const uint WantTypeModeAndUid = 0x1 | 0x2 | 0x8;
    private const int TypeMask = 0xF000;
    private const int PlainType = 0x8000;
    private const int PipeType = 0x1000;

    // Offsets in the kernel's struct statx (linux/stat.h), and in Darwin's struct stat with 64-bit inodes.
    private const int LinuxUid = 20;
    private const int LinuxMode = 28;
    private const int DarwinMode = 4;
    private const int DarwinUid = 16;

    private static readonly bool s_isDarwin = OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>This process's effective user id.</summary>
    public static uint Me => EffectiveUser();

    /// <summary>The user id that owns a file or folder, links followed; null where the system has none or does not say.</summary>
    public static uint? OwnerOf(string path)
    {
        Span<byte> answer = stackalloc byte[512];
        return TryAsk(path, answer) ? BinaryPrimitives.ReadUInt32LittleEndian(answer[(s_isDarwin ? DarwinUid : LinuxUid)..]) : null;
    }

    /// <summary>False for pipes, sockets and devices, which are waited for without end when they are opened.</summary>
    public static bool IsPlain(string path)
    {
        Span<byte> answer = stackalloc byte[512];
        return !TryAsk(path, answer)
            || (BinaryPrimitives.ReadUInt16LittleEndian(answer[(s_isDarwin ? DarwinMode : LinuxMode)..]) & TypeMask) == PlainType;
    }

    /// <summary>True for pipes, such as a shell hands over in place of a file.</summary>
    public static bool IsPipe(string path)
    {
        Span<byte> answer = stackalloc byte[512];
        return TryAsk(path, answer) && (BinaryPrimitives.ReadUInt16LittleEndian(answer[(s_isDarwin ? DarwinMode : LinuxMode)..]) & TypeMask) == PipeType;
    }

    private static bool TryAsk(string path, Span<byte> answer) =>
        OperatingSystem.IsLinux()
            ? LinuxStatus(AtCurrentFolder, path, 0, WantTypeModeAndUid, answer) == 0
            : s_isDarwin && DarwinStatus(path, answer) == 0;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LinuxStatus(int folder, string path, int flags, uint mask, Span<byte> answer);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DarwinStatus(string path, Span<byte> answer);
}
