using System.Text;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Tests.Packaging.Distributions;

public sealed class WriterTests
{
    private static readonly WheelWriter.Plan s_wheel = new(
        "My.Project", "1.0+local-1", [ArchiveInput.Text("my/__init__.py", "x = 1\n"), ArchiveInput.Text("my/a,b.txt", "")],
        Headers: ["Requires-Dist: other"], Description: "words\n", EntryPoints: "[console_scripts]\nmy = my:main\n");

    [Fact]
    public void A_wheel_has_the_escaped_name_and_every_file_of_its_dist_info()
    {
        Assert.Equal("my_project-1.0+local_1-py3-none-any.whl", s_wheel.FileName);
        Assert.Equal(
            ["my/__init__.py", "my/a,b.txt", "my_project-1.0+local_1.dist-info/METADATA", "my_project-1.0+local_1.dist-info/WHEEL",
                "my_project-1.0+local_1.dist-info/entry_points.txt", "my_project-1.0+local_1.dist-info/RECORD"],
            Names(WheelWriter.Write(s_wheel), ArchiveFormat.Zip));
    }

    [Fact]
    public void Its_RECORD_lists_every_member_and_reads_back()
    {
        ArchiveInput record = WheelWriter.Members(s_wheel)[^1];

        RecordFile read = RecordFile.Parse(Encoding.UTF8.GetString(record.Bytes.Span));

        Assert.Empty(read.Problems);
        Assert.Equal(WheelWriter.Members(s_wheel).Select(static member => member.Path), read.Rows.Select(static row => row.Path));
        Assert.All(read.Rows.SkipLast(1), static row => Assert.Equal("sha256", row.Algorithm));
        Assert.Null(read.Rows[^1].Algorithm);
    }

    [Fact]
    public void The_same_plan_gives_the_same_bytes() =>
        Assert.Equal(WheelWriter.Write(s_wheel), WheelWriter.Write(s_wheel with { Files = [.. s_wheel.Files] }));

    [Fact]
    public void A_given_file_takes_the_place_of_a_generated_one()
    {
        WheelWriter.Plan plan = s_wheel with { Files = [ArchiveInput.Text(s_wheel.Stem + ".dist-info/RECORD", "lies,,\n")] };

        ArchiveInput record = Assert.Single(WheelWriter.Members(plan), static member => member.Path.EndsWith("RECORD", StringComparison.Ordinal));

        Assert.Equal("lies,,\n", Encoding.UTF8.GetString(record.Bytes.Span));
    }

    [Fact]
    public void Compressed_tags_are_written_out_and_only_any_is_pure()
    {
        WheelWriter.Plan plan = s_wheel with { Tag = "cp311-cp311-manylinux_2_17_x86_64.linux_x86_64" };

        string wheel = Encoding.UTF8.GetString(WheelWriter.Members(plan).Single(static member => member.Path.EndsWith("/WHEEL", StringComparison.Ordinal)).Bytes.Span);

        Assert.Contains("Root-Is-Purelib: false\nTag: cp311-cp311-manylinux_2_17_x86_64\nTag: cp311-cp311-linux_x86_64\n", wheel, StringComparison.Ordinal);
    }

    [Fact]
    public void An_sdist_has_one_top_folder_with_PKG_INFO_and_a_build_system()
    {
        SdistWriter.Plan plan = new("my-project", "2", [ArchiveInput.Text("src/m.py", "")]);

        Assert.Equal("my_project-2.tar.gz", plan.FileName);
        string[] names = ["my_project-2/src/m.py", "my_project-2/pyproject.toml", "my_project-2/PKG-INFO"];
        Assert.Equal(names, Names(SdistWriter.Write(plan), ArchiveFormat.TarGzip));
        Assert.Equal(names, Names(SdistWriter.WriteZip(plan), ArchiveFormat.Zip));
    }

    [Fact]
    public void An_sdist_with_setup_py_gets_no_pyproject() =>
        Assert.Equal(
            ["p-1/setup.py", "p-1/PKG-INFO"],
            Names(SdistWriter.Write(new SdistWriter.Plan("p", "1", [ArchiveInput.Text("setup.py", "")])), ArchiveFormat.TarGzip));

    private static List<string> Names(byte[] archive, ArchiveFormat format)
    {
        using ArchiveReader reader = ArchiveReader.Open(new MemoryStream(archive), format, ArchiveLimits.Default);
        List<string> names = [];
        while (reader.MoveNext())
        {
            names.Add(reader.Current.Path);
        }

        Assert.Empty(reader.Anomalies);
        return names;
    }
}
