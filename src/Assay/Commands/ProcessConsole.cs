using Assay.Guard;
using Microsoft.Win32.SafeHandles;

namespace Assay.Commands;

/// <summary>
/// The console of this process. On a terminal, .NET's own streams first write what puts its keypad into another mode, whatever is printed;
/// nothing here reads keys, so the terminal is left as it is.
/// </summary>
internal static class ProcessConsole
{
    private const int Output = 1;
    private const int Error = 2;

    public static Stream OpenOutput() => Terminal(Output, Console.IsOutputRedirected) ?? Console.OpenStandardOutput();

    public static Stream OpenError() => Terminal(Error, Console.IsErrorRedirected) ?? Console.OpenStandardError();

    /// <summary>Columns of the terminal behind the output, more than 0; null where it does not tell.</summary>
    public static int? Width()
    {
        if (OperatingSystem.IsLinux())
        {
            ushort[] size = new ushort[4];
            return NativeMethods.Control(Output, NativeMethods.WindowSize, size) == 0 && size[1] > 0 ? size[1] : null;
        }

        try
        {
            return Console.WindowWidth is > 0 and int width ? width : null;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    // A file is written where its descriptor stands, which other processes move: only a terminal can do without .NET's console.
    private static FileStream? Terminal(int descriptor, bool isRedirected) =>
        OperatingSystem.IsLinux() && !isRedirected
            ? new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0)
            : null;
}
