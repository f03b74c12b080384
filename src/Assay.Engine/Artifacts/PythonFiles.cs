using System.Collections.Immutable;
using System.Text;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;
using Assay.Python.Meaning;

namespace Assay.Engine.Artifacts;

/// <summary>Finds the Python among the members: under which name each file is imported, and who runs it.</summary>
/// <param name="shape">Kind and root folder of the distribution.</param>
/// <param name="build">The build system of an sdist or a tree.</param>
/// <param name="hooks">What that build system runs of it by itself.</param>
/// <param name="entryPoints">What the distribution offers to others by name.</param>
internal sealed class PythonFiles(DistributionShape shape, BuildSystem build, ImmutableArray<BuildHook> hooks, ImmutableArray<EntryPointFact> entryPoints)
{
    private const string Caches = "__pycache__/";

    /// <summary>Every Python file whose bytes are at hand, in the order of the members.</summary>
    /// <param name="raw">The census, sorted.</param>
    /// <param name="members">The same, placed.</param>
    public ImmutableArray<PythonFile> Collect(List<RawMember> raw, ImmutableArray<Member> members)
    {
        ILookup<string, PythonEntryPoint> called = Called();
        ImmutableArray<PythonFile>.Builder files = ImmutableArray.CreateBuilder<PythonFile>();
        for (int i = 0; i < raw.Count; i++)
        {
            if (raw[i].Content.Bytes is byte[] bytes && MemberNames.UseOf(raw[i].Name, raw[i].Kind) == ContentUse.Python)
            {
                files.Add(FileOf(members[i], bytes, called));
            }
        }

        return files.DrainToImmutable();
    }

    /// <summary>The files that code may open, by the path under which the code itself sees them.</summary>
    public Dictionary<string, byte[]> Data(List<RawMember> raw, ImmutableArray<Member> members)
    {
        Dictionary<string, byte[]> data = new(StringComparer.Ordinal);
        for (int i = 0; i < raw.Count; i++)
        {
            if (raw[i].Content.Bytes is byte[] bytes)
            {
                data[raw[i].IsOutermost ? SourcePathOf(members[i]) : string.Join(ProgramSource.InnerSeparator, members[i].Path)] = bytes;
            }
        }

        return data;
    }

    private PythonFile FileOf(Member member, byte[] bytes, ILookup<string, PythonEntryPoint> called)
    {
        string path = SourcePathOf(member);
        bool bytecode = member.Kind == MemberKind.PythonBytecode;
        string module = bytecode ? SourceOf(path) : path;
        bool isBuild = member.Context == CodeContext.Install;
        if (!IsImportable(member, module))
        {
            return new PythonFile(
                member.Path, MemberNames.FileOf(path).ToString(), false, member.Context, WhyOf(member, path), isBuild, [], LinesThatRun(member, bytes), bytecode)
            {
                SourcePath = path,
            };
        }

        string stem = BelowBackendPath(module[..module.LastIndexOf('.')]);
        bool isPackage = stem == "__init__" || stem.EndsWith("/__init__", StringComparison.Ordinal);
        string name = (isPackage ? stem[..Math.Max(0, stem.Length - "/__init__".Length)] : stem).Replace('/', '.');
        return new PythonFile(member.Path, name, isPackage, member.Context, WhyOf(member, name), isBuild, [.. called[name].Concat(CalledIn(member)).Distinct()], bytes, bytecode)
        {
            SourcePath = path,
        };
    }

    // Installers put the folders of backend-path in front of the import path.
    private string BelowBackendPath(string path)
    {
        foreach (string folder in build.BackendPath)
        {
            string prefix = InstallLayout.Resolve(folder.Replace('\\', '/'));
            if (prefix.Length > 0 && path.StartsWith(prefix + "/", StringComparison.Ordinal))
            {
                return path[(prefix.Length + 1)..];
            }
        }

        return path;
    }

