using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Assay.Store;

/// <summary>Who owns a file, on systems with user ids; the framework can tell modes but not owners.</summary>
internal static class FileOwner
{
    private const int AtCurrentFolder = -100;
    private const uint WantUid = 0x8;

    // Offsets of the owner in the kernel's struct statx (linux/stat.h) and in Darwin's struct stat with 64-bit inodes.
    private const int StatxUidOffset = 20;
    private const int DarwinUidOffset = 16;

    /// <summary>This process's effective user id.</summary>
    public static uint Me => geteuid();

    /// <summary>The user id that owns a file or folder, links followed; null where the system has none or does not say.</summary>
    public static uint? Of(string path)
    {
        byte[] name = Encoding.UTF8.GetBytes(path + "\0");
        byte[] answer = new byte[512];
        if (OperatingSystem.IsLinux())
        {
            return statx(AtCurrentFolder, name, 0, WantUid, answer) == 0 ? ReadUid(answer, StatxUidOffset) : null;
        }

        return OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64 && stat(name, answer) == 0
            ? ReadUid(answer, DarwinUidOffset)
            : null;
    }

    private static uint ReadUid(byte[] answer, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(offset));

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] answer);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int stat(byte[] path, byte[] answer);
}
