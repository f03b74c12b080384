using System.Runtime.InteropServices;
using Assay.Commands;
using Assay.Commands.PipAudit;
using Assay.Guard;
using Assay.Reports;

namespace Assay;

/// <summary>The <c>assay</c> program.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        // Under the name of pip-audit it takes that program's part, so that a link is all a script needs.
        if (Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs()[0]) == PipAuditCommand.ProgramName)
        {
            args = [PipAuditCommand.ProgramName, .. args];
        }

        if (args is ["--version"])
        {
            // The one answer that scripts ask for in a loop: nothing is built for it.
            using Stream output = ProcessConsole.OpenOutput();
            output.Write(System.Text.Encoding.ASCII.GetBytes($"assay {Release.Version}\n"));
            return ExitCodes.Fine;
        }

        if (args is [BoundChild.Verb, ..])
        {
            return BoundChild.Become(args.AsSpan(1));
        }

        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await CommandRoot.RunAsync(Session.OfProcess(), args, stop.Token);

        // The first asks for a clean end; the second gets the system's own.
        void Stop(PosixSignalContext context)
        {
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }
}
