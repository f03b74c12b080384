using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Assay.Installers;

namespace Assay.Guard;

/// <summary>The installer as a child process.</summary>
public static class InstallerProcess
{
    /// <summary>Exit code of a command that could not be started, as shells use it.</summary>
    public const int NotStarted = 127;

    /// <summary>
    /// Starts the command with this process's terminal and waits for its end. Ctrl-C reaches the child from the terminal and
    /// ends it in its own way; a request to end this process ends the child first.
    /// </summary>
    /// <remarks>
    /// Blocks its thread on purpose: on Linux the kernel ties the child to the thread that started it (prctl(2), PR_SET_PDEATHSIG).
    /// </remarks>
    /// <param name="filter">Changes each line of the child's standard output; null leaves it to the terminal.</param>
    /// <returns>The child's exit code; 128 + signal where a signal ended it.</returns>
    public static int Run(Launch launch, string workingDirectory, Func<string, string>? filter, TextWriter output, out string? failure)
    {
        (string file, IReadOnlyList<string> arguments) = BoundChild.Bind(launch.FileName, launch.Arguments);
        ProcessStartInfo start = new(file)
        {
            UseShellExecute = false,
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = filter is not null,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Apply(start.Environment, launch.Set, launch.Remove);
        failure = null;
        try
        {
            using Process child = new() { StartInfo = start };
            ConsoleCancelEventHandler stay = static (_, e) => e.Cancel = true;
            Console.CancelKeyPress += stay;
            child.Start();
            using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, child));
            using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => End(context, child));
            if (filter is not null)
            {
                while (child.StandardOutput.ReadLine() is string line)
                {
                    output.WriteLine(filter(line));
                }
            }

            child.WaitForExit();
            Console.CancelKeyPress -= stay;
            return child.ExitCode;
        }
        catch (Win32Exception error)
        {
            failure = $"{launch.FileName} could not be started: {error.Message}";
            return NotStarted;
        }
    }

    private static void Apply(IDictionary<string, string?> environment, ImmutableSortedDictionary<string, string> set, ImmutableArray<string> remove)
    {
        foreach (string name in remove)
        {
            environment.Remove(name);
        }

        foreach ((string name, string value) in set)
        {
            environment[name] = value;
        }
    }

    private static void End(PosixSignalContext context, Process child)
    {
        context.Cancel = true;
        child.Kill(entireProcessTree: true);
    }
}
