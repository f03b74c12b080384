using System.Collections.Immutable;
using System.Text;
using Assay.Index;
using Assay.Packaging.Requirements;

namespace Assay.Installers;

/// <summary>
/// Makes rewritten copies of requirements files: indexes and addresses become the guard's, included files become their own copies or
/// absolute, everything else stays as it is. A file in which nothing changes is read by the installer itself.
/// </summary>
/// <param name="folder">What paths are relative to.</param>
internal sealed class RequirementsCopies(PlanBuilder plan, InstallerInput input, string folder)
{
    private readonly Dictionary<string, RequirementsFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RewrittenFile> _copies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>The copy of a file and, through it, of all that it includes; null where the installer reads the file itself.</summary>
    public RewrittenFile? Of(string path, string origin)
    {
        if (IndexAddress.SchemeOf(path) is "http" or "https")
        {
            plan.Refusals.Add(new Refusal(
                $"{origin} {IndexAddress.Split(path).Address}",
                "What an address lists cannot be read before the installer reads it.",
                "Download the file, look at it, and name the local copy."));
            return null;
        }

        string absolute = LocalPath(path);
        if ((plan.IsUv && path == "-") || IsStream(absolute))
        {
            plan.Refusals.Add(new Refusal(
                $"{origin} {path}", "What comes through a stream can be read only once, and the installer reads it.",
                "Write it into a file, and name the file."));
            return null;
        }

        string name = WithoutExtras(absolute);
        if (LockText.IsPylock(name) && OfPylock(name) is { } pylock)
        {
            return pylock;
        }

        if (plan.IsUv && IsReadByUv(name))
        {
            return null;
        }

        RequirementsTree tree = RequirementsTree.Read(
            absolute, file => input.Files.Read(LocalPath(file)), Variable, origin.Contains("onstraint", StringComparison.OrdinalIgnoreCase));
        foreach (RequirementsFile file in tree.Files)
        {
            _files.TryAdd(file.File, file);
        }

        if (!_files.ContainsKey(absolute))
        {
            RefuseUnread(absolute, origin);
            return null;
        }

        RewrittenFile copy = Copy(absolute) with { Written = path };
        return NamesGuard(copy) ? copy : null;
    }

    // uv takes projects' own settings files, and scripts with a metadata block, where pip reads a file of any name as requirements.
    private bool IsReadByUv(string path)
    {
        string name = Path.GetFileName(path);
        if (name is "pyproject.toml" or "setup.py" or "setup.cfg")
        {
            plan.Take(LocalNames.Find(Path.GetDirectoryName(path) ?? "/", input, name, "/"));
            return true;
        }

        if (Path.GetExtension(name).ToLowerInvariant() is ".py" or ".pyw" or "" && UvProject.OfScript(path, input) is { } metadata)
        {
            plan.Settings(metadata);
            return true;
        }

        return false;
    }

    // Only uv knows the project's folder as a variable.
    private string? Variable(string name) =>
        input.FilledVariable(name) ?? (plan.IsUv && name == "PROJECT_ROOT" ? folder : null);

