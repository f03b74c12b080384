using System.Diagnostics;
using System.IO.Compression;
using Assay.Audits;
using Assay.Installers;
using Assay.Packaging.Environments;

namespace Assay.Tests.Audits;

/// <summary>Environments as Python's own tools make them.</summary>
public sealed class RealEnvironmentTests
{
    private const string Python = "/usr/bin/python3";

    private static Machine Here(string workingFolder) => new(MachineFolders.View(), _ => null, workingFolder, InstallerFolders.CurrentPlatform);

    private static void MakeVenv(string folder, params string[] options)
    {
        if (!File.Exists(Python))
        {
            Assert.Skip($"there is no {Python}");
        }

        using Process process = Process.Start(new ProcessStartInfo(Python, ["-I", "-m", "venv", "--without-pip", .. options, folder]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            Assert.Skip("venv is not installed");
        }
    }

    [Fact]
    public void A_venv_with_unpacked_wheels_lists_each_with_name_and_version_of_its_file()
    {
        string wheels = SharedTools.Require("wheels");
        using TemporaryFolder folder = new();
        MakeVenv(folder[".venv"]);
        string site = Directory.GetDirectories(Path.Combine(folder[".venv"], "lib"), "python3*").Select(d => Path.Combine(d, "site-packages")).Single(Directory.Exists);
        string[] files = [.. Directory.GetFiles(wheels, "*.whl").Where(f => !Path.GetFileName(f).StartsWith("pip-2", StringComparison.Ordinal) || f.Contains("pip-26", StringComparison.Ordinal))];
        foreach (string file in files)
        {
            using ZipArchive archive = ZipFile.OpenRead(file);
            foreach (ZipArchiveEntry entry in archive.Entries.Where(e => e.FullName.Contains(".dist-info/", StringComparison.Ordinal) || e.FullName.Contains("vendor", StringComparison.Ordinal)).Where(e => e.Name.Length > 0))
            {
                string target = Path.GetFullPath(entry.FullName, site);
                if (!target.StartsWith(site, StringComparison.Ordinal))
                {
                    throw new InvalidDataException($"{file} leaves its folder");
                }

                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                using Stream content = entry.Open();
                using FileStream copy = File.Create(target);
                content.CopyTo(copy);
            }
        }

        EnvironmentSearch search = EnvironmentFinder.Active(Here(folder.Path));
        InstalledEnvironment environment = Assert.Single(search.Environments);
        Assert.Equal(EnvironmentKind.VirtualEnvironment, environment.Kind);
        Assert.StartsWith("3.", environment.Python, StringComparison.Ordinal);
        Assert.DoesNotContain(environment.Problems, p => p.IsGap);
        string[] expected = [.. files.Select(f => string.Join('-', Path.GetFileName(f).Split('-')[..2]).Replace('_', '-').ToLowerInvariant()).Order(StringComparer.Ordinal)];
        string[] own = [.. environment.Distributions.Where(d => d.VendoredBy is null).Select(d => $"{d.Project?.Normalized}-{d.Version}").Order(StringComparer.Ordinal)];
        Assert.Equal(expected.Select(e => e.Replace('.', '-')).Order(StringComparer.Ordinal), own.Select(e => e.Replace('.', '-').Replace('_', '-')).Order(StringComparer.Ordinal));
        Assert.Contains(environment.Distributions, d => d is { VendoredBy: "pip", Name: "urllib3" });
        Assert.Contains(environment.Distributions, d => d is { VendoredBy: "setuptools", Form: InstalledForm.DistInfo });
    }

    [Fact]
    public void The_systems_packages_are_its_distributors_and_a_venv_sees_them_where_asked()
    {
        if (!Directory.Exists("/usr/lib/python3/dist-packages"))
        {
            Assert.Skip("this is no Debian");
        }

        InstalledEnvironment system = Assert.Single(EnvironmentFinder.At(Here("/"), "/usr").Environments);
        Assert.Contains(system.Distributions, d => d is { Distributor: not null, VendoredBy: null });
        Assert.DoesNotContain(system.Problems, p => p.IsGap);

        using TemporaryFolder folder = new();
        MakeVenv(folder["v"], "--system-site-packages");
        InstalledEnvironment seen = Assert.Single(EnvironmentFinder.At(Here("/"), folder["v"]).Environments);
        Assert.NotEmpty(seen.Distributions);
        Assert.All(seen.Distributions, d => Assert.NotNull(d.InheritedFrom));
    }
}
