using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Assay.Guard;

/// <summary>The few calls of the C library that .NET has no name for.</summary>
internal static partial class NativeMethods
{
    /// <summary>prctl(2): the signal that a process gets when the one that started it ends.</summary>
    public const int SetParentDeathSignal = 1;

    public const int Kill = 9;

    /// <summary>ioctl(2) with TIOCGWINSZ: rows and columns of a terminal, then two numbers of pixels.</summary>
    public const nuint WindowSize = 0x5413;

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Control(int descriptor, nuint request, [Out] ushort[] size);

    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ParentProcess();

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ProcessControl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Execute(nint file, nint[] arguments);
}
