using System.Collections.Frozen;

namespace Assay.Engine.Rules;

/// <summary>
/// Import names and program names that belong to somebody. A closed list of what an environment cannot do without: the interpreter,
/// the installers, and libraries so common that whoever replaces them sees everything. Namespaces that projects share are not in it.
/// </summary>
public static class OwnedNames
{
    // Import name to the project (normalised) that installs and updates packages with it.
    private static readonly FrozenDictionary<string, string> s_tools = new Dictionary<string, string>
    {
        ["pip"] = "pip", ["setuptools"] = "setuptools", ["pkg_resources"] = "setuptools", ["_distutils_hack"] = "setuptools", ["wheel"] = "wheel",
        ["uv"] = "uv", ["virtualenv"] = "virtualenv", ["_virtualenv"] = "virtualenv", ["pipx"] = "pipx",
        ["pipenv"] = "pipenv", ["twine"] = "twine", ["hatch"] = "hatch", ["hatchling"] = "hatchling", ["flit_core"] = "flit-core",
        ["ensurepip"] = "", ["venv"] = "",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> s_libraries = new Dictionary<string, string>
    {
        ["requests"] = "requests", ["urllib3"] = "urllib3", ["certifi"] = "certifi", ["idna"] = "idna", ["charset_normalizer"] = "charset-normalizer",
        ["six"] = "six", ["yaml"] = "pyyaml", ["numpy"] = "numpy", ["pandas"] = "pandas", ["scipy"] = "scipy", ["torch"] = "torch",
        ["cryptography"] = "cryptography", ["attr"] = "attrs", ["click"] = "click", ["jinja2"] = "jinja2", ["flask"] = "flask",
        ["django"] = "django", ["boto3"] = "boto3", ["botocore"] = "botocore", ["pydantic"] = "pydantic", ["typing_extensions"] = "typing-extensions",
        ["packaging"] = "packaging", ["platformdirs"] = "platformdirs", ["httpx"] = "httpx", ["aiohttp"] = "aiohttp", ["paramiko"] = "paramiko",
        ["rsa"] = "rsa", ["coverage"] = "coverage", ["pytest"] = "pytest", ["_pytest"] = "pytest", ["pluggy"] = "pluggy", ["tqdm"] = "tqdm",
        ["rich"] = "rich", ["psutil"] = "psutil", ["sqlalchemy"] = "sqlalchemy", ["litellm"] = "litellm", ["openai"] = "openai",
        ["anthropic"] = "anthropic", ["transformers"] = "transformers",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Program name to the project that owns it; empty: no package may bring it.
    private static readonly FrozenDictionary<string, string> s_programs = new Dictionary<string, string>
    {
        ["pip"] = "pip", ["uv"] = "uv", ["uvx"] = "uv", ["wheel"] = "wheel", ["virtualenv"] = "virtualenv", ["poetry"] = "poetry", ["pdm"] = "pdm",
        ["pipx"] = "pipx", ["pipenv"] = "pipenv", ["twine"] = "twine", ["hatch"] = "hatch", ["easy_install"] = "setuptools",
        ["conda"] = "", ["python"] = "", ["pythonw"] = "", ["py"] = "", ["git"] = "", ["hg"] = "", ["svn"] = "", ["ssh"] = "",
        ["scp"] = "", ["ssh-agent"] = "", ["gpg"] = "", ["sudo"] = "", ["su"] = "", ["doas"] = "", ["login"] = "", ["passwd"] = "", ["sh"] = "",
        ["bash"] = "", ["zsh"] = "", ["fish"] = "", ["dash"] = "", ["cmd"] = "", ["powershell"] = "", ["pwsh"] = "", ["ls"] = "", ["cat"] = "",
        ["cp"] = "", ["mv"] = "", ["rm"] = "", ["ps"] = "", ["env"] = "", ["id"] = "", ["whoami"] = "", ["find"] = "", ["grep"] = "",
        ["curl"] = "", ["wget"] = "", ["apt"] = "", ["apt-get"] = "", ["dpkg"] = "", ["yum"] = "", ["dnf"] = "", ["apk"] = "",
        ["brew"] = "", ["systemctl"] = "", ["crontab"] = "", ["docker"] = "", ["kubectl"] = "", ["aws"] = "awscli", ["gcloud"] = "", ["az"] = "azure-cli",
        ["gh"] = "",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The project that owns an import name among the tools that install packages; null: none; empty: the interpreter's own.</summary>
    public static string? OwnerOfTool(string import) => s_tools.GetValueOrDefault(import);

    /// <summary>The project that owns an import name among common libraries; null: none.</summary>
    public static string? OwnerOfLibrary(string import) => s_libraries.GetValueOrDefault(import);

    /// <summary>The project that owns a program's name; null: nobody in particular; empty: the system or the interpreter.</summary>
    /// <param name="file">A file name on the search path, with or without what Windows adds to it.</param>
    public static string? OwnerOfProgram(string file)
    {
        string name = file.ToLowerInvariant();
        foreach (string ending in (ReadOnlySpan<string>)[".exe", ".bat", ".cmd", ".com", ".ps1"])
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                name = name[..^ending.Length];
                break;
            }
        }

        // python3, python3.12, pip3.12, easy_install-3.8: one program in its versions.
        string bare = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.').TrimEnd('-');
        return s_programs.GetValueOrDefault(name)
            ?? (bare is "python" or "pythonw" or "pip" or "easy_install" ? s_programs.GetValueOrDefault(bare) : null);
    }
}
