using Assay.Packaging.Archives;

namespace Assay.Tests.Packaging.Archives;

public sealed class HonestArchiveTests
{
    [Fact]
    public void Real_packages_have_no_anomaly()
    {
        List<string> anomalies = [];
        int files = 0;
        int entries = 0;
        foreach (string file in Directory.EnumerateFiles(SharedData.Require("benign-dev"), "*", SearchOption.AllDirectories))
        {
            ArchiveFormat? format = Path.GetExtension(file) switch
            {
                ".whl" or ".zip" => ArchiveFormat.Zip,
                ".gz" => ArchiveFormat.TarGzip,
                _ => null,
            };
            if (format is null)
            {
                continue;
            }

            files++;
            using FileStream stream = File.OpenRead(file);
            using ArchiveReader reader = ArchiveReader.Open(stream, format.Value, ArchiveLimits.Default);
            while (reader.MoveNext())
            {
                entries++;
            }

            anomalies.AddRange(reader.Anomalies.Select(anomaly => $"{Path.GetFileName(file)}: {anomaly}"));
            InstallerSight[] sights = [.. InstallerView.Of(Path.GetFileName(file), stream)];
            Assert.All(sights, sight => Assert.Equal(format, sight.Opens));
        }

        Assert.Empty(anomalies);
        Assert.True(files > 100 && entries > 10_000, $"{files} files, {entries} entries");
    }
}
