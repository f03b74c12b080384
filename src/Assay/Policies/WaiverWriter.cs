using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Engine.Verdicts;
using Assay.Packaging.Names;

namespace Assay.Policies;

/// <summary>What a waiver is for: one version of a project, or one file.</summary>
/// <param name="Versions">A specifier for exactly one version.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record WaiverTarget(ProjectName? Project, string? Versions, string? Sha256)
{
    /// <summary>Reads <c>NAME==VERSION</c> or <c>sha256:HEX</c>; false for anything wider or else.</summary>
    public static bool TryParse(string text, out WaiverTarget? target)
    {
        const string Digest = "sha256:";
        target = null;
        if (text.StartsWith(Digest, StringComparison.OrdinalIgnoreCase))
        {
            string hex = text[Digest.Length..];
            target = hex.Length == 64 && hex.All(char.IsAsciiHexDigit) ? new WaiverTarget(null, null, hex.ToLowerInvariant()) : null;
        }
        else if (text.IndexOf("==", StringComparison.Ordinal) is int at and > 0
            && ProjectName.TryParse(text.AsSpan(0, at).Trim(), out ProjectName project)
            && text[(at + 2)..].Trim() is { Length: > 0 } version
            && Packaging.Versions.PackageVersion.TryParse(version, out _))
        {
            target = new WaiverTarget(project, "==" + version, null);
        }

        return target is not null;
    }

    public override string ToString() => Sha256 is null ? $"{Project}{Versions}" : "sha256:" + Sha256;
}

/// <summary>What came of an attempt to write waivers.</summary>
/// <param name="File">The file written to, or that was to be.</param>
/// <param name="Waivers">What was written; empty where nothing was.</param>
/// <param name="Problems">Why nothing was written; whole sentences, unescaped.</param>
/// <param name="Notices">What the user has to know although it was written.</param>
public sealed record WaiverResult(
    string? File, ImmutableArray<Waiver> Waivers, ImmutableArray<string> Problems, ImmutableArray<string> Notices)
{
    /// <summary>Those of the file that let as much pass for as long, so that nothing was written in their place.</summary>
    public ImmutableArray<Waiver> Already { get; init; } = [];
}

/// <summary>Writes waivers into a policy file, logged first: an exception that nobody can find later is worse than none.</summary>
public static class WaiverWriter
{
    /// <summary>The longest that a waiver written by command may last, in days. A file that people review may say more.</summary>
    public const int LongestDays = 366;

    /// <summary>The first midnight (UTC) at which a waiver for a duration no longer counts; a part of a day counts as a whole one.</summary>
    public static DateOnly Expiry(DateTimeOffset now, TimeSpan duration)
    {
        DateTime end = now.UtcDateTime + duration;
        DateOnly day = DateOnly.FromDateTime(end);
        return end.TimeOfDay > TimeSpan.Zero ? day.AddDays(1) : day;
    }

    /// <summary>Adds a waiver for each rule at the end of the file; comments, order and line endings stay as they are.</summary>
    /// <param name="rules">Known rule ids or kinds of gaps.</param>
    /// <param name="file">The policy file; null: the user's.</param>
    public static WaiverResult Write(
        PolicyRequest request, WaiverTarget target, ImmutableArray<string> rules, TimeSpan duration, string reason, string owner, string? file)
    {
        string? path = file is null ? request.Folders.UserFile : Path.GetFullPath(file, request.CurrentFolder);
        if (path is null)
        {
            return Failed(null, "this user has no configuration folder; name a policy file with --project-file");
        }

        if (request.Folders.WaiverLog is not string log)
        {
            return Failed(path, "this user has no state folder for the log of waivers; set HOME or XDG_STATE_HOME, then try again");
        }

        using Mutex turn = TurnFor(path);
        if (!TryTake(turn))
        {
            return Failed(path, $"{path} is being written by another command; wait until it has ended and try again");
        }

        try
        {
            return WriteAlone(request, target, rules, duration, reason, owner, path, log, isNamed: file is not null);
        }
        finally
        {
            turn.ReleaseMutex();
        }
    }

    /// <summary>What writers of one policy file take in turn: two at once would each write back the file without the other's entry.</summary>
    internal static Mutex TurnFor(string path) =>
        new(initiallyOwned: false, $"assay-policy-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..32]}");

