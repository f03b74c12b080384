using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>Installing and publishing packages, code hosts, containers, agents.</summary>
internal static class ApisOfPublishing
{
    private const string Pip = "pip/user_guide";
    private const string Twine = "twine";
    private const string Setuptools = "setuptools/userguide";
    private const string GitPython = "gitpython/reference";
    private const string PyGithub = "pygithub/reference";

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        new("pip.main", InstallPackages, "0|args", Pip),
        new("pip._internal.main", InstallPackages, "0|args", Pip) { SameAs = "pip.main" },
        new("pip._internal.main.main", InstallPackages, "0|args", Pip) { SameAs = "pip.main" },
        new("pip._internal.cli.main.main", InstallPackages, "0|args", Pip) { SameAs = "pip.main" },
        new("pip.__main__.main", InstallPackages, "0|args", Pip) { SameAs = "pip.main" },
        new("pip._internal.commands.create_command().main", InstallPackages, "0", Pip),
        new("ensurepip.bootstrap", InstallPackages, null, "library/ensurepip"),
        new("ensurepip._bootstrap", InstallPackages, null, "library/ensurepip"),
        new("setuptools.command.easy_install.main", InstallPackages, "0|argv", Setuptools),
        new("easy_install.main", InstallPackages, "0|argv", Setuptools),
        new("pkg_resources.require", InstallPackages, "0*", "setuptools/pkg_resources"),
        new("pkg_resources.WorkingSet().require", InstallPackages, "0*", "setuptools/pkg_resources"),
        new("pkg_resources.working_set.resolve", InstallPackages, "0", "setuptools/pkg_resources"),
        new("setuptools.dist.Distribution().fetch_build_eggs", InstallPackages, "0|requires", Setuptools),
        new("setuptools.installer.fetch_build_egg", InstallPackages, "1|req", Setuptools),
        new("micropip.install", InstallPackages, "0|requirements", "micropip"),
        new("piptools.scripts.sync.cli", InstallPackages, "0", "pip-tools"),
        new("conda.cli.python_api.run_command", InstallPackages, "0*", "conda/api"),
        new("ez_setup.use_setuptools", InstallPackages, null, Setuptools),

        new("twine.commands.upload.upload", Publish, "1|dists", Twine),
        new("twine.commands.upload.main", Publish, "0|args", Twine),
        new("twine.cli.dispatch", Publish, "0|argv", Twine),
        new("twine.__main__.main", Publish, null, Twine),
        new("twine.repository.Repository().upload", Publish, "0|package", Twine),
        new("distutils.command.upload.upload().upload_file", Publish, "2|filename", "distutils/packageindex"),
        new("distutils.command.upload.upload().run", Publish, null, "distutils/packageindex"),
        new("setuptools.command.upload.upload().run", Publish, null, Setuptools),
        new("flit.upload.main", Publish, null, "flit"),
        new("poetry.publishing.publisher.Publisher().publish", Publish, null, "poetry"),
        new("hatch.publish.index.IndexPublisher().publish", Publish, null, "hatch"),
        new("huggingface_hub.HfApi().upload_file", Publish, "repo_id", "huggingface_hub") { ReadsFrom = "0|path_or_fileobj", Data = "0|path_or_fileobj", Address = "https://huggingface.co" },
        new("huggingface_hub.upload_folder", Publish, "repo_id", "huggingface_hub") { Address = "https://huggingface.co" },

