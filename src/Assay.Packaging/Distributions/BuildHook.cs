using System.Collections.Immutable;

namespace Assay.Packaging.Distributions;

/// <summary>Code of the sources that a build system imports and calls, besides the backend and <c>setup.py</c>.</summary>
/// <param name="File">The file that it runs, relative to the sources; null where it imports a module by name.</param>
/// <param name="Module">The module that it imports; null where it runs a file.</param>
/// <param name="Callables">What it calls there: names of objects, <c>pdm_build_*</c> for all that begin so, <c>&lt;Base</c> for classes derived from <c>Base</c>.</param>
/// <param name="Caller">Whose hook it is.</param>
public sealed record BuildHook(string? File, string? Module, ImmutableArray<string> Callables, string Caller)
{
    /// <summary>The hooks that the settings of a project name, or that its backend looks for by itself.</summary>
    /// <param name="build"><c>pyproject.toml</c>.</param>
    /// <param name="setupCfg">The text of <c>setup.cfg</c>; null where there is none.</param>
    public static ImmutableArray<BuildHook> Of(BuildSystem build, string? setupCfg)
    {
        string backend = build.Backend ?? "setuptools";
        return backend switch
        {
            _ when backend.StartsWith("hatchling", StringComparison.Ordinal) => [.. OfHatch(build)],
            _ when backend.StartsWith("pdm.", StringComparison.Ordinal) => [.. OfPdm(build)],
            _ when backend.StartsWith("poetry.", StringComparison.Ordinal) => [.. OfPoetry(build)],
            _ when backend.StartsWith("setuptools", StringComparison.Ordinal) || !build.BackendPath.IsEmpty => [.. OfSetuptools(build, setupCfg)],
            _ => [],
        };
    }

    private static IEnumerable<BuildHook> OfHatch(BuildSystem build)
    {
        foreach (BuildSetting setting in build.Settings)
        {
            if (setting is { Value: null, Path: ["tool", "hatch", .., "custom"] })
            {
                yield return new BuildHook(
                    Texts(build, [.. setting.Path, "path"]).FirstOrDefault() ?? "hatch_build.py", null,
                    ["<BuildHookInterface", "<MetadataHookInterface", "<BuilderInterface", "get_build_hook", "get_metadata_hook", "get_builder"], "hatchling");
            }
        }

        foreach (string file in Texts(build, ["tool", "hatch", "version", "path"]))
        {
            if (Texts(build, ["tool", "hatch", "version", "source"]).Contains("code"))
            {
                yield return new BuildHook(file, null, [], "hatchling");
            }
        }
    }

    private static IEnumerable<BuildHook> OfPdm(BuildSystem build)
    {
        yield return new BuildHook(
            Texts(build, ["tool", "pdm", "build", "custom-hook"]).FirstOrDefault() ?? "pdm_build.py", null, ["pdm_build_*"], "pdm-backend");
        foreach (string getter in Texts(build, ["tool", "pdm", "version", "getter"]))
        {
            if (getter.Split(':') is [var module, var function])
            {
                yield return new BuildHook(null, module.Trim(), [function.Split('(')[0].Trim()], "pdm-backend");
            }
        }
    }

    private static IEnumerable<BuildHook> OfPoetry(BuildSystem build)
    {
        foreach (string file in Texts(build, ["tool", "poetry", "build", "script"]).Concat(Texts(build, ["tool", "poetry", "build"])))
        {
            yield return new BuildHook(file, null, ["build"], "poetry-core");
        }
    }

    private static IEnumerable<BuildHook> OfSetuptools(BuildSystem build, string? setupCfg)
    {
        IEnumerable<string> classes = build.Settings
            .Where(static setting => setting is { Value: not null, Path: ["tool", "setuptools", "cmdclass", _] }).Select(static setting => setting.Value!);
        if (setupCfg is not null)
        {
            classes = classes.Concat(SetupCfg.Lines(setupCfg, "options", "cmdclass").Select(static line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim()));
        }

        foreach (string name in classes)
        {
            int dot = name.LastIndexOf('.');
            if (dot > 0)
            {
                yield return new BuildHook(null, name[..dot], [name[(dot + 1)..]], "setuptools");
            }
        }
    }

    private static IEnumerable<string> Texts(BuildSystem build, string[] path) =>
        build.Settings.Where(setting => setting.Value is not null && setting.Path.AsSpan().SequenceEqual(path)).Select(static setting => setting.Value!);
}
