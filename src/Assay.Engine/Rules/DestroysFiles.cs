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
        foreach (Fact fact in conduct.Facts)
        {
            if (fact.Capability == Capability.DeleteFile && IsTreeDelete(fact.Api) && IsHomeOrRoot(fact.Target))
            {
                yield return Report(conduct, fact, Severity.Critical, fact.IsGuarded && !fact.RunsByItself ? Confidence.Medium : Confidence.High,
                    $"deletes all of {fact.Target}");
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
