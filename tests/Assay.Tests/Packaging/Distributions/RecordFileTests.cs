using Assay.Packaging.Distributions;

namespace Assay.Tests.Packaging.Distributions;

public sealed class RecordFileTests
{
    [Fact]
    public void A_row_has_path_hash_and_size()
    {
        RecordFile record = RecordFile.Parse("a/b.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\r\n");

        RecordRow row = Assert.Single(record.Rows);
        Assert.Equal((1, "a/b.py", "sha256", 0L), (row.Line, row.Path, row.Algorithm, row.Size));
        Assert.Equal("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", Convert.ToHexString([.. row.Digest]));
        Assert.Empty(record.Problems);
    }

    [Fact]
    public void A_quoted_path_may_hold_commas_quotes_and_newlines_and_lines_stay_right()
    {
        RecordFile record = RecordFile.Parse("\"a,\"\"b\"\"\nc\",,\nd,,\n");

        Assert.Equal([(1, "a,\"b\"\nc"), (3, "d")], record.Rows.Select(static row => (row.Line, row.Path)));
        Assert.Empty(record.Problems);
    }

    [Theory]
    [InlineData("a,sha256=!!!,1", "'sha256=!!!' is not ALGORITHM=BASE64")]
    [InlineData("a,sha256=,1", "'sha256=' is not ALGORITHM=BASE64")]
    [InlineData("a,nohash,1", "'nohash' is not ALGORITHM=BASE64")]
    [InlineData("a,,-1", "'-1' is not a size")]
    [InlineData("a,,99999999999999999999", "'99999999999999999999' is not a size")]
    [InlineData("a", "1 fields where three belong")]
    [InlineData("a,,1,", "4 fields where three belong")]
    [InlineData("\"a,,1", "a quoted field is never closed")]
    public void What_cannot_be_read_is_a_problem_with_its_line(string row, string problem)
    {
        RecordFile record = RecordFile.Parse("ok,,\n" + row);

        Assert.Contains(record.Problems, found => found == new FormatProblem(2, problem));
        Assert.Equal(2, record.Rows.Length);
    }

    [Fact]
    public void Blank_lines_and_a_byte_order_mark_are_no_rows() =>
        Assert.Equal("a", Assert.Single(RecordFile.Parse("\uFEFFa,,\n\n\r\n").Rows).Path);

    [Theory]
    [InlineData("./a/b", "a/b")]
    [InlineData("a\\b", "a/b")]
    [InlineData("../bin/x", "../bin/x")]
    public void Paths_are_compared_with_slashes_and_without_a_leading_dot(string written, string compared) =>
        Assert.Equal(compared, RecordFile.Normalize(written));
}
