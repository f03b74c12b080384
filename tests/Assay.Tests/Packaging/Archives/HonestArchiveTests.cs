using Assay.Packaging.Archives;

namespace Assay.Tests.Packaging.Archives;

public sealed class HonestArchiveTests
{
    [Fact]
    public void Real_packages_have_no_anomaly_but_links_and_long_known_oddities()
    {
        List<string> seen = [];
        foreach (string file in Directory.EnumerateFiles(SharedData.Require("benign-dev"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            ArchiveFormat? format = Path.GetFileName(file) switch
            {
                string name when name.EndsWith(".whl", StringComparison.Ordinal) || name.EndsWith(".zip", StringComparison.Ordinal) => ArchiveFormat.Zip,
                string name when name.EndsWith(".tar.gz", StringComparison.Ordinal) => ArchiveFormat.TarGzip,
                _ => null,
            };
            if (format is null)
            {
                continue;
            }

            using FileStream stream = File.OpenRead(file);
            using ArchiveReader reader = ArchiveReader.Open(stream, format.Value, ArchiveLimits.Default);
            int n = 0;
            while (reader.MoveNext())
            {
                n++;
            }

            if (n == 0) seen.Add(file + " EMPTY");
            seen.AddRange(reader.Anomalies.Select(a => $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}: {a.Kind} {a.Member} @{a.Offset}: {a.Detail}"));
        }

        File.WriteAllLines("/tmp/arch-try/benign.txt", seen);
    }
}
