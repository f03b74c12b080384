using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Code that deletes or encrypts what it did not make: homes, disks, backups.</summary>
public sealed class DestroysFiles : BehaviourRule
{
    private static readonly ImmutableArray<string> s_demands =
        ["files have been encrypted", "files are encrypted", "files has been encrypted", "decrypt your files", "recover your files", "restore your files", "pay the ransom", "encrypted by", "get your files back"];

    public override string Id => "destroys-files";

    public override string Title => "Homes or disks deleted or encrypted";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        HashSet<(int Module, CodeContext Context)> told = [];
        foreach (Fact fact in conduct.Facts)
        {
            if (fact.Capability == Capability.DeleteFile && IsTreeDelete(fact.Api) && (IsHomeOrRoot(fact.Target) || IsUsersFolder(fact.Target)))
            {
                yield return Report(conduct, fact, Severity.Critical, fact.IsGuarded && !fact.RunsByItself ? Confidence.Medium : Confidence.High,
                    $"deletes all of {fact.Target}");
            }
            else if (fact.Capability == Capability.WriteFile && IsRawDisk(fact.Target))
            {
                yield return Report(conduct, fact, fact.RunsByItself ? Severity.Critical : Severity.Medium, Confidence.High, $"overwrites the disk {fact.Target}");
            }
            else if (fact.RunsByItself && told.Add((fact.Module, fact.Context)) && JudgeWalk(conduct, fact) is { } walk)
            {
                yield return walk;
            }
            else if (fact.Capability == Capability.Spawn && CommandClasses.Of(fact.Target).Is(CommandClass.Destroy))
            {
                yield return Report(conduct, fact, fact.RunsByItself ? Severity.Critical : Severity.High, fact.RunsByItself ? Confidence.High : Confidence.Medium,
                    "deletes or overwrites a disk, a home or its backups");
            }
            else if (fact.Capability == Capability.Encrypt && JudgeEncryption(conduct, fact) is { } finding)
            {
                yield return finding;
            }
        }
    }

    // Each file of a home or a disk is deleted or written over, one by one: the files have no name that the program gave them.
    private Finding? JudgeWalk(Conduct conduct, Fact first)
    {
        Fact[] beside = [.. conduct.Beside(first)];
        Fact? walk = Array.Find(beside, static fact => fact.Capability == Capability.ListFiles && IsWalk(fact.Api) && (IsHomeOrRoot(fact.Target) || IsUsersFolder(fact.Target)));
        Fact? deed = walk is null ? null : Array.Find(beside, fact => fact.Capability is Capability.DeleteFile or Capability.WriteFile && IsOfWalk(fact.Target, walk.Target));
        return deed is null ? null : Report(conduct, deed, Severity.Critical, Confidence.Medium,
            $"{(deed.Capability == Capability.DeleteFile ? "deletes" : "writes over")} the files of {walk!.Target}, one by one,", new Evidence("walks", Excerpt(walk.Line)));
    }

    private static bool IsWalk(string api) => api is "os.walk" or "os.fwalk" or "scandir.walk" || api.EndsWith(".rglob", StringComparison.Ordinal) || api.EndsWith("Path().walk", StringComparison.Ordinal);

    // A hole, or a hole below where the walk began.
    private static bool IsOfWalk(string path, string top)
    {
        string rest = path.StartsWith(top, StringComparison.Ordinal) ? path[top.Length..] : path;
        return rest.AsSpan().IndexOfAnyExcept([TextValue.Hole, '/', '\\', '*']) < 0;
    }

    // sd(4), nvme(4): the whole disk, not a file on it.
    private static bool IsRawDisk(string path) =>
        path.StartsWith(@"\\.\PhysicalDrive", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/dev/sd", StringComparison.Ordinal) || path.StartsWith("/dev/nvme", StringComparison.Ordinal)
        || path.StartsWith("/dev/hd", StringComparison.Ordinal) || path.StartsWith("/dev/vd", StringComparison.Ordinal) || path.StartsWith("/dev/mmcblk", StringComparison.Ordinal)
        || path.StartsWith("/dev/disk", StringComparison.Ordinal) || path.StartsWith("/dev/rdisk", StringComparison.Ordinal);

    private static bool IsUsersFolder(string path) => UsersFolder.HomeOf(path) is "~" or "$HOME" or "%USERPROFILE%";

    // What is read from files is encrypted and written, in a walk through folders.
    private Finding? JudgeEncryption(Conduct conduct, Fact fact)
    {
        if ((fact.AllLabels & Labels.File) == Labels.None)
        {
            return null;
        }

        Fact[] beside = [.. conduct.Facts.Where(other => other.Module == fact.Module && other.Context == fact.Context)];
        bool rewrites = Array.Exists(beside, static other => other.Capability is Capability.WriteFile or Capability.DeleteFile);
        Fact? walk = Array.Find(beside, static other => other.Capability == Capability.ListFiles);
        if (!rewrites || walk is null)
        {
            return null;
        }

        string? demand = conduct.ModuleOf(fact)?.Texts.FirstOrDefault(static text => s_demands.Any(words => text.Contains(words, StringComparison.OrdinalIgnoreCase)));
        bool wide = IsHomeOrRoot(walk.Target) || IsHomeFolder(walk.Target);
        (Severity severity, Confidence confidence) = (demand is not null, wide, fact.RunsByItself) switch
        {
            (true, _, true) or (_, true, true) => (Severity.Critical, Confidence.High),
            (true, true, false) => (Severity.High, Confidence.High),
            (true, false, false) => (Severity.High, Confidence.Medium),
            (false, false, true) => (Severity.High, Confidence.Medium),
            _ => (Severity.Low, Confidence.Medium),
        };
        string where = walk.Target.Length > 0 ? walk.Target : "a folder";
        return Report(conduct, fact, severity, confidence, $"encrypts the files of {where}{(demand is null ? "" : " and leaves a demand")}",
            demand is null ? new Evidence("walks", Excerpt(walk.Line)) : new Evidence("demand", Excerpt(demand)));
    }

    private static bool IsTreeDelete(string api) => api is "shutil.rmtree" || api.EndsWith(".rmtree", StringComparison.Ordinal) || api == "os.removedirs";

    // "/", "~", "C:\", "/home", "$HOME": nothing stands behind it.
    private static bool IsHomeOrRoot(string path)
    {
        string plain = path.Trim().Replace('\\', '/').TrimEnd('*').TrimEnd('/');
        return path.Trim() is "/" or "\\" || plain is "~" or "$HOME" or "%USERPROFILE%" or "/home" or "/Users" or "/root" or "C:/Users" or "/etc" or "/usr" or "/boot" or "/var"
            || (plain.Length == 2 && char.IsAsciiLetter(plain[0]) && plain[1] == ':');
    }

    private static bool IsHomeFolder(string path)
    {
        string plain = path.Replace('\\', '/');
        return plain.StartsWith("~/", StringComparison.Ordinal)
            || (plain.EndsWith("/Desktop", StringComparison.OrdinalIgnoreCase) || plain.EndsWith("/Documents", StringComparison.OrdinalIgnoreCase)
                || plain.EndsWith("/Downloads", StringComparison.OrdinalIgnoreCase) || plain.EndsWith("/Pictures", StringComparison.OrdinalIgnoreCase));
    }
}
