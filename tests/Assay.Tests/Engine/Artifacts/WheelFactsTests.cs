using System.Text;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Tests.Engine.Artifacts;

public sealed class WheelFactsTests
{
    [Fact]
    public void A_wheel_as_its_builder_made_it_agrees_with_its_RECORD()
    {
        ArtifactReading reading = Samples.Read(Samples.Wheel(Samples.Text("p/__init__.py", "x = 1\n")));

        WheelFacts wheel = Assert.IsType<WheelFacts>(reading.Subject.Wheel);
        Assert.Equal((DistributionKind.Wheel, true, true), (reading.Subject.Kind, wheel.RootIsPurelib!.Value, wheel.HasRecord));
        Assert.Empty(wheel.RecordMissing);
        Assert.Empty(wheel.RecordExtra);
        Assert.Empty(wheel.RecordWrong);
        Assert.Empty(wheel.RecordUnhashed);
        Assert.Equal(["py3-none-any"], wheel.Tags);
        Assert.Equal(["sample-1.0.dist-info"], wheel.DistInfos);
        Assert.Empty(reading.Gaps);
    }

    [Fact]
    public void RECORD_is_compared_both_ways()
    {
        string hash = "sha256=" + new string('A', 43);
        WheelFacts wheel = WithRecord($"p/a.py,{hash},6\np/b.py,,6\np/c.py,md5=AAAAAAAAAAAAAAAAAAAAAA,7\ngone.py,{hash},1\nfolder/,,\nsample-1.0.dist-info/RECORD,,\n");

        Assert.Equal(["p/d.py", "sample-1.0.dist-info/METADATA", "sample-1.0.dist-info/WHEEL"], wheel.RecordMissing);
        Assert.Equal([new LineOf(4, "gone.py")], wheel.RecordExtra);
        Assert.Equal([1, 3], wheel.RecordWrong.Select(static row => row.Line));
        Assert.Contains("RECORD says sha256 000000", wheel.RecordWrong[0].Text, StringComparison.Ordinal);
        Assert.Contains("RECORD says 7 bytes, the file has 6", wheel.RecordWrong[1].Text, StringComparison.Ordinal);
        Assert.Equal([new LineOf(2, "p/b.py"), new LineOf(3, "p/c.py (only md5)")], wheel.RecordUnhashed);
    }

    [Fact]
    public void Only_RECORD_and_its_signatures_of_the_own_dist_info_need_no_row()
    {
        WheelFacts wheel = WithRecord("", Samples.Text("sample-1.0.dist-info/RECORD.jws", "{}"), Samples.Text("other/RECORD", "x"));

        Assert.DoesNotContain("sample-1.0.dist-info/RECORD", wheel.RecordMissing);
        Assert.DoesNotContain("sample-1.0.dist-info/RECORD.jws", wheel.RecordMissing);
        Assert.Contains("other/RECORD", wheel.RecordMissing);
    }

