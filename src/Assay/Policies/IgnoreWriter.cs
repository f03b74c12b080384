using System.Collections.Immutable;
using System.Text;
using Assay.Engine.Advisories;
using Assay.Engine.Verdicts;

namespace Assay.Policies;

/// <summary>What came of an import of ignore lists.</summary>
/// <param name="File">The policy file; null where there is none to write to.</param>
/// <param name="Written">Entries that were added.</param>
/// <param name="Already">Entries that the file had.</param>
/// <param name="Problems">What could not be imported; sentences, unescaped.</param>
/// <param name="Notices">What the user has to know although it was written.</param>
public sealed record IgnoreImportResult(
    string? File, ImmutableArray<AdvisoryIgnore> Written, ImmutableArray<AdvisoryIgnore> Already, ImmutableArray<string> Problems, ImmutableArray<string> Notices);

/// <summary>Writes the ignore lists of other auditors into a policy file, behind everything that it holds.</summary>
public static class IgnoreWriter
{
    /// <summary>Reads the lists and adds an entry for each id that the policy file does not ignore yet.</summary>
    /// <param name="file">The policy file; null: the user's.</param>
    public static IgnoreImportResult Import(PolicyRequest request, ImmutableArray<string> lists, string? file)
    {
        List<string> problems = [];
        ImmutableArray<AdvisoryIgnore>.Builder found = ImmutableArray.CreateBuilder<AdvisoryIgnore>();
        foreach (string list in lists)
        {
            PolicyText? text = PolicyDisk.Read(Path.GetFullPath(list, request.CurrentFolder), out string? problem);
            if (text is null)
            {
                problems.Add($"{list} {problem ?? "is not there"}");
                continue;
            }

            found.AddRange(IgnoreLists.Read(Path.GetFileName(list), list, text.Text, problems));
        }

        string? path = file is null ? request.Folders.UserFile : Path.GetFullPath(file, request.CurrentFolder);
        if (path is null)
        {
            return new IgnoreImportResult(null, [], [], [.. problems, "this user has no configuration folder; name a policy file with --project-file"], []);
        }

        using Mutex turn = WaiverWriter.TurnFor(path);
        if (!WaiverWriter.TryTake(turn))
        {
            return new IgnoreImportResult(path, [], [], [.. problems, $"{path} is being written by another command; wait until it has ended and try again"], []);
        }

        try
        {
            return WriteAlone(request, [.. found.DistinctBy(static ignore => ignore.Id, StringComparer.OrdinalIgnoreCase)], path, file is not null, problems);
        }
        finally
        {
            turn.ReleaseMutex();
        }
    }

    private static IgnoreImportResult WriteAlone(
        PolicyRequest request, ImmutableArray<AdvisoryIgnore> found, string path, bool isNamed, List<string> problems)
    {
        PolicyText? before = PolicyDisk.Read(path, out string? problem);
        if (problem is not null)
        {
            return new IgnoreImportResult(path, [], [], [.. problems, $"{path} {problem}; nothing was written"], []);
        }

        string existing = before?.Text ?? "";
        (PolicyLayer? layer, _) = Parse(request, existing, path);
        HashSet<string> known = new((layer?.Audit.Ignores ?? []).Where(static ignore => ignore is { Project: null, Versions: null, Marker: null }).Select(static ignore => ignore.Id), StringComparer.OrdinalIgnoreCase);
        ImmutableArray<AdvisoryIgnore> already = [.. found.Where(ignore => known.Contains(ignore.Id))];
        ImmutableArray<AdvisoryIgnore> added = [.. found.Where(ignore => !known.Contains(ignore.Id))];
        if (added.IsEmpty)
        {
            return new IgnoreImportResult(path, [], already, [.. problems], []);
        }

        // What would be written is read back first: a file that ends broken would stop every command.
        string suffix = TomlText.Suffix(existing, added.Select(TomlText.Keys), Path.GetFileName(path) == ProjectFiles.PyProject ? "tool.assay.ignore" : "ignore");
        (PolicyLayer? after, ImmutableArray<PolicyProblem> errors) = Parse(request, existing + suffix, path);
        if (after is null)
        {
            return new IgnoreImportResult(
                path, [], already,
                [.. problems, .. errors.Where(static error => !error.IsWarning).Select(static error => error.ToString()),
                    $"{path} cannot take entries as it is, so nothing was written; mend it (assay policy check) and try again"],
                []);
        }

        try
        {
            PolicyDisk.Replace(path, [.. before?.Bytes ?? [], .. Encoding.UTF8.GetBytes(suffix)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new IgnoreImportResult(
                path, [], already, [.. problems, $"{path} could not be written ({PolicyDisk.Reason(e)}) and is as it was; make it writable or name another with --project-file"], []);
        }

        return new IgnoreImportResult(path, added, already, [.. problems], WaiverWriter.Notices(request, path, isNamed));
    }

    private static (PolicyLayer? Layer, ImmutableArray<PolicyProblem> Problems) Parse(PolicyRequest request, string text, string path) =>
        Path.GetFileName(path) == ProjectFiles.PyProject
            ? PolicyFile.ParseProject(text, path, request.KnownRules, request.Today)
            : PolicyFile.Parse(text, path, request.KnownRules, request.Today);
}