    private static bool IsStream(string path) =>
        path != "/dev/null" && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));

    private void RefuseUnread(string path, string origin)
    {
        if (input.Files.FileExists(path))
        {
            plan.Refusals.Add(new Refusal(
                $"{path} ({origin})", "It cannot be read, so that what it names would be installed unseen.",
                $"Make it readable, and no larger than {InstallerFiles.LargestFile / 1024 / 1024} MiB."));
        }
    }

    private RewrittenFile? OfPylock(string path)
    {
        if (input.Files.Read(path) is not { } bytes || LockText.Read(path, Encoding.UTF8.GetString(bytes), absolutePaths: true) is not { } reading)
        {
            return null;
        }

        plan.Take(reading);
        return new RewrittenFile(path, reading.Text);
    }

    private RewrittenFile Copy(string path)
    {
        if (_copies.TryGetValue(path, out RewrittenFile? known))
        {
            return known;
        }

        RequirementsFile file = _files[path];
        _open.Add(path);
        var edits = new List<(SourceSpan Span, RewrittenText Text)>();
        foreach (RequirementsItem item in file.Items)
        {
            if (item is RequirementsEntry entry)
            {
                AddEntry(entry, file, edits);
            }
            else if (item is RequirementsOptionItem { Value: { } value, ValueSpan: { } span } option)
            {
                if (Replacement(option, value, file) is { } replacement)
                {
                    edits.Add((span, replacement));
                }
            }
        }

        _open.Remove(path);
        var copy = new RewrittenFile(path, Put(file, edits));
        _copies[path] = copy;
        return copy;
    }

    private void AddEntry(RequirementsEntry entry, RequirementsFile file, List<(SourceSpan, RewrittenText)> edits)
    {
        // Relative paths of requirements count from the folder that the installer was started in, so a copy elsewhere means the same.
        // What lies beside the file is looked at too.
        string origin = $"{Path.GetFileName(file.File)}:{entry.Line}";
        string beside = Path.GetDirectoryName(file.File) ?? "/";
        if (entry.Target is not { } target)
        {
            plan.Take(RequirementText.Unparsed(entry.Text, input, origin, folder, beside));
            return;
        }

        RequirementReading reading = RequirementText.Read(target, entry.Text, input, origin, folder, beside);
        if (reading.Direct is { Sha256: null } direct && entry.Hashes.FirstOrDefault(hash => hash.Algorithm == "sha256") is { } hash && entry.Hashes.Length == 1)
        {
            reading = reading with { Direct = direct with { Sha256 = hash.Digest.ToLowerInvariant() } };
        }

        plan.Take(reading);
        if (reading.Address is { } address && entry.AddressSpan is { } span)
        {
            edits.Add((span, RewrittenText.Of(address)));
        }
    }

    private RewrittenText? Replacement(RequirementsOptionItem option, string value, RequirementsFile file)
    {
        string origin = $"{Path.GetFileName(file.File)}:{option.Line}";
        string beside = Path.GetDirectoryName(file.File) ?? "/";
        switch (option.Option)
        {
            case RequirementsOption.IndexUrl or RequirementsOption.ExtraIndexUrl:
                return RewrittenText.Of(new Piece.OfIndex(
                    plan.AddOfFile(IndexAddress.Read(value, null, origin, input.WorkingDirectory), option.Option == RequirementsOption.IndexUrl)));
            case RequirementsOption.FindLinks:
                string links = Path.GetFullPath(value, beside);
                bool isBeside = IndexAddress.SchemeOf(value) is null && (input.Files.FolderExists(links) || input.Files.FileExists(links));
                return RewrittenText.Of(new Piece.OfIndex(
                    plan.Add(IndexAddress.Read(value, null, origin, isBeside ? beside : folder, isFindLinks: true))));
            case RequirementsOption.Requirement or RequirementsOption.Constraint when option.IsEffective:
                if (RequirementsTree.Resolve(file.File, value) is not string target)
                {
                    return null;
                }

                if (!_files.ContainsKey(target))
                {
                    RefuseUnread(target, origin);
                }

                return IndexAddress.SchemeOf(target) is "http" or "https" ? Refused(target, origin)
                    : _files.ContainsKey(target) && !_open.Contains(target) && Copy(target) is { } copy && NamesGuard(copy)
                        ? RewrittenText.Of(new Piece.OfCopy(copy))
                    : Quoted(target);
            case RequirementsOption.TrustedHost:
                plan.TrustedHosts.Add(value);
                return null;
            default:
                return null;
        }
    }

    private RewrittenText? Refused(string target, string origin)
    {
        plan.Refusals.Add(new Refusal(
            $"{origin}: {IndexAddress.Split(target).Address}",
            "What an address lists cannot be read before the installer reads it.",
            "Download the file, look at it, and name the local copy."));
        return null;
    }

    private static RewrittenText Put(RequirementsFile file, List<(SourceSpan Span, RewrittenText Text)> edits)
    {
        var pieces = ImmutableArray.CreateBuilder<Piece>();
        int at = 0;
        if (NamesEncoding(file.Text))
        {
            // The copy is UTF-8 whatever the original says of itself; a byte order mark tells installers so.
            pieces.Add(new Piece.Literal("\uFEFF"));
        }

        foreach ((SourceSpan span, RewrittenText text) in edits.OrderBy(edit => edit.Span.Start))
        {
            pieces.Add(new Piece.Literal(file.Text[at..span.Start]));
            pieces.AddRange(text.Pieces);
            at = span.End;
        }

        pieces.Add(new Piece.Literal(file.Text[at..]));
        return new RewrittenText(pieces.ToImmutable());
    }

    private static bool NamesGuard(RewrittenFile file) =>
        file.Text.Pieces.Any(piece => piece is Piece.OfIndex or Piece.OfFile or Piece.OfCopy);

    // The value stands where shell words are read; what is not plain is escaped there.
    private static string Quoted(string path)
    {
        var quoted = new StringBuilder();
        foreach (char c in path.Replace('\\', '/'))
        {
            quoted.Append(char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':' or '+' or '@' or '~' || c > '\x7f' ? "" : "\\").Append(c);
        }

        return quoted.ToString();
    }

    private static bool NamesEncoding(string text) =>
        text.Split('\n', 3).Take(2).Any(line => line.StartsWith('#') && line.Contains("coding", StringComparison.Ordinal));

    private string LocalPath(string path) =>
        LocalNames.PathOf(path, input, folder) ?? folder;

    private static string WithoutExtras(string path)
    {
        int open = path.EndsWith(']') ? path.LastIndexOf('[') : -1;
        return open > 0 ? path[..open] : path;
    }
}
