using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Assay.Index;

/// <summary>The <c>keyring</c> program, which keeps passwords for installers.</summary>
internal static class Keyring
{
    private const int LongestAnswer = 64 * 1_024;

    // A keyring may have to ask its owner to unlock it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The program's path by <c>PATH</c>, or null.</summary>
    public static string? Locate(ImmutableDictionary<string, string> environment)
    {
        string name = OperatingSystem.IsWindows() ? "keyring.exe" : "keyring";
        return environment.GetValueOrDefault("PATH", "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Asks by the index's address, then by its host; without a known user, for both parts at once (keyring 25).</summary>
    public static async Task<IndexCredentials?> AskAsync(
        string program, string service, string host, string? user, TimeProvider time)
    {
        foreach (string key in new[] { service, host })
        {
            if (user is { Length: > 0 })
            {
                string? password = await RunAsync(program, ["get", key, user], time);
                if (password?.TrimEnd('\r', '\n') is { Length: > 0 } known)
                {
                    return new IndexCredentials(user, known);
                }
            }
            else if (ReadPair(await RunAsync(program, ["--mode", "creds", "--output", "json", "get", key], time)) is { } pair)
            {
                return pair;
            }
        }

        return null;
    }

    private static async Task<string?> RunAsync(string program, string[] arguments, TimeProvider time)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var deadline = new CancellationTokenSource(Patience, time);
        try
        {
            using Process process = Process.Start(start)!;
            try
            {
                process.StandardInput.Close();
                Task<string> errors = process.StandardError.ReadToEndAsync(deadline.Token);
                string output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
                _ = await errors;
                await process.WaitForExitAsync(deadline.Token);
                return process.ExitCode == 0 && output.Length <= LongestAnswer ? output : null;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IndexCredentials? ReadPair(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("username", out JsonElement user) && user.ValueKind == JsonValueKind.String
                && document.RootElement.TryGetProperty("password", out JsonElement password) && password.ValueKind == JsonValueKind.String
                ? new IndexCredentials(user.GetString()!, password.GetString()!)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