    /// <summary>Waits for the turn; false where another holds it for long.</summary>
    internal static bool TryTake(Mutex turn)
    {
        try
        {
            return turn.WaitOne(TimeSpan.FromSeconds(10));
        }
        catch (AbandonedMutexException)
        {
            // Its holder was killed; the file is whole, because it is replaced in one step.
            return true;
        }
    }

    private static WaiverResult WriteAlone(
        PolicyRequest request, WaiverTarget target, ImmutableArray<string> rules, TimeSpan duration, string reason, string owner, string path, string log, bool isNamed)
    {
        PolicyText? before = PolicyDisk.Read(path, out string? problem);
        if (problem is not null)
        {
            return Failed(path, $"{path} {problem}; nothing was written");
        }

        string existing = before?.Text ?? "";
        bool isPyProject = Path.GetFileName(path) == ProjectFiles.PyProject;
        DateOnly expires = Expiry(request.Now, duration);
        ImmutableArray<Waiver> waivers =
            [.. rules.Select(rule => new Waiver(rule, target.Project, target.Versions, target.Sha256, reason, owner, expires, path))];
        ImmutableArray<Waiver> already = Equal(waivers, existing, path, isPyProject, request);
        waivers = [.. waivers.Where(waiver => !already.Any(other => other.Rule == waiver.Rule))];
        if (waivers.IsEmpty)
        {
            return new WaiverResult(path, [], [], []) { Already = already };
        }

        string suffix = TomlText.Suffix(existing, waivers.Select(TomlText.Keys), isPyProject ? "tool.assay.waiver" : "waiver");

        // What would be written is read back first: a file that ends broken would stop every command.
        (PolicyLayer? layer, ImmutableArray<PolicyProblem> found) = isPyProject
            ? PolicyFile.ParseProject(existing + suffix, path, request.KnownRules, request.Today)
            : PolicyFile.Parse(existing + suffix, path, request.KnownRules, request.Today);
        if (layer is null)
        {
            return new WaiverResult(
                path, [],
                [.. found.Where(static error => !error.IsWarning).Select(static error => error.ToString()),
                    $"{path} cannot take a waiver as it is, so nothing was written; mend it (assay policy check) and try again"],
                []);
        }

        try
        {
            foreach (Waiver waiver in waivers)
            {
                PolicyDisk.AppendLine(log, LogLine(waiver, request));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(path, $"the waiver could not be logged in {log} ({PolicyDisk.Reason(e)}), so nothing was written; make that folder writable and try again");
        }

        try
        {
            PolicyDisk.Replace(path, [.. before?.Bytes ?? [], .. Encoding.UTF8.GetBytes(suffix)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(path, $"{path} could not be written ({PolicyDisk.Reason(e)}) and is as it was; make it writable or name another with --project-file");
        }

        return new WaiverResult(path, waivers, [], Notices(request, path, isNamed)) { Already = already };
    }

    private static ImmutableArray<Waiver> Equal(ImmutableArray<Waiver> waivers, string existing, string path, bool isPyProject, PolicyRequest request)
    {
        (PolicyLayer? layer, _) = isPyProject
            ? PolicyFile.ParseProject(existing, path, request.KnownRules, request.Today)
            : PolicyFile.Parse(existing, path, request.KnownRules, request.Today);
        return
        [
            .. waivers.Select(waiver => layer?.Waivers.FirstOrDefault(other => other.Expires >= waiver.Expires
                && (other.Rule, other.Project, other.Versions, other.Sha256) == (waiver.Rule, waiver.Project, waiver.Versions, waiver.Sha256)))
                .OfType<Waiver>(),
        ];
    }

    /// <summary>What is to be known of a file that was written to: where it does not count by itself, how it comes to.</summary>
    internal static ImmutableArray<string> Notices(PolicyRequest request, string path, bool isNamed) =>
        isNamed && path != request.Folders.UserFile && path != request.Folders.SystemFile
            ? [$"{path} counts with --policy, or once its folder is trusted as it is now: 'assay policy trust {Path.GetDirectoryName(path)}'"]
            : [];

    private static string LogLine(Waiver waiver, PolicyRequest request) =>
        JsonSerializer.Serialize(
            new WaiverLogLine(
                request.Now, request.UserName, waiver.Rule, waiver.Project?.Normalized, waiver.Versions, waiver.Sha256,
                waiver.Reason, waiver.Owner, waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), waiver.Origin),
            PolicyJson.Default.WaiverLogLine);

    private static WaiverResult Failed(string? path, string problem) => new(path, [], [problem], []);
}
