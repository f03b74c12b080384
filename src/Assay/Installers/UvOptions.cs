using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>The options of uv 0.13, one table a subcommand, hidden spellings included, so that a value is never taken for a package.</summary>
public static class UvOptions
{
    private static readonly ImmutableArray<string> Global =
    [
        "--no-cache -n", "--cache-dir =", "--managed-python", "--no-managed-python", "--no-python-downloads", "--quiet -q", "--verbose -v",
        "--color =", "--system-certs", "--offline", "--allow-insecure-host --trusted-host =", "--no-progress", "--directory =", "--project =",
        "--config-file =", "--no-config", "--help -h", "--version -V", "--native-tls", "--no-native-tls", "--preview", "--no-preview",
        "--preview-features =",
    ];

    private static readonly ImmutableArray<string> Resolving =
    [
        "--require-build-hashes", "--no-build", "--index =", "--default-index =", "--index-url -i =", "--extra-index-url =",
        "--find-links -f =", "--no-index", "--index-strategy =", "--keyring-provider =", "--upgrade -U", "--upgrade-package -P =",
        "--upgrade-group =", "--resolution =", "--prerelease =", "--prerelease-package =", "--fork-strategy =", "--exclude-newer =",
        "--exclude-newer-package =", "--no-sources", "--no-sources-package =", "--link-mode =", "--config-setting -C =",
        "--config-settings-package =", "--no-build-isolation", "--no-build-isolation-package =", "--refresh", "--refresh-package =",
        "--python -p =", "--pre", "--no-refresh", "--no-upgrade", "--compile", "--no-compile", "--no-compile-bytecode",
    ];

