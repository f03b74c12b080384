using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>The options of pip 22.3 to 26.3, one table a subcommand: the union of all versions, so that a value is never taken for a package.</summary>
public static class PipOptions
{
    private static readonly ImmutableArray<string> General =
    [
        "--help -h", "--debug", "--isolated", "--require-virtualenv --require-venv", "--python =", "--verbose -v", "--version -V", "--quiet -q",
        "--log --log-file --local-log =", "--no-input", "--proxy =", "--no-proxy-env", "--retries =", "--timeout --default-timeout =",
        "--exists-action =", "--trusted-host =", "--cert =", "--client-cert =", "--cache-dir =", "--no-cache-dir",
        "--disable-pip-version-check", "--no-color", "--no-python-version-warning", "--use-feature =", "--use-deprecated =",
        "--keyring-provider =", "--resume-retries =",
    ];

    private static readonly ImmutableArray<string> Indexes =
    [
        "--index-url -i --pypi-url =", "--extra-index-url =", "--no-index", "--find-links -f =", "--refresh-package =", "--uploaded-prior-to =",
    ];

    private static readonly ImmutableArray<string> Choices =
    [
        "--pre", "--no-binary =", "--only-binary =", "--prefer-binary", "--all-releases =", "--only-final =", "--ignore-requires-python",
    ];

    private static readonly ImmutableArray<string> Targets = ["--platform =", "--python-version =", "--implementation =", "--abi ="];

    private static readonly ImmutableArray<string> Requirements =
    [
        "--requirement -r =", "--constraint -c =", "--build-constraint =", "--group =", "--requirements-from-script =", "--no-deps --no-dependencies",
        "--only-deps --only-dependencies", "--require-hashes", "--no-require-hashes", "--src --source --source-dir --source-directory =",
        "--no-build-isolation", "--use-pep517", "--no-use-pep517", "--check-build-dependencies", "--progress-bar =", "--no-clean",
        "--config-settings -C =", "--global-option =",
    ];

    private static readonly FrozenDictionary<string, OptionTable> Fetching = new Dictionary<string, OptionTable>(StringComparer.Ordinal)
    {
        ["install"] = new([.. General, .. Indexes, .. Choices, .. Targets, .. Requirements,
            "--editable -e =", "--dry-run", "--target -t =", "--user", "--no-user", "--root =", "--prefix =", "--upgrade -U", "--upgrade-strategy =",
            "--force-reinstall", "--ignore-installed -I", "--break-system-packages", "--install-option =", "--compile", "--no-compile",
            "--no-warn-script-location", "--no-warn-conflicts", "--root-user-action =", "--report ="]),
        ["download"] = new([.. General, .. Indexes, .. Choices, .. Targets, .. Requirements,
            "--dest -d --destination-dir --destination-directory ="]),
        ["wheel"] = new([.. General, .. Indexes, .. Choices, .. Requirements,
            "--editable -e =", "--wheel-dir -w =", "--no-verify", "--build-option ="]),
        ["lock"] = new([.. General, .. Indexes, .. Choices, .. Requirements,
            "--editable -e =", "--output -o ="]),
        ["index"] = new([.. General, .. Indexes, .. Choices, .. Targets, "--json"]),
        ["list"] = new([.. General, .. Indexes, .. Choices,
            "--outdated -o", "--uptodate -u", "--editable -e", "--local -l", "--user", "--path =", "--format =", "--not-required",
            "--exclude-editable", "--include-editable", "--exclude ="]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The general options, which may stand before the subcommand.</summary>
    public static OptionTable BeforeSubcommand { get; } = new(General);

    private static readonly FrozenSet<string> Quiet = new[]
    {
        "", "cache", "check", "completion", "config", "debug", "freeze", "hash", "help", "inspect", "search", "show", "uninstall",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The options of a subcommand; null for one that is known to fetch nothing. What a later pip may bring is read as <c>install</c> is.</summary>
    public static OptionTable? Of(string subcommand) =>
        Quiet.Contains(subcommand) ? null : Fetching.GetValueOrDefault(subcommand) ?? Fetching["install"];

    /// <summary>Every option that any subcommand knows: what a <c>PIP_*</c> variable or a configuration key may name.</summary>
    public static OptionTable All { get; } = new([.. General, .. Indexes, .. Choices, .. Targets, .. Requirements,
        "--editable =", "--dry-run", "--target =", "--user", "--no-user", "--root =", "--prefix =", "--upgrade", "--upgrade-strategy =",
        "--force-reinstall", "--ignore-installed", "--break-system-packages", "--install-option =", "--compile", "--no-compile",
        "--no-warn-script-location", "--no-warn-conflicts", "--root-user-action =", "--report =",
        "--dest --destination-dir --destination-directory =", "--wheel-dir =", "--no-verify", "--build-option =", "--output =", "--json",
        "--outdated", "--uptodate", "--local", "--path =", "--format =", "--not-required", "--exclude-editable", "--include-editable", "--exclude =",
        "--yes", "--all", "--files", "--algorithm ="]);
}