    // Functions that others call, by module.
    private ILookup<string, PythonEntryPoint> Called()
    {
        List<(string Module, PythonEntryPoint Function)> called = [];
        foreach (EntryPointFact entry in entryPoints)
        {
            (string module, string function) = Split(entry.Target);
            bool isCommand = entry.Group is "console_scripts" or "gui_scripts";
            if (isCommand && function.Length > 0)
            {
                called.Add((module, new PythonEntryPoint(function, CodeContext.Main, $"the command {entry.Name} calls it")));
            }
            else if (!isCommand)
            {
                foreach (string name in function.Length > 0 ? [function] : PluginHosts.HooksOf(entry.Group))
                {
                    called.Add((module, new PythonEntryPoint(name, CodeContext.Plugin, PluginHosts.WhyOf(entry.Group))));
                }
            }
        }

        foreach (BuildHook hook in hooks)
        {
            called.AddRange(hook.Module is null ? [] : Callables(hook).Select(callable => (hook.Module, callable)));
        }

        if (!build.BackendPath.IsEmpty && build.Backend is string backend)
        {
            (string module, string owner) = Split(backend);
            foreach (string hook in (ReadOnlySpan<string>)["get_requires_for_build_wheel", "get_requires_for_build_sdist", "get_requires_for_build_editable", "prepare_metadata_for_build_wheel", "prepare_metadata_for_build_editable", "build_wheel", "build_editable", "build_sdist"])
            {
                called.Add((module, new PythonEntryPoint(owner.Length == 0 ? hook : $"{owner}.{hook}", CodeContext.Install, $"the installer calls the build backend's {hook}")));
            }
        }

        return called.ToLookup(static pair => pair.Module, static pair => pair.Function, StringComparer.Ordinal);
    }

    // A build system runs a hook by its file's path.
    private IEnumerable<PythonEntryPoint> CalledIn(Member member) => member.Context != CodeContext.Install ? []
        : hooks.Where(hook => hook.File is string file && shape.Root + InstallLayout.Resolve(file.Replace('\\', '/')) == member.Name).SelectMany(Callables);

    private static IEnumerable<PythonEntryPoint> Callables(BuildHook hook) =>
        hook.Callables.Select(callable => new PythonEntryPoint(callable, CodeContext.Install, $"{hook.Caller} calls the hook at each build"));

    private static (string Module, string Function) Split(string target)
    {
        string plain = target.Split('[')[0].Trim();
        int colon = plain.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (plain, "") : (plain[..colon].Trim(), plain[(colon + 1)..].Trim());
    }

    private string SourcePathOf(Member member)
    {
        if (!member.IsOutermost)
        {
            return string.Join("!/", member.Path);
        }

        if (InstallLayout.BelowSitePackages(member.Placement) is string below)
        {
            return below;
        }

        string path = member.Name.StartsWith(shape.Root, StringComparison.Ordinal) ? member.Name[shape.Root.Length..] : member.Name;
        return path.StartsWith("src/", StringComparison.Ordinal) && member.Placement == Placement.NotInstalled ? path["src/".Length..] : path;
    }

    // demo/__pycache__/x.cpython-311.pyc is the cache of demo/x.py; demo/x.pyc is a module by itself.
    private static string SourceOf(string path)
    {
        int cache = path.LastIndexOf(Caches, StringComparison.Ordinal);
        string file = MemberNames.FileOf(path).ToString();
        string stem = file.Split('.')[0];
        string folder = path[..^file.Length];
        return (cache >= 0 && cache + Caches.Length == folder.Length ? folder[..cache] : folder) + stem + ".py";
    }

    private static bool IsImportable(Member member, string path) =>
        member.IsOutermost && member.Kind != MemberKind.StartupFile && path is not "setup.py"
        && path.EndsWith(".py", StringComparison.OrdinalIgnoreCase) && member.Placement.Scheme != InstallScheme.Scripts;

    private static string WhyOf(Member member, string name) => member.Context switch
    {
        CodeContext.Startup => $"every start of Python runs {name}",
        CodeContext.Install => $"building or installing runs {name}",
        CodeContext.Import => $"importing {name} runs it",
        CodeContext.Plugin => $"programs that look for plugins import {name}",
        CodeContext.Main => $"starting {name} runs it",
        CodeContext.Test => $"running the tests imports {name}",
        _ => $"whoever imports {name} runs it",
    };

    // site runs the lines that begin with "import", and calls what a .start file names (PEP 829); every line keeps its number.
    private static byte[] LinesThatRun(Member member, byte[] bytes)
    {
        bool isStart = member.FileName.EndsWith(".start", StringComparison.Ordinal);
        if (!isStart && !member.FileName.EndsWith(".pth", StringComparison.Ordinal))
        {
            return bytes;
        }

        StringBuilder program = new(bytes.Length);
        foreach (string line in TextDecoding.Decode(bytes).TrimStart('\ufeff').Split('\n'))
        {
            string trimmed = line.Trim();
            if (!isStart)
            {
                program.Append(line.StartsWith("import ", StringComparison.Ordinal) || line.StartsWith("import\t", StringComparison.Ordinal) ? line.TrimEnd() : "");
            }
            else if (trimmed.Length > 0 && trimmed[0] != '#')
            {
                (string module, string function) = Split(trimmed);
                program.Append("import ").Append(module).Append(function.Length == 0 ? "" : $"; {module}.{function}()");
            }

            program.Append('\n');
        }

        return Encoding.UTF8.GetBytes(program.ToString());
    }
}