        new("git.Repo().remote().push", Publish, null, GitPython),
        new("git.Repo().remotes.origin.push", Publish, null, GitPython),
        new("git.Repo().git.push", Publish, "0*", GitPython),
        new("git.Repo().create_remote", Publish, "1|url", GitPython),
        new("git.Repo().index.commit", Publish, null, GitPython) { Data = "0|message" },
        new("git.Repo.clone_from", Fetch, "0|url", GitPython) { Yields = Labels.Downloaded, WritesTo = "1|to_path", Also = WriteFile, Returns = "git.Repo()" },
        new("git.Repo().remotes.origin.pull", Fetch, null, GitPython) { Yields = Labels.Downloaded },
        new("git.Git().clone", Fetch, "0", GitPython) { Yields = Labels.Downloaded, Also = WriteFile },
        new("pygit2.clone_repository", Fetch, "0|url", "pygit2") { Yields = Labels.Downloaded, WritesTo = "1|path", Also = WriteFile },
        new("pygit2.Repository().remotes[].push", Publish, null, "pygit2"),
        new("dulwich.porcelain.clone", Fetch, "0|source", "dulwich") { Yields = Labels.Downloaded, WritesTo = "1|target", Also = WriteFile },
        new("dulwich.porcelain.push", Publish, "1|remote_location", "dulwich"),
        .. Of(PyGithub, "https://api.github.com",
            "github.Github().get_repo().create_file", "github.Github().get_repo().update_file", "github.Github().get_user().create_repo", "github.Github().get_repo().create_secret",
            "github.Github().get_repo().create_git_ref", "github.Github().get_repo().create_pull", "github.Github().get_repo().create_fork", "github.Github().get_repo().create_issue",
            "github.Github().get_user().create_gist", "github.Github().get_repo().create_git_release", "github.Github().get_repo().create_hook", "github.Github().get_repo().add_to_collaborators",
            "github.Github().get_organization().create_repo", "ghapi.all.GhApi().repos.create_or_update_file_contents", "github3.login().create_repository"),
        new("gitlab.Gitlab().projects.create", Publish, null, "python-gitlab") { Address = "https://gitlab.com" },
        new("gitlab.Gitlab().projects.get().files.create", Publish, null, "python-gitlab") { Address = "https://gitlab.com" },

        new("docker.from_env().containers.run", Spawn, "0|image", "docker-py") { Also = Elevate },
        new("docker.DockerClient().containers.run", Spawn, "0|image", "docker-py") { SameAs = "docker.from_env().containers.run" },
        new("docker.from_env().images.push", Publish, "0|repository", "docker-py"),
        new("docker.from_env().images.build", Spawn, "path", "docker-py"),
        new("docker.from_env().containers.get().exec_run", Spawn, "0|cmd", "docker-py") { Yields = Labels.ProcessOutput },
        new("docker.from_env", Connect, null, "docker-py"),
        new("kubernetes.config.load_incluster_config", ReadStore, null, "kubernetes") { Yields = Labels.CloudIdentity },
        new("kubernetes.config.load_kube_config", ReadStore, "0|config_file", "kubernetes") { Yields = Labels.SecretFile },
        new("kubernetes.client.CoreV1Api().list_secret_for_all_namespaces", ReadStore, null, "kubernetes") { Yields = Labels.CloudIdentity | Labels.SecretFile },
        new("kubernetes.client.CoreV1Api().list_namespaced_secret", ReadStore, "0|namespace", "kubernetes") { Yields = Labels.CloudIdentity | Labels.SecretFile },
        new("kubernetes.client.CoreV1Api().read_namespaced_secret", ReadStore, "0|name", "kubernetes") { Yields = Labels.CloudIdentity | Labels.SecretFile },
        new("kubernetes.client.CoreV1Api().create_namespaced_pod", Spawn, "0|namespace", "kubernetes"),
        new("kubernetes.stream.stream", Spawn, "command", "kubernetes") { Yields = Labels.ProcessOutput },
        new("hvac.Client().secrets.kv.read_secret_version", ReadStore, "0|path", "hvac") { Yields = Labels.Keyring },
        new("claude_agent_sdk.query", Send, null, "claude-agent-sdk") { Data = "prompt" },
        new("openai.OpenAI().chat.completions.create", Send, null, "openai") { Data = "messages", Address = "https://api.openai.com", Yields = Labels.Received },
        new("anthropic.Anthropic().messages.create", Send, null, "anthropic") { Data = "messages", Address = "https://api.anthropic.com", Yields = Labels.Received },
    ];

    private static IEnumerable<CatalogueEntry> Of(string source, string address, params string[] names) =>
        names.Select(name => new CatalogueEntry(name, Publish, null, source) { Address = address });
}
