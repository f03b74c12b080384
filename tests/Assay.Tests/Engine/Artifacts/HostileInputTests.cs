using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Tests.Engine.Artifacts;

public sealed class HostileInputTests
{
    private const string WheelName = "sample-1.0-py3-none-any.whl";

    [Theory]
    [InlineData("")]
    [InlineData("<html>404</html>")]
    [InlineData("PK")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("\u001F")]
    public void What_is_no_archive_is_a_blind_gap(string text)
    {
        ArtifactReading reading = Samples.Read(Samples.Utf8(text), WheelName);

        Assert.Equal(DistributionKind.Unknown, reading.Subject.Kind);
        Assert.NotEmpty(reading.Blind());
    }

    [Fact]
    public void A_wheel_that_breaks_off_anywhere_is_never_clean()
    {
        byte[] whole = WheelWriter.Write(Samples.Wheel(Samples.Text("p/__init__.py", new string('x', 300))));
        for (int length = 0; length < whole.Length; length += 7)
        {
            ArtifactReading reading = Samples.Read(whole[..length], WheelName);

            Assert.True(reading.Blind().Any(), $"clean when cut after {length} bytes");
        }
    }

    [Fact]
    public void An_sdist_that_breaks_off_anywhere_is_never_clean()
    {
        byte[] whole = SdistWriter.Write(Samples.Sdist(Samples.Text("setup.py", "x = 1\n"), Samples.Text("p/a.py", "y = 2\n")));
        for (int length = 0; length < whole.Length; length += 3)
        {
            Inspection inspection = Samples.Inspect(whole[..length], "sample-1.0.tar.gz");

            Assert.True(
                inspection.Gaps.Any(static gap => gap.Weight == GapWeight.Blind) || inspection.Findings.Any(static finding => finding.Severity >= Severity.High),
                $"clean when cut after {length} bytes");
        }
    }

    [Fact]
    public void A_wheel_that_is_a_tar_is_no_wheel()
    {
        byte[] tar = TarGzipWriter.Write(WheelWriter.Members(Samples.Wheel(Samples.Text("p/a.py", "x"))));

        ArtifactReading reading = Samples.Read(tar, WheelName);

        Assert.Equal((DistributionKind.Wheel, DistributionKind.Unknown), (reading.Subject.NamedKind, reading.Subject.Kind));
        Assert.NotEmpty(reading.Blind());
    }

    [Fact]
    public void A_misnamed_file_is_typed_by_content()
    {
        Subject wheel = Samples.Read(WheelWriter.Write(Samples.Wheel(Samples.Text("p/a.py", "x"))), "sample-1.0.tar.gz").Subject;
        Subject zipped = Samples.Read(SdistWriter.WriteZip(Samples.Sdist(Samples.Text("setup.py", "x"))), "sample-1.0.tar.gz").Subject;
        Subject sdist = Samples.Read(SdistWriter.Write(Samples.Sdist(Samples.Text("setup.py", "x"))), WheelName).Subject;

        Assert.Equal((DistributionKind.Sdist, DistributionKind.Wheel), (wheel.NamedKind, wheel.Kind));
        Assert.Equal((DistributionKind.Sdist, DistributionKind.Sdist), (zipped.NamedKind, zipped.Kind));
        Assert.Equal((DistributionKind.Wheel, DistributionKind.Sdist), (sdist.NamedKind, sdist.Kind));
        Assert.All([wheel, zipped, sdist], static subject => Assert.Equal("sample", subject.Metadata!.Name));
    }

    [Fact]
    public void A_dot_folder_before_every_name_of_an_sdist_hides_nothing()
    {
        IEnumerable<ArchiveInput> members = SdistWriter.Members(Samples.Sdist(Samples.Text("setup.py", "x"))).Select(static member => member with { Path = "./" + member.Path });

        ArtifactReading reading = Samples.Read(TarGzipWriter.Write(members), "sample-1.0.tar.gz");

        Assert.Equal("sample", reading.Subject.Metadata!.Name);
        Assert.Equal(["sample-1.0"], reading.Subject.Sdist!.TopFolders);
        Assert.True(reading.Subject.Sdist.HasSetupPy);
        Assert.Equal(CodeContext.Install, reading.Member("./sample-1.0/setup.py").Context);
    }

    [Fact]
    public void A_RECORD_that_is_too_long_is_a_blind_gap_and_accuses_nobody()
    {
        ArtifactReading reading = Samples.Read(Samples.Wheel(Samples.Text("p/a.py", "x")), InspectionLimits.Default with { MaxRecordBytes = 100 });

        Assert.Contains(reading.Blind(), static gap => gap.Limit == nameof(InspectionLimits.MaxRecordBytes));
        Assert.Empty(reading.Subject.Wheel!.RecordMissing);
    }

