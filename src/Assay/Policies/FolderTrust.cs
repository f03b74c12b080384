using System.Collections.Immutable;
using Assay.Engine.Verdicts;

namespace Assay.Policies;

/// <summary>What came of a change to the list of trusted folders.</summary>
/// <param name="Done">One sentence for each file, unescaped.</param>
/// <param name="Problems">Why nothing was changed; whole sentences, unescaped.</param>
public sealed record TrustResult(ImmutableArray<string> Done, ImmutableArray<string> Problems);

/// <summary>Lets a project's configuration loosen, as long as it stays byte for byte what the user saw.</summary>
public static class FolderTrust
{
    /// <summary>Trusts the configuration files of one folder as they are now. Folders below it are not included.</summary>
    public static TrustResult Trust(PolicyRequest request, string folder)
    {
        string path = Normalize(request, folder);
        if (request.Folders.TrustFile is not string list)
        {
            return Failed("this user has no configuration folder to keep trust in; set HOME or XDG_CONFIG_HOME, then try again");
        }

        List<PolicyProblem> problems = [];
        List<TrustedFile> trusted = [];
        List<(PolicyLayer Layer, PolicyStanding Standing)> layers = [];
        foreach (string file in ProjectFiles.In(path))
        {
            if (PolicyLoader.ReadProject(file, request, problems) is (PolicyLayer layer, string sha256))
            {
                trusted.Add(new TrustedFile(file, sha256, request.Now));
                layers.Add((layer, PolicyStanding.Trusted));
            }
        }

        if (problems.Where(static problem => !problem.IsWarning).Select(static problem => problem.ToString()).ToArray() is { Length: > 0 } errors)
        {
            return new TrustResult([], [.. errors, "a broken configuration cannot be trusted; mend it and try again"]);
        }

        if (trusted.Count == 0)
        {
            return Failed($"{path} holds neither an assay.toml nor a pyproject.toml with [tool.assay]; name the folder that does");
        }

        ImmutableArray<TrustedFile> before = TrustedFiles.Read(list, out string? notice);
        string? failure = notice ?? Write(list, before.Where(entry => !IsIn(path, entry)).Concat(trusted));
        if (failure is not null)
        {
            return Failed(failure);
        }

        ImmutableArray<string> loosened = PolicyLayering.Merge([.. layers]).Notices;
        return new TrustResult([.. trusted.Select(static file => $"trusted {file.File} (sha256 {file.Sha256[..12]}…) until it changes"), .. loosened], []);
    }

    /// <summary>Takes trust away from every configuration file of one folder.</summary>
    public static TrustResult Untrust(PolicyRequest request, string folder)
    {
        string path = Normalize(request, folder);
        ImmutableArray<TrustedFile> before = TrustedFiles.Read(request.Folders.TrustFile, out string? notice);
        ImmutableArray<TrustedFile> gone = [.. before.Where(entry => IsIn(path, entry))];
        string? failure = notice
            ?? (gone.IsEmpty ? $"{path} is not trusted; 'assay policy show' lists the folders that are" : null)
            ?? Write(request.Folders.TrustFile!, before.Except(gone));
        return failure is not null ? Failed(failure) : new TrustResult([.. gone.Select(static file => $"no longer trusted: {file.File}")], []);
    }

    private static string Normalize(PolicyRequest request, string folder) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, request.CurrentFolder));

    private static bool IsIn(string folder, TrustedFile entry) => Path.GetDirectoryName(entry.File) == folder;

    private static string? Write(string list, IEnumerable<TrustedFile> files)
    {
        try
        {
            TrustedFiles.Write(list, files);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{list} could not be written ({PolicyDisk.Reason(e)}) and is as it was; make it writable and try again";
        }
    }

    private static TrustResult Failed(string problem) => new([], [problem]);
}
