using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Artifacts;

/// <summary>
/// When a member's content takes effect, as far as its kind and the place it lands in tell. Where code is reached on more than one
/// way the earliest counts, but for entry points, which say more than "imported".
/// </summary>
/// <param name="shape">Kind and root folder of the distribution.</param>
/// <param name="plugins">Modules that entry points load, but those of console and GUI scripts.</param>
/// <param name="build">The build system of an sdist or a tree.</param>
/// <param name="hooks">What that build system runs of it by itself.</param>
internal sealed class Contexts(DistributionShape shape, ImmutableHashSet<string> plugins, BuildSystem build, ImmutableArray<BuildHook> hooks)
{
    private static readonly string[] s_besideTheCode = ["docs/", "doc/", "examples/", "example/", "benchmarks/", "benchmark/", "tools/", "scripts/", "samples/", "demo/", "demos/"];

    public CodeContext Of(RawMember member, MemberKind kind, Placement placement)
    {
        if (kind is MemberKind.Directory or MemberKind.Empty or MemberKind.Link)
        {
            return CodeContext.None;
        }

        CodeContext byPlace = !member.IsOutermost || shape.Kind == DistributionKind.Unknown ? CodeContext.Call
            : shape.Kind == DistributionKind.Wheel ? InWheel(kind, placement)
            : shape.Kind == DistributionKind.Egg ? InFolder(member.Name, kind)
            : InSources(member.Name, kind);
        return byPlace == CodeContext.Startup || IsCode(kind) ? byPlace : CodeContext.None;
    }

    private CodeContext InWheel(MemberKind kind, Placement placement)
    {
        if (placement.Scheme == InstallScheme.Scripts)
        {
            return CodeContext.Main;
        }

        if (InstallLayout.BelowSitePackages(placement) is string below)
        {
            return InFolder(below, kind);
        }

        return placement.Scheme == InstallScheme.Data && (StartsWith(placement.Path, "bin/") || StartsWith(placement.Path, "scripts/"))
            ? CodeContext.Main
            : CodeContext.Call;
    }

    // A folder on the import path.
    private CodeContext InFolder(string path, MemberKind kind)
    {
        if (MemberNames.IsStartup(path))
        {
            return CodeContext.Startup;
        }

        if (MemberNames.IsTest(path))
        {
            return CodeContext.Test;
        }

        bool library = kind is MemberKind.PythonSource or MemberKind.PythonBytecode || IsLibrary(kind, path);
        return !library ? CodeContext.Call
            : plugins.Contains(ModuleOf(path)) ? CodeContext.Plugin
            : MemberNames.FileOf(path) is "__main__.py" ? CodeContext.Main
            : CodeContext.Import;
    }

    private CodeContext InSources(string name, MemberKind kind)
    {
        string path = StartsWith(name, shape.Root) ? name[shape.Root.Length..] : name;
        if (path == "setup.py" || IsBackend(path) || hooks.Any(hook => hook.File is string file && InstallLayout.Resolve(file.Replace('\\', '/')) == path))
        {
            return CodeContext.Install;
        }

        string below = path.StartsWith("src/", StringComparison.Ordinal) ? path["src/".Length..] : path;
        return Array.Exists(s_besideTheCode, folder => StartsWith(path, folder)) ? CodeContext.Call : InFolder(below, kind);
    }

    // Installers put each folder of backend-path on the import path and import the backend from there.
    private bool IsBackend(string path)
    {
        if (build.BackendPath.IsEmpty || build.Backend is not string backend)
        {
            return false;
        }

        int colon = backend.IndexOf(':', StringComparison.Ordinal);
        string module = (colon < 0 ? backend : backend[..colon]).Trim().Replace('.', '/');
        foreach (string folder in build.BackendPath)
        {
            string prefix = InstallLayout.Resolve(folder.Replace('\\', '/'));
            string start = (prefix.Length == 0 ? "" : prefix + "/") + module;
            if (path.StartsWith(start, StringComparison.Ordinal) && path.AsSpan(start.Length) is ['.' or '/', ..])
            {
                return true;
            }
        }

        return false;
    }

    private static string ModuleOf(string path)
    {
        int dot = path.IndexOf('.', path.LastIndexOf('/') + 1);
        string stem = dot < 0 ? path : path[..dot];
        string module = stem.EndsWith("/__init__", StringComparison.Ordinal) ? stem[..^"/__init__".Length] : stem;
        return module.Replace('/', '.');
    }

    private static bool IsLibrary(MemberKind kind, string path) =>
        kind is MemberKind.Elf or MemberKind.Pe or MemberKind.MachO
        && (path.EndsWith(".so", StringComparison.OrdinalIgnoreCase) || path.Contains(".so.", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".pyd", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".dylib", StringComparison.OrdinalIgnoreCase));

    private static bool IsCode(MemberKind kind) => kind is MemberKind.PythonSource or MemberKind.PythonBytecode or MemberKind.StartupFile
        or MemberKind.Elf or MemberKind.Pe or MemberKind.MachO or MemberKind.OtherCode or MemberKind.Script;

    private static bool StartsWith(string path, string folder) => path.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
}