    [Fact]
    public void Archives_inside_are_opened_to_the_depth_of_the_limit_and_then_listed()
    {
        byte[] nested = ZipWriter.Write([Samples.Text("deep.py", "x")]);
        for (int i = 4; i > 0; i--)
        {
            nested = ZipWriter.Write([new ArchiveInput($"{i}.zip", nested)]);
        }

        ArtifactReading reading = Samples.Read(Samples.Wheel(new ArchiveInput("p/0.zip", nested)));

        Assert.Equal(["p/0.zip", "1.zip", "2.zip", "3.zip"], reading.Subject.Members.MaxBy(static member => member.Path.Length)!.Path);
        Gap gap = Assert.Single(reading.Gaps, static gap => gap.Kind == GapKind.NestedArchive);
        Assert.Contains(nameof(ArchiveLimits.MaxNesting), gap.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_inner_archive_holds_is_looked_at_but_placed_nowhere()
    {
        byte[] inner = ZipWriter.Write([Samples.Text("a.pth", "import os\n"), Samples.Text("b.py", "x")]);

        ArtifactReading reading = Samples.Read(Samples.Wheel(new ArchiveInput("p/inner.dat", inner)));

        Member member = reading.Member("a.pth");
        Assert.Equal(["p/inner.dat", "a.pth"], member.Path);
        Assert.Equal((MemberKind.StartupFile, CodeContext.Call, Placement.NotInstalled), (member.Kind, member.Context, member.Placement));
        Assert.DoesNotContain(reading.Gaps, static gap => gap.Kind == GapKind.NestedArchive);
    }

    [Fact]
    public void A_zip_behind_other_data_is_listed_as_not_opened()
    {
        byte[] zip = ZipWriter.Write([Samples.Text("__main__.py", "x")]);

        ArtifactReading reading = Samples.Read(Samples.Wheel(new ArchiveInput("p/run", (byte[])[.. "#!/usr/bin/env python3\n"u8, .. zip])));

        Assert.Equal(MemberKind.Archive, reading.Member("p/run").Kind);
        Assert.Single(reading.Gaps, static gap => gap.Kind == GapKind.NestedArchive);
    }

    [Fact]
    public void Broken_inner_archives_are_opaque_not_blind()
    {
        ArtifactReading reading = Samples.Read(Samples.Wheel(
            Samples.Bytes("tests/broken.zip", [.. "PK\u0003\u0004 and no more"u8]), Samples.Bytes("tests/data.gz", [0x1F, 0x8B, 8, 0, 1, 2, 3])));

        Gap gap = Assert.Single(reading.Gaps);
        Assert.Equal((GapKind.NestedArchive, GapWeight.Opaque), (gap.Kind, gap.Weight));
        Assert.Contains("1 more", gap.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ArchiveLimits.MaxEntries))]
    [InlineData(nameof(ArchiveLimits.MaxEntryBytes))]
    [InlineData(nameof(ArchiveLimits.MaxTotalBytes))]
    [InlineData(nameof(ArchiveLimits.MaxArchiveBytes))]
    public void A_cap_that_is_reached_is_a_blind_gap(string cap)
    {
        ArchiveLimits limits = cap switch
        {
            nameof(ArchiveLimits.MaxEntries) => ArchiveLimits.Default with { MaxEntries = 3 },
            nameof(ArchiveLimits.MaxEntryBytes) => ArchiveLimits.Default with { MaxEntryBytes = 50 },
            nameof(ArchiveLimits.MaxTotalBytes) => ArchiveLimits.Default with { MaxTotalBytes = 200 },
            _ => ArchiveLimits.Default with { MaxArchiveBytes = 100 },
        };

        ArtifactReading reading = Samples.Read(Samples.Wheel(Samples.Text("p/a.py", new string('x', 100))), InspectionLimits.Default with { Archives = limits });

        Assert.Contains(reading.Blind(), static gap => gap.Kind == GapKind.LimitReached);
    }

    [Fact]
    public void Entries_of_inner_archives_count_too()
    {
        byte[] inner = ZipWriter.Write(Enumerable.Range(0, 20).Select(static i => Samples.Text($"{i}.txt", "x")));
        InspectionLimits limits = InspectionLimits.Default with { Archives = ArchiveLimits.Default with { MaxEntries = 10 } };

        ArtifactReading reading = Samples.Read(Samples.Wheel(new ArchiveInput("p/a.zip", inner)), limits);

        Assert.Contains(reading.Blind(), static gap => gap.Kind == GapKind.LimitReached);
        Assert.True(reading.Subject.Members.Length <= 12);
    }

    [Fact]
    public void A_startup_file_longer_than_the_cap_is_a_blind_gap()
    {
        InspectionLimits limits = InspectionLimits.Default with { MaxTextBytes = 100 };

        ArtifactReading reading = Samples.Read(Samples.Wheel(Samples.Text("a.pth", new string('\n', 200) + "import os\n")), limits);

        Gap gap = Assert.Single(reading.Blind());
        Assert.Equal((GapKind.LimitReached, nameof(InspectionLimits.MaxTextBytes)), (gap.Kind, gap.Limit));
        Assert.Equal(MemberPlace.Of("a.pth"), gap.Place);
    }

    [Fact]
    public void Which_texts_are_kept_depends_on_their_paths_and_startup_files_go_first()
    {
        ArchiveInput[] files =
        [
            Samples.Text("z.pth", new string('#', 60)), Samples.Text("p/a.sh", new string('#', 60)),
            Samples.Text("p/b.sh", new string('#', 30)), Samples.Text("p/pip.conf", new string('#', 20)),
        ];
        InspectionLimits limits = InspectionLimits.Default with { MaxArtifactTextBytes = 400 };
        string[] Kept(IEnumerable<ArchiveInput> order)
        {
            ArtifactReading reading = Samples.Read(Samples.Wheel([.. order]), limits);
            Assert.Contains(reading.Blind(), static gap => gap.Limit == nameof(InspectionLimits.MaxArtifactTextBytes));
            return [.. reading.Subject.Members.Where(static member => member.Text is not null && !member.Name.Contains("dist-info", StringComparison.Ordinal)).Select(static member => member.Name)];
        }

        long essential = WheelWriter.Members(Samples.Wheel(files)).Where(static member => member.Path.EndsWith("METADATA", StringComparison.Ordinal) || member.Path.EndsWith("WHEEL", StringComparison.Ordinal)).Sum(static member => member.Bytes.Length);
        limits = limits with { MaxArtifactTextBytes = (int)essential + 60 + 20 + 50 };

        Assert.Equal(["p/pip.conf", "z.pth"], Kept(files));
        Assert.Equal(["p/pip.conf", "z.pth"], Kept(files.Reverse()));
    }
}
