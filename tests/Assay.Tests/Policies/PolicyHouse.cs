using System.Runtime.InteropServices;
using Assay.Policies;

namespace Assay.Tests.Policies;

/// <summary>A machine in a temporary folder: system, user, state and a project in a repository.</summary>
internal sealed class PolicyHouse : IDisposable
{
    public static readonly DateTimeOffset Now = new(2027, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, string> _environment = [];

    public PolicyHouse()
    {
        Root = Directory.CreateTempSubdirectory("assay-policy-").FullName;
        Project = Directory.CreateDirectory(Path.Combine(Root, "work", "project")).FullName;
        Directory.CreateDirectory(Path.Combine(Project, ".git"));
        Current = Project;
    }

    public string Root { get; }

    public string Project { get; }

    public string Current { get; set; }

    public string UserFile => Path.Combine(Root, "config", "assay", "assay.toml");

    public string SystemFile => Path.Combine(Root, "etc", "assay.toml");

    public string Log => Path.Combine(Root, "state", "assay", "waivers.log");

    public string ProjectFile => Path.Combine(Project, "assay.toml");

    public void Set(string variable, string value) => _environment[variable] = value;

    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public PolicyRequest Request(string? explicitFile = null, bool readProject = true, DateTimeOffset? now = null)
    {
        Set("XDG_CONFIG_HOME", Path.Combine(Root, "config"));
        Set("XDG_STATE_HOME", Path.Combine(Root, "state"));
        string? Read(string name) => _environment.GetValueOrDefault(name);
        PolicyFolders folders = PolicyFolders.Of(OSPlatform.Linux, Read, Path.Combine(Root, "home")) with { System = Path.GetDirectoryName(SystemFile) };
        return new PolicyRequest(
            explicitFile, Current, Read, folders, "sam", new HashSet<string> { "startup-code", "too-young", "native-in-pure-wheel" }, now ?? Now, readProject);
    }

    public LoadedPolicy Load(string? explicitFile = null, bool readProject = true) => PolicyLoader.Load(Request(explicitFile, readProject));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
