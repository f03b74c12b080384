namespace Assay.Packaging.Distributions;

/// <summary>The platform part of wheel tags for one machine, the best first (PyPA "Platform compatibility tags").</summary>
internal static class PlatformTags
{
    private static readonly string[] s_manylinuxMachines = ["x86_64", "i686", "aarch64", "armv7l", "ppc64", "ppc64le", "s390x", "loongarch64", "riscv64"];

    /// <summary>The tags of a machine, named in lower case.</summary>
    public static IEnumerable<string> Of(TargetSystem system, string machine, TargetLibc libc, (int Major, int Minor) version) => system switch
    {
        TargetSystem.Windows => [machine switch { "x86" or "i386" or "i686" => "win32", "x86_64" => "win_amd64", _ => $"win_{machine}" }],
        TargetSystem.MacOS => MacOS(machine == "aarch64" ? "arm64" : machine, version),
        _ => Linux(machine, libc, version),
    };

    private static IEnumerable<string> Linux(string machine, TargetLibc libc, (int Major, int Minor) version)
    {
        machine = machine switch { "amd64" => "x86_64", "i386" or "i586" => "i686", "arm64" => "aarch64", _ => machine };
        string[] machines = machine == "armv8l" ? ["armv8l", "armv7l"] : [machine];
        IEnumerable<string> tags = machines.Select(m => $"linux_{m}");
        return libc switch
        {
            TargetLibc.Glibc when version.Major == 2 && machines.Intersect(s_manylinuxMachines).Any() => tags.Concat(machines.SelectMany(m => ManyLinux(m, version.Minor))),
            TargetLibc.Musl => tags.Concat(machines.SelectMany(m => Down(version.Minor, 0).Select(minor => $"musllinux_{version.Major}_{minor}_{m}"))),
            _ => tags,
        };
    }

    private static IEnumerable<string> ManyLinux(string machine, int glibcMinor)
    {
        // Older C libraries than CentOS 5's on x86 and CentOS 7's elsewhere never had wheels.
        int oldest = machine is "x86_64" or "i686" ? 5 : 17;
        foreach (int minor in Down(glibcMinor, oldest))
        {
            yield return $"manylinux_2_{minor}_{machine}";
            string? older = minor switch { 17 => "manylinux2014", 12 => "manylinux2010", 5 => "manylinux1", _ => null };
            if (older is not null)
            {
                yield return $"{older}_{machine}";
            }
        }
    }

    private static IEnumerable<string> MacOS(string machine, (int Major, int Minor) version)
    {
        if (version.Major == 10)
        {
            return Down(version.Minor, 0).SelectMany(minor => MacFormats(machine, minor).Select(format => $"macosx_10_{minor}_{format}"));
        }

        // Since macOS 11 only the major version counts; before it, arm64 could run the arm half of a universal2 file.
        IEnumerable<string> present = Down(version.Major, 11).SelectMany(major => MacFormats(machine, null).Select(format => $"macosx_{major}_0_{format}"));
        IEnumerable<string> past = Down(16, 4).SelectMany(minor =>
            (machine == "x86_64" ? MacFormats(machine, minor) : ["universal2"]).Select(format => $"macosx_10_{minor}_{format}"));
        return version.Major > 10 ? present.Concat(past) : [];
    }

    /// <summary>The binary formats that a machine runs, on macOS 10 of that minor version or, with null, later.</summary>
    private static string[] MacFormats(string machine, int? minor) => machine switch
    {
        "x86_64" when minor is null or >= 4 => ["x86_64", "intel", "fat64", "fat3", "universal2", "universal"],
        "i386" when minor is null or >= 4 => ["i386", "intel", "fat3", "fat", "universal"],
        "ppc64" when minor is 4 or 5 => ["ppc64", "fat64", "universal"],
        "ppc" when minor <= 6 => ["ppc", "fat3", "fat", "universal"],
        "x86_64" or "i386" or "ppc64" or "ppc" => [],
        "arm64" => ["arm64", "universal2"],
        _ => [machine],
    };

    private static IEnumerable<int> Down(int from, int to)
    {
        for (int i = from; i >= to; i--)
        {
            yield return i;
        }
    }
}
