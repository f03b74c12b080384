using System.Collections.Frozen;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A member that lands where the interpreter, an installer, a shell or a version control system reads its settings.</summary>
public sealed class WritesConfiguration : Rule
{
    // File name (lower case) to whose settings it holds, wherever below an environment or outside of it the file lands.
    private static readonly FrozenDictionary<string, string> s_files = new Dictionary<string, string>
    {
        ["pip.conf"] = "pip", ["pip.ini"] = "pip", ["uv.toml"] = "uv", [".pypirc"] = "twine", [".pydistutils.cfg"] = "setuptools",
        ["pydistutils.cfg"] = "setuptools", ["pyvenv.cfg"] = "the interpreter", ["pybuilddir.txt"] = "the interpreter",
        [".condarc"] = "conda", [".npmrc"] = "npm", [".yarnrc"] = "yarn", [".netrc"] = "everything that logs in", ["_netrc"] = "everything that logs in",
        [".bashrc"] = "the shell", [".bash_profile"] = "the shell", [".bash_login"] = "the shell", [".bash_logout"] = "the shell",
        [".profile"] = "the shell", [".zshrc"] = "the shell", [".zshenv"] = "the shell", [".zprofile"] = "the shell", [".zlogin"] = "the shell",
        [".cshrc"] = "the shell", [".tcshrc"] = "the shell", [".kshrc"] = "the shell", [".inputrc"] = "the shell", ["config.fish"] = "the shell",
        ["microsoft.powershell_profile.ps1"] = "PowerShell", [".gitconfig"] = "git", [".vimrc"] = "an editor", [".envrc"] = "direnv",
        ["ld.so.preload"] = "the system's loader", ["authorized_keys"] = "ssh", [".pythonrc"] = "the interpreter", [".pythonrc.py"] = "the interpreter",
        ["sudoers"] = "sudo", ["crontab"] = "cron",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Folders whose files are settings of somebody else, as a run of segments.
    private static readonly (string Folders, string Whose)[] s_folders =
    [
        (".git/hooks", "git"), (".ssh", "ssh"), ("etc/profile.d", "the shell"), ("etc/cron.d", "cron"), ("etc/cron.daily", "cron"),
        ("etc/cron.hourly", "cron"), ("etc/sudoers.d", "sudo"), ("etc/systemd", "systemd"), (".config/systemd", "systemd"),
        (".config/autostart", "the desktop"), ("etc/xdg/autostart", "the desktop"), ("etc/ld.so.conf.d", "the system's loader"),
        ("etc/conda/activate.d", "conda"), ("conda-meta", "conda"), ("library/launchagents", "launchd"), ("library/launchdaemons", "launchd"),
        ("start menu/programs/startup", "Windows"), (".config/pip", "pip"), (".config/uv", "uv"), (".config/fish", "the shell"),
        (".ipython/profile_default/startup", "IPython"), ("etc/ipython/startup", "IPython"), (".aws", "the AWS tools"), (".kube", "kubectl"),
        (".docker", "docker"),
    ];

    // What venv, virtualenv and uv write beside the interpreter, and users source into their shell.
    private static readonly FrozenSet<string> s_activators = new[]
    {
        "activate", "activate.bat", "activate.ps1", "activate.csh", "activate.fish", "activate.nu", "activate.xsh", "activate_this.py",
        "deactivate.bat", "deactivate.nu", "pydoc.bat",
    }.ToFrozenSet(StringComparer.Ordinal);

    public override string Id => "writes-configuration";

    public override string Title => "Overwrites settings of the interpreter, an installer or a shell";

    public override IEnumerable<Finding> Inspect(Subject subject) => Limited(Findings(subject));

    private IEnumerable<Finding> Findings(Subject subject)
    {
        foreach (Member member in subject.Members)
        {
            if (!member.IsOutermost || member.Kind == MemberKind.Directory)
            {
                continue;
            }

            Landing landing = Landing.Of(member);
            if (WhoseSettings(landing) is { } whose)
            {
                yield return Report(Severity.Critical, Confidence.High, CodeContext.Install, member.At(),
                    $"Once installed this file holds settings of {whose}", new Evidence("lands at", $"{member.Placement.Scheme}: {member.Placement.Path}"));
            }
            else if (landing.Place == LandingPlace.Prefix && landing.Top.Equals("etc", StringComparison.OrdinalIgnoreCase) && !landing.IsTop)
            {
                yield return Report(Severity.Low, Confidence.High, CodeContext.Install, member.At(),
                    "Once installed this file lies among the environment's settings", new Evidence("lands at", member.Placement.Path));
            }
        }
    }

    private static string? WhoseSettings(Landing landing)
    {
        string path = landing.Path.ToLowerInvariant();
        string file = path[(path.LastIndexOf('/') + 1)..];
        switch (landing.Place)
        {
            case LandingPlace.Programs when landing.IsTop && s_activators.Contains(file):
                return "the shell that activates the environment";
            // Documentation and data that other programs are shown, not what they read.
            case LandingPlace.Prefix when path.StartsWith("share/", StringComparison.Ordinal) || path.StartsWith("doc/", StringComparison.Ordinal):
                return null;
            case LandingPlace.Programs or LandingPlace.Prefix or LandingPlace.Outside or LandingPlace.StandardLibrary:
                return s_files.GetValueOrDefault(file)
                    ?? (file.EndsWith("._pth", StringComparison.Ordinal) ? "the interpreter" : null)
                    ?? (path is "distutils/distutils.cfg" ? "setuptools" : null)
                    ?? FolderOwner(path);
            default:
                // Packages carry settings files as templates and for tests: those do nothing below site-packages.
                return null;
        }
    }

    private static string? FolderOwner(string path)
    {
        string framed = "/" + path;
        foreach ((string folders, string whose) in s_folders)
        {
            if (framed.Contains($"/{folders}/", StringComparison.Ordinal))
            {
                return whose;
            }
        }

        return null;
    }
}
