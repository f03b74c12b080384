using System.Globalization;
using System.Runtime.InteropServices;

namespace Assay.Guard;

/// <summary>
/// A child that ends with its guard, even when the guard is killed outright: on Linux Assay starts itself once more, asks the kernel
/// for a signal at its parent's death, and becomes the installer. Elsewhere the child is started plainly.
/// </summary>
public static class BoundChild
{
    // ENOENT (errno(3)).
    private const int NotThere = 2;

    /// <summary>The hidden first argument of the second start.</summary>
    public const string Verb = "__bound-child";

    /// <summary>The command that starts <paramref name="file"/> bound to this process; the command itself where that cannot be had.</summary>
    public static (string File, IReadOnlyList<string> Arguments) Bind(string file, IReadOnlyList<string> arguments)
    {
        if (!OperatingSystem.IsLinux() || OwnProgram() is not string self)
        {
            return (file, arguments);
        }

        string parent = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return (self, [Verb, parent, file, .. arguments]);
    }

    /// <summary>Becomes the command; comes back only if that fails.</summary>
    /// <param name="arguments">What follows <see cref="Verb"/>: the parent's process id, the program, its arguments.</param>
    /// <returns>127: the program could not be started; 125: the parent is already gone.</returns>
    public static int Become(ReadOnlySpan<string> arguments)
    {
        if (!OperatingSystem.IsLinux() || arguments.Length < 2)
        {
            return 125;
        }

        if (NativeMethods.ProcessControl(NativeMethods.SetParentDeathSignal, NativeMethods.Kill, 0, 0, 0) != 0
            || NativeMethods.ParentProcess().ToString(CultureInfo.InvariantCulture) != arguments[0])
        {
            return 125;
        }

        string file = arguments[1];

        // Pointers by hand: this process is about to be replaced, so nothing is freed, and the last one must be null (exec(3)).
        nint[] pointers = new nint[arguments.Length];
        for (int i = 1; i < arguments.Length; i++)
        {
            pointers[i - 1] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
        }

        NativeMethods.Execute(pointers[0], pointers);

        // Read at once: opening the console makes calls of its own.
        int error = Marshal.GetLastPInvokeError();
        Console.Error.WriteLine($"assay: {file} could not be started: {Marshal.GetPInvokeErrorMessage(error)}{(error == NotThere ? "; install it, or put its folder on PATH" : "")}");
        return 127;
    }

    /// <summary>This very program's file; null where it runs as no file of its own.</summary>
    public static string? OwnProgram()
    {
        string? running = Environment.ProcessPath;
        if (running is not null && Path.GetFileNameWithoutExtension(running) == "assay")
        {
            return running;
        }

        // Under a test runner the program lies beside the tests.
        string beside = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "assay.exe" : "assay");
        return File.Exists(beside) ? beside : null;
    }
}
