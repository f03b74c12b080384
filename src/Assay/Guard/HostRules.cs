using System.Collections.Immutable;

namespace Assay.Guard;

/// <summary>Which hosts a guarded command may reach other than through the guard's own pages.</summary>
/// <param name="allowed">Hosts that policy allows: a name, or <c>*.name</c> for everything below it.</param>
/// <param name="indexHosts">Hosts of package indexes: never reached directly, whatever else is allowed.</param>
/// <param name="onlyIndexesRefused">True for <c>run --</c> without <c>--strict</c>: every other host is let through.</param>
public sealed class HostRules(ImmutableArray<string> allowed, ImmutableHashSet<string> indexHosts, bool onlyIndexesRefused)
{
    /// <summary>Hosts that serve Python packages to installers by default.</summary>
    public static ImmutableHashSet<string> KnownIndexHosts { get; } = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "pypi.org", "pypi.python.org", "files.pythonhosted.org", "test.pypi.org", "test-files.pythonhosted.org", "upload.pypi.org", "www.piwheels.org",
        "piwheels.org", "download.pytorch.org", "pypi.nvidia.com", "pypi.anaconda.org", "wheels.vllm.ai", "pypi.tuna.tsinghua.edu.cn",
        "mirrors.aliyun.com", "pypi.mirrors.ustc.edu.cn", "repo.huaweicloud.com", "pypi.doubanio.com", "mirrors.cloud.tencent.com");

    /// <summary>One clause on why a host may not be reached; null where it may.</summary>
    public string? WhyRefused(string host)
    {
        if (KnownIndexHosts.Contains(host) || indexHosts.Contains(host))
        {
            return "package indexes are reached through the guard only";
        }

        if (onlyIndexesRefused || allowed.Any(pattern => Matches(pattern, host)))
        {
            return null;
        }

        return "only package indexes behind the guard are; add it to [hosts] allow in your policy if a build needs it";
    }

    private static bool Matches(string pattern, string host) =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