    [Fact]
    public void Two_members_of_one_name_must_both_be_what_RECORD_says()
    {
        WheelWriter.Plan plan = Samples.Wheel(Samples.Text("p/a.py", "x = 1\n"));
        List<ArchiveInput> members = [.. WheelWriter.Members(plan)];
        members.Insert(1, Samples.Text("p/a.py", "import evil\n"));

        WheelFacts wheel = Samples.Read(ZipWriter.Write(members), plan.FileName).Subject.Wheel!;

        Assert.Contains("p/a.py", Assert.Single(wheel.RecordWrong).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wheel_without_RECORD_says_so()
    {
        WheelWriter.Plan plan = Samples.Wheel(Samples.Text("p/a.py", "x"));
        byte[] bytes = ZipWriter.Write(WheelWriter.Members(plan).SkipLast(1));

        Assert.False(Samples.Read(bytes, plan.FileName).Subject.Wheel!.HasRecord);
    }

    [Fact]
    public void Entry_points_keep_group_name_target_and_line()
    {
        WheelWriter.Plan plan = Samples.Wheel() with { EntryPoints = "[console_scripts]\nrun = p.cli:main\n\n[pytest11]\nx = p.plugin\n" };

        Assert.Equal(
            [new EntryPointFact("console_scripts", "run", "p.cli:main", 2), new EntryPointFact("pytest11", "x", "p.plugin", 5)],
            Samples.Read(plan).Subject.Wheel!.EntryPoints);
    }

    [Fact]
    public void Of_two_dist_infos_the_one_of_the_files_own_project_is_read()
    {
        WheelWriter.Plan plan = Samples.Wheel(
            Samples.Text("aaa-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: aaa\nVersion: 1\n"), Samples.Text("zzz-1.dist-info/WHEEL", ""));

        Subject subject = Samples.Read(plan).Subject;

        Assert.Equal("sample", subject.Metadata!.Name);
        Assert.Equal(["aaa-1.dist-info", "sample-1.0.dist-info", "zzz-1.dist-info"], subject.Wheel!.DistInfos);
    }

    [Theory]
    [InlineData("METADATA", "")]
    [InlineData("METADATA", "Name: sample\n")]
    [InlineData("WHEEL", "Wheel-Version: 1.0\n")]
    public void Metadata_that_says_nothing_is_a_blind_gap(string file, string text)
    {
        ArtifactReading reading = Samples.Read(Samples.Wheel(Samples.Text("sample-1.0.dist-info/" + file, text)));

        Assert.Contains(reading.Blind(), static gap => gap.Kind == GapKind.MetadataUnreadable);
    }

    [Fact]
    public void A_wheels_metadata_is_handed_on_as_it_is()
    {
        WheelWriter.Plan plan = Samples.Wheel() with { Headers = ["Requires-Dist: other>=1", "Requires-Python: >=3.9"], Description = "words" };

        ArtifactReading reading = Samples.Read(plan);

        Assert.Equal(WheelWriter.Members(plan).Single(static member => member.Path.EndsWith("METADATA", StringComparison.Ordinal)).Bytes.ToArray(), reading.CoreMetadata!.Value.ToArray());
        Assert.Equal([new LineOf(4, "other>=1")], reading.Subject.Metadata!.Requirements);
        Assert.Equal(">=3.9", reading.Subject.Metadata.RequiresPython);
    }

    [Theory]
    [InlineData("Metadata-Version: 2.2\nName: sample\nVersion: 1.0\n", true)]
    [InlineData("Metadata-Version: 2.4\nName: sample\nVersion: 1.0\nDynamic: License\n", true)]
    [InlineData("Metadata-Version: 2.1\nName: sample\nVersion: 1.0\n", false)]
    [InlineData("Metadata-Version: 2.2\nName: sample\nVersion: 1.0\nDynamic: Requires-Dist\n", false)]
    [InlineData("Metadata-Version: 2.2\nName: sample\nVersion: 1.0\nDynamic: requires-python\n", false)]
    [InlineData("Metadata-Version: 2.2\nName: sample\nVersion: 1.0\nDynamic: Provides-Extra\n", false)]
    public void An_sdists_metadata_is_handed_on_only_where_it_holds_for_every_build(string text, bool served) =>
        Assert.Equal(served, Samples.Read(Samples.Sdist(Samples.Text("PKG-INFO", text))).CoreMetadata is not null);

    private static WheelFacts WithRecord(string record, params ArchiveInput[] more)
    {
        WheelWriter.Plan plan = Samples.Wheel([
            Samples.Text("p/a.py", "x = 1\n"), Samples.Text("p/b.py", "x = 2\n"), Samples.Text("p/c.py", "x = 3\n"), Samples.Text("p/d.py", "x = 4\n"),
            .. more, Samples.Text("sample-1.0.dist-info/RECORD", record)]);
        return Samples.Read(plan).Subject.Wheel!;
    }
}