    private static readonly FrozenDictionary<string, OptionTable> Tables = new Dictionary<string, OptionTable>(StringComparer.Ordinal)
    {
        ["run"] = new([.. Global, .. Resolving,
            "--extra =", "--all-extras", "--no-extra =", "--no-dev", "--only-dev", "--group =", "--no-group =", "--no-default-groups",
            "--only-group =", "--all-groups", "--module -m", "--no-editable", "--no-editable-package =", "--exact", "--env-file =",
            "--no-env-file", "--with -w =", "--with-editable =", "--with-requirements =", "--isolated", "--active", "--no-sync", "--locked",
            "--frozen", "--script -s", "--gui-script", "--all-packages", "--package =", "--no-project", "--python-platform =", "--reinstall",
            "--reinstall-package =", "--compile-bytecode", "--no-build-package =", "--no-binary", "--no-binary-package =",
            "--no-require-build-hashes"]),
        ["add"] = new([.. Global, .. Resolving,
            "--requirements --requirement -r =", "--constraints --constraint -c =", "--marker -m =", "--dev", "--optional =", "--group =",
            "--editable", "--raw", "--bounds =", "--rev =", "--tag =", "--branch =", "--lfs", "--extra =", "--no-sync", "--locked", "--frozen",
            "--active", "--package =", "--script =", "--workspace", "--no-workspace", "--no-install-project", "--no-install-workspace",
            "--no-install-local", "--no-install-package =", "--reinstall", "--reinstall-package =", "--compile-bytecode", "--no-build-package =",
            "--no-binary", "--no-binary-package =", "--no-require-build-hashes"]),
        ["remove"] = new([.. Global, .. Resolving,
            "--dev", "--optional =", "--group =", "--no-sync", "--active", "--locked", "--frozen", "--package =", "--script =", "--reinstall",
            "--reinstall-package =", "--compile-bytecode", "--no-build-package =", "--no-binary", "--no-binary-package =",
            "--no-require-build-hashes"]),
        ["version"] = new([.. Global, .. Resolving,
            "--bump =", "--dry-run", "--short", "--output-format =", "--no-sync", "--active", "--locked", "--frozen", "--package =",
            "--reinstall", "--reinstall-package =", "--compile-bytecode", "--no-build-package =", "--no-binary", "--no-binary-package =",
            "--no-require-build-hashes"]),
        ["sync"] = new([.. Global, .. Resolving,
            "--extra =", "--output-format =", "--all-extras", "--no-extra =", "--no-dev", "--only-dev", "--group =", "--no-group =",
            "--no-default-groups", "--only-group =", "--all-groups", "--no-editable", "--no-editable-package =", "--inexact", "--active",
            "--no-install-project", "--no-install-workspace", "--no-install-local", "--no-install-package =", "--locked", "--frozen", "--dry-run",
            "--all-packages", "--package =", "--script =", "--python-platform =", "--check", "--reinstall", "--reinstall-package =",
            "--compile-bytecode", "--no-build-package =", "--no-binary", "--no-binary-package =", "--no-require-build-hashes"]),
        ["lock"] = new([.. Global, .. Resolving,
            "--check", "--check-exists", "--dry-run", "--script =", "--no-build-package =", "--no-binary", "--no-binary-package =",
            "--no-require-build-hashes"]),
        ["export"] = new([.. Global, .. Resolving,
            "--format =", "--all-packages", "--package =", "--prune =", "--extra =", "--all-extras", "--no-extra =", "--no-dev", "--only-dev",
            "--group =", "--no-group =", "--no-default-groups", "--only-group =", "--all-groups", "--no-annotate", "--no-header",
            "--emit-index-url", "--emit-find-links", "--no-editable", "--no-editable-package =", "--no-hashes", "--output-file -o =",
            "--no-emit-project", "--no-emit-workspace", "--no-emit-local", "--no-emit-package --unsafe-package =", "--locked", "--frozen",
            "--script =", "--no-build-package =", "--no-binary", "--no-binary-package =", "--no-require-build-hashes"]),
        ["tree"] = new([.. Global, .. Resolving,
            "--universal", "--format =", "--depth -d =", "--prune =", "--package =", "--no-dedupe", "--invert", "--outdated", "--show-sizes",
            "--no-dev", "--only-dev", "--group =", "--no-group =", "--no-default-groups", "--only-group =", "--all-groups", "--locked",
            "--frozen", "--script =", "--python-version =", "--python-platform =", "--no-build-package =", "--no-binary", "--no-binary-package =",
            "--no-require-build-hashes"]),
        ["check"] = new([.. Global, .. Resolving,
            "--fix", "--all-packages", "--package =", "--script =", "--extra =", "--all-extras", "--no-extra =", "--no-dev", "--only-dev",
            "--group =", "--no-group =", "--no-default-groups", "--only-group =", "--all-groups", "--locked", "--frozen", "--no-sync",
            "--no-install-project", "--isolated", "--ty-version =", "--no-project", "--reinstall", "--reinstall-package =", "--compile-bytecode",
            "--no-build-package =", "--no-binary", "--no-binary-package =", "--no-require-build-hashes"]),
        ["audit"] = new([.. Global, .. Resolving,
            "--no-extra =", "--no-dev", "--no-group =", "--no-default-groups", "--only-group =", "--only-dev", "--locked", "--frozen",
            "--output-format =", "--ignore =", "--ignore-until-fixed =", "--service-format =", "--service-url =", "--script =",
            "--python-version =", "--python-platform =", "--no-build-package =", "--no-binary", "--no-binary-package =",
            "--no-require-build-hashes"]),
        ["format"] = new([.. Global,
            "--check", "--diff", "--version =", "--no-project"]),
        ["tool run"] = new([.. Global, .. Resolving,
            "--from =", "--with -w =", "--with-editable =", "--with-requirements =", "--constraints --constraint -c =",
            "--build-constraints --build-constraint -b =", "--overrides --override =", "--isolated", "--env-file =", "--no-env-file", "--lfs",
            "--python-platform =", "--torch-backend =", "--reinstall", "--reinstall-package =", "--compile-bytecode", "--no-build-package =",
            "--no-binary", "--no-binary-package =", "--no-require-build-hashes"]),
        ["tool install"] = new([.. Global, .. Resolving,
            "--with -w =", "--with-requirements =", "--editable -e", "--with-editable =", "--with-executables-from =",
            "--constraints --constraint -c =", "--overrides --override =", "--excludes --exclude =",
            "--build-constraints --build-constraint -b =", "--force", "--lfs", "--python-platform =", "--torch-backend =", "--reinstall",
            "--reinstall-package =", "--compile-bytecode", "--no-build-package =", "--no-binary", "--no-binary-package =",
            "--no-require-build-hashes"]),
        ["tool upgrade"] = new([.. Global, .. Resolving,
            "--all", "--python-platform =", "--reinstall", "--reinstall-package =", "--compile-bytecode", "--config-setting-package =",
            "--no-build-package =", "--no-binary", "--no-binary-package =", "--no-require-build-hashes"]),
        ["pip compile"] = new([.. Global, .. Resolving,
            "--constraints --constraint -c =", "--overrides --override =", "--excludes --exclude =",
            "--build-constraints --build-constraint -b =", "--extra =", "--all-extras", "--group =", "--cert =", "--no-deps",
            "--output-file -o =", "--format =", "--no-strip-extras", "--no-strip-markers", "--no-annotate", "--no-header", "--annotation-style =",
            "--custom-compile-command =", "--system", "--generate-hashes", "--no-binary =", "--only-binary =", "--python-platform =",
            "--universal", "--no-emit-package --unsafe-package =", "--emit-index-url", "--emit-find-links", "--emit-build-options",
            "--emit-index-annotation", "--torch-backend =", "--python-version =", "--client-cert =", "--config =", "--pip-args =", "--resolver =",
            "--max-rounds ="]),
        ["pip sync"] = new([.. Global, .. Resolving,
            "--constraints --constraint -c =", "--build-constraints --build-constraint -b =", "--extra =", "--all-extras", "--group =",
            "--cert =", "--require-hashes", "--no-verify-hashes", "--system", "--break-system-packages", "--no-break-system-packages",
            "--target -t =", "--prefix =", "--no-binary =", "--only-binary =", "--allow-empty-requirements", "--no-allow-empty-requirements",
            "--python-version =", "--python-platform =", "--strict", "--dry-run", "--check", "--output-format =", "--torch-backend =",
            "--reinstall", "--reinstall-package =", "--compile-bytecode", "--client-cert =", "--config =", "--pip-args ="]),
        ["pip install"] = new([.. Global, .. Resolving,
            "--requirements --requirement -r =", "--editable -e =", "--no-editable", "--no-editable-package =", "--constraints --constraint -c =",
            "--overrides --override =", "--excludes --exclude =", "--build-constraints --build-constraint -b =", "--extra =", "--all-extras",
            "--cert =", "--group =", "--no-deps", "--require-hashes", "--no-verify-hashes", "--system", "--break-system-packages",
            "--no-break-system-packages", "--target -t =", "--prefix =", "--no-binary =", "--only-binary =", "--python-version =",
            "--python-platform =", "--exact", "--strict", "--dry-run", "--check", "--output-format =", "--torch-backend =", "--user",
            "--reinstall", "--reinstall-package =", "--compile-bytecode"]),
        ["pip list"] = new([.. Global, .. Resolving,
            "--editable -e", "--exclude-editable", "--exclude =", "--format =", "--outdated", "--strict", "--cert =", "--system", "--target -t =",
            "--prefix ="]),
        ["pip tree"] = new([.. Global, .. Resolving,
            "--show-version-specifiers", "--depth -d =", "--prune =", "--package =", "--no-dedupe", "--invert", "--outdated", "--show-sizes",
            "--strict", "--cert =", "--system"]),
        ["venv"] = new([.. Global, .. Resolving,
            "--no-project", "--seed", "--clear -c", "--force", "--allow-existing", "--prompt =", "--system-site-packages", "--relocatable"]),
        ["build"] = new([.. Global, .. Resolving,
            "--package =", "--all-packages", "--out-dir -o =", "--sdist", "--wheel", "--no-build-logs", "--force-pep517", "--clear",
            "--no-create-gitignore", "--build-constraints --build-constraint -b =", "--require-hashes", "--no-verify-hashes",
            "--no-build-package =", "--no-binary", "--no-binary-package =", "--no-require-build-hashes"]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The options before the subcommand.</summary>
    public static OptionTable BeforeSubcommand { get; } = new(Global);

    private static readonly FrozenSet<string> Quiet = new[]
    {
        "", "auth", "cache", "clean", "generate-shell-completion", "help", "init", "publish", "self", "workspace dir", "workspace list",
        "pip", "pip uninstall", "pip freeze", "pip show", "pip check",
        "tool", "tool list", "tool uninstall", "tool update-shell", "tool dir",
        "python", "python list", "python find", "python pin", "python dir", "python uninstall", "python update-shell",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly OptionTable Unknown = new([.. Global, .. Resolving]);

    /// <summary>
    /// The options of a subcommand (<c>pip install</c>, <c>sync</c>); null for one that is known to fetch no packages. What a later uv may
    /// bring, and interpreters from outside hosts, are run behind the guard all the same.
    /// </summary>
    public static OptionTable? Of(string subcommand) =>
        Quiet.Contains(subcommand) ? null : Tables.GetValueOrDefault(subcommand) ?? Unknown;
}
