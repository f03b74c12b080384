using System.Collections.Frozen;

namespace Assay.Installers;

/// <summary>The variables of uv that pass into the child as they are: everything else that begins with <c>UV_</c> is read and replaced, or removed.</summary>
public static class UvVariables
{
    private static readonly FrozenSet<string> Passing = new[]
    {
        "UV_BREAK_SYSTEM_PACKAGES", "UV_CACHE_DIR", "UV_COMPILE_BYTECODE", "UV_COMPILE_BYTECODE_TIMEOUT", "UV_CONCURRENT_BUILDS",
        "UV_CONCURRENT_DOWNLOADS", "UV_CONCURRENT_INSTALLS", "UV_CREDENTIALS_DIR", "UV_CUSTOM_COMPILE_COMMAND", "UV_DEV", "UV_ENV_FILE",
        "UV_EXCLUDE_NEWER", "UV_FORK_STRATEGY", "UV_FROZEN", "UV_GIT_LFS", "UV_HTTP_CONNECT_TIMEOUT", "UV_HTTP_RETRIES", "UV_INDEX_STRATEGY",
        "UV_INIT_BUILD_BACKEND", "UV_ISOLATED", "UV_KEYRING_PROVIDER", "UV_LINK_MODE", "UV_LOCKED", "UV_LOCK_TIMEOUT", "UV_LOG_CONTEXT",
        "UV_MALWARE_CHECK", "UV_MANAGED_PYTHON", "UV_NATIVE_TLS", "UV_NO_BINARY", "UV_NO_BINARY_PACKAGE", "UV_NO_BUILD",
        "UV_NO_BUILD_ISOLATION", "UV_NO_BUILD_PACKAGE", "UV_NO_CACHE", "UV_NO_CONFIG", "UV_NO_DEFAULT_GROUPS", "UV_NO_DEV", "UV_NO_EDITABLE",
        "UV_NO_ENV_FILE", "UV_NO_GROUP", "UV_NO_INSTALLER_METADATA", "UV_NO_INSTALL_LOCAL", "UV_NO_INSTALL_PROJECT",
        "UV_NO_INSTALL_WORKSPACE", "UV_NO_MANAGED_PYTHON", "UV_NO_MODIFY_PATH", "UV_NO_PROGRESS", "UV_NO_PROJECT", "UV_NO_SOURCES",
        "UV_NO_SOURCES_PACKAGE", "UV_NO_SYNC", "UV_NO_VERIFY_HASHES", "UV_NO_WRAP", "UV_OFFLINE", "UV_PRERELEASE", "UV_PREVIEW",
        "UV_PREVIEW_FEATURES", "UV_PROJECT", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_PYTHON_BIN_DIR", "UV_PYTHON_CACHE_DIR",
        "UV_PYTHON_DOWNLOADS", "UV_PYTHON_GRAALPY_BUILD", "UV_PYTHON_INSTALL_BIN", "UV_PYTHON_INSTALL_DIR", "UV_PYTHON_INSTALL_REGISTRY",
        "UV_PYTHON_PREFERENCE", "UV_PYTHON_SEARCH_PATH", "UV_REQUIRE_HASHES", "UV_RESOLUTION", "UV_SHOW_RESOLUTION", "UV_STACK_SIZE",
        "UV_SYSTEM_CERTS", "UV_SYSTEM_PYTHON", "UV_TOOL_BIN_DIR", "UV_TOOL_DIR", "UV_TORCH_BACKEND", "UV_UNMANAGED_INSTALL", "UV_VENV_CLEAR",
        "UV_VENV_RELOCATABLE", "UV_VENV_SEED", "UV_WORKING_DIR", "UV_WORKING_DIRECTORY", "UV_LIBC",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the variable is uv's and passes as it is.</summary>
    public static bool Passes(string name) => Passing.Contains(name);

    /// <summary>Whether the variable is uv's at all.</summary>
    public static bool IsUv(string name) => name.StartsWith("UV_", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the variable is read, and what it says handed on in another form.</summary>
    public static bool IsReplaced(string name) =>
        name.ToUpperInvariant() is "UV_INDEX" or "UV_DEFAULT_INDEX" or "UV_INDEX_URL" or "UV_EXTRA_INDEX_URL" or "UV_FIND_LINKS" or "UV_CONFIG_FILE"
            or "UV_INSECURE_HOST" or "UV_MALWARE_CHECK_URL" or "UV_HTTP_TIMEOUT" or "UV_REQUEST_TIMEOUT";

    /// <summary>The variables that hold an index's user and password, from the index's name as uv spells it there.</summary>
    public static (string User, string Password) CredentialsOf(string indexName)
    {
        string folded = string.Concat(indexName.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
        return ($"UV_INDEX_{folded}_USERNAME", $"UV_INDEX_{folded}_PASSWORD");
    }
}
