using System.ComponentModel;
using System.Diagnostics;

namespace Assay.Trials;

/// <summary>How a program ended, and what it said.</summary>
/// <param name="ExitCode">Null where it could not be started or did not end in time; <paramref name="Trouble"/> says which.</param>
/// <param name="Trouble">One clause; null where it ended by itself.</param>
public sealed record ProgramRun(int? ExitCode, string Output, string Error, string? Trouble)
{
    /// <summary>The last line with something on it that it wrote to stderr, else to stdout; empty where it wrote nothing.</summary>
    public string LastWords =>
        Error.Split('\n').Concat(Output.Split('\n').TakeWhile(_ => string.IsNullOrWhiteSpace(Error))).LastOrDefault(static line => !string.IsNullOrWhiteSpace(line))?.Trim() ?? "";

    /// <summary>Runs a program to its end with its streams kept.</summary>
    /// <param name="command">The program and its arguments; never empty.</param>
    /// <param name="environment">The whole environment.</param>
    /// <param name="patience">How long it may take; then it is ended with everything that it started.</param>
    public static async Task<ProgramRun> StartAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string folder, TimeSpan patience, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new ProgramRun(null, "", "", $"{command[0]} could not be started: {e.Message}");
        }

        // Nobody is there to answer a question.
        process.StandardInput.Close();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return new ProgramRun(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false), null);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return new ProgramRun(null, "", "", $"it did not end within {patience.TotalSeconds:0} s");
        }
    }
}
