using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Engine.Rules;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;
using Assay.Tests.Engine.Artifacts;

namespace Assay.Tests.Engine;

public sealed class AssayerTests
{
    private static readonly ArtifactReading s_reading = Samples.Read(Samples.Wheel(Samples.Text("p/b.py", "x"), Samples.Text("p/a.py", "x")));

    [Fact]
    public void A_rule_that_fails_is_a_blind_gap_with_its_name_and_the_others_speak()
    {
        Inspection inspection = Assayer.Conclude(s_reading, [new Failing(), new Naming("z-rule")], ImmutableHashSet<string>.Empty);

        Gap gap = Assert.Single(inspection.Gaps, static gap => gap.Weight == GapWeight.Blind);
        Assert.Equal((GapKind.RuleFailed, "failing-rule"), (gap.Kind, gap.Limit));
        Assert.Contains("failing-rule", gap.Detail, StringComparison.Ordinal);
        Assert.Contains(inspection.Findings, static finding => finding.Rule == "failing-rule");
        Assert.Contains(inspection.Findings, static finding => finding.Rule == "z-rule");
    }

    [Fact]
    public void The_key_of_inspections_covers_every_library_that_reads() =>
        Assert.Equal(
            new[] { typeof(Assayer), typeof(DistributionKind), typeof(global::Assay.Python.Syntax.SyntaxTree) }.Select(static type => type.Module.ModuleVersionId.ToString("N")),
            EngineBuild.Identity.Split('-'));

    [Fact]
    public void Rules_left_out_are_not_asked() =>
        Assert.Empty(Assayer.Conclude(s_reading, [new Failing()], ImmutableHashSet.Create("failing-rule")).Findings);

    [Fact]
    public void Findings_are_sorted_by_rule_and_place_whatever_the_order_of_the_rules()
    {
        Inspection one = Assayer.Conclude(s_reading, [new Naming("b-rule"), new Naming("a-rule")], ImmutableHashSet<string>.Empty);
        Inspection other = Assayer.Conclude(s_reading, [new Naming("a-rule"), new Naming("b-rule")], ImmutableHashSet<string>.Empty);

        Assert.Equal(
            one.Findings.OrderBy(static finding => finding.Rule, StringComparer.Ordinal).ThenBy(static finding => finding.Place.Describe(), StringComparer.Ordinal)
                .Select(static finding => (finding.Rule, finding.Place)),
            one.Findings.Select(static finding => (finding.Rule, finding.Place)));
        Assert.Equal(one.Findings.Select(static finding => finding.Place), other.Findings.Select(static finding => finding.Place));
    }

    [Fact]
    public void An_inspection_carries_digest_size_and_count()
    {
        byte[] bytes = WheelWriter.Write(Samples.Wheel(Samples.Text("p/a.py", "x")));

        Inspection inspection = Samples.Inspect(bytes, "sample-1.0-py3-none-any.whl");

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), inspection.Sha256);
        Assert.Equal((bytes.Length, 4, DistributionKind.Wheel), (inspection.Size, inspection.MemberCount, inspection.Kind));
        Assert.Equal("sample", inspection.Metadata!.Name);
    }

    [Fact]
    public void A_tree_gives_the_same_inspection_in_any_order_of_its_files()
    {
        TreeFile[] files =
        [
            new("setup.py", 0, null, static () => new MemoryStream([1])), new("p/a.py", 0, null, static () => new MemoryStream([2])),
            new("link", 0, "p/a.py", static () => Stream.Null),
        ];

        Inspection one = Assayer.InspectTree("tree", files, InspectionLimits.Default, ImmutableHashSet<string>.Empty, CancellationToken.None);
        Inspection other = Assayer.InspectTree("tree", files.Reverse(), InspectionLimits.Default, ImmutableHashSet<string>.Empty, CancellationToken.None);

        Assert.Equal((DistributionKind.Tree, 3), (one.Kind, one.MemberCount));
        Assert.Equal(one.Sha256, other.Sha256);
        Assert.Equal(InspectionText.Of(one), InspectionText.Of(other));
    }

    [Fact]
    public void A_file_of_a_tree_that_cannot_be_read_is_a_blind_gap_and_the_rest_is_read()
    {
        TreeFile[] files =
        [
            new("a.py", 0, null, static () => throw new UnauthorizedAccessException("no")),
            new("b.py", 0, null, static () => new BreakingStream()),
            new("c.py", 0, null, static () => new MemoryStream("x"u8.ToArray())),
        ];

        ArtifactReading reading = ArtifactReader.ReadTree("tree", files, InspectionLimits.Default, CancellationToken.None);

        Assert.Equal(["a.py", "b.py"], reading.Gaps.Where(static gap => gap.Kind == GapKind.FileUnreadable).Select(static gap => gap.Place.Describe()));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("x"u8)), reading.Member("c.py").Sha256);
    }

    [Fact]
    public void A_cancelled_look_ends_with_the_cancellation()
    {
        using MemoryStream stream = new(WheelWriter.Write(Samples.Wheel()));
        Assert.Throws<OperationCanceledException>(() =>
            Assayer.Inspect(stream, "a.whl", InspectionLimits.Default, ImmutableHashSet<string>.Empty, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_engine_and_what_it_reads_with_have_an_identity() => Assert.Matches("^[0-9a-f]{32}(-[0-9a-f]{32}){2}$", EngineBuild.Identity);

    private sealed class Naming(string id) : Rule
    {
        public override string Id => id;

        public override string Title => "Names members";

        public override IEnumerable<Finding> Inspect(Subject subject) =>
            subject.Members.Reverse().Select(member => new Finding(
                Id, Severity.Info, Confidence.Certain, Audience.Everyone, member.Context, member.At(), "here it is", [], []));
    }

    private sealed class Failing : Rule
    {
        public override string Id => "failing-rule";

        public override string Title => "Fails";

        public override IEnumerable<Finding> Inspect(Subject subject)
        {
            yield return new Finding(Id, Severity.Info, Confidence.Certain, Audience.Everyone, CodeContext.None, MemberPlace.Whole, "before", [], []);
            throw new InvalidOperationException("a bug");
        }
    }

    // Fails after its first byte.
    private sealed class BreakingStream : MemoryStream
    {
        private bool _read;

        public override int Read(Span<byte> buffer)
        {
            if (_read)
            {
                throw new IOException("the disk is gone");
            }

            _read = true;
            buffer[0] = 1;
            return 1;
        }
    }
}
