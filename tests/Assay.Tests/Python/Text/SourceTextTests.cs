using System.Text;
using Assay.Python.Parsing;
using Assay.Python.Text;

namespace Assay.Tests.Python.Text;

public sealed class SourceTextTests
{
    private static SourceText Read(string latin1) => SourceText.Read(Encoding.Latin1.GetBytes(latin1));

    private static string TextOf(SourceText source) => Encoding.UTF8.GetString(source.Utf8.Span);

    [Fact]
    public void File_without_a_cookie_is_utf_8()
    {
        SourceText source = SourceText.Read("x = 'é'\n"u8.ToArray());
        Assert.Equal(("utf-8", SourceProblem.None, true, 0), (source.Codec, source.Problem, source.Offsets, source.MarkBytes));
        Assert.Equal("x = 'é'\n", TextOf(source));
    }

    [Fact]
    public void Mark_of_utf_8_is_taken_off()
    {
        SourceText source = Read("\u00EF\u00BB\u00BFx = 1\n");
        Assert.Equal((SourceProblem.None, 3), (source.Problem, source.MarkBytes));
        Assert.Equal("x = 1\n", TextOf(source));
    }

    [Fact]
    public void Mark_against_the_cookie_is_a_problem()
    {
        SourceText source = Read("\u00EF\u00BB\u00BF# coding: latin-1\n");
        Assert.Equal((SourceProblem.CookieAgainstMark, 1), (source.Problem, source.ProblemLine));
    }

    [Theory]
    [InlineData("# coding: latin-1\n")]
    [InlineData("# -*- coding: latin-1 -*-\n")]
    [InlineData("# vim: set fileencoding=latin-1 :\n")]
    [InlineData("#!/usr/bin/python\n# coding=latin-1\n")]
    [InlineData("\f \t# coding:latin-1\n")]
    [InlineData("#\r# coding: latin-1\r")]
    [InlineData("#\r\n# coding: latin-1\r\n")]
    [InlineData("\n# coding: Latin_1\n")]
    public void Cookie_on_one_of_two_lines_declares_the_codec(string head)
    {
        SourceText source = Read(head + "x = '\u00E9'\n");
        Assert.Equal(SourceProblem.None, source.Problem);
        Assert.False(source.Offsets);
        Assert.EndsWith("x = 'é'\n", TextOf(source), StringComparison.Ordinal);
    }

    /// <summary>Measured: 3.11 and 3.13 refuse all of these but idna (and punycode where it fits); 2.7 runs rot13. None is what it looks like.</summary>
    [Theory]
    [InlineData("base64")]
    [InlineData("hex_codec")]
    [InlineData("rot_13")]
    [InlineData("zlib")]
    [InlineData("zip")]
    [InlineData("bz2")]
    [InlineData("uu")]
    [InlineData("quopri")]
    [InlineData("idna")]
    [InlineData("punycode")]
    [InlineData("undefined")]
    [InlineData("unicode_internal")]
    [InlineData("string_escape")]
    [InlineData("cp037")]
    [InlineData("utf-16-le")]
    public void A_codec_that_makes_other_text_of_ascii_deceives(string codec) =>
        Assert.Equal(SourceProblem.DeceivingCodec, Read($"# coding: {codec}\nprint(1)\n").Problem);

    [Theory]
    [InlineData("charmap")]
    [InlineData("palmos")]
    [InlineData("ptcp154")]
    [InlineData("hz")]
    [InlineData("iso2022_jp")]
    [InlineData("utf_8_sig")]
    [InlineData("latin-1-foo")]
    [InlineData("cp65001")]
    public void A_codec_that_agrees_on_ascii_is_read_as_it_stands(string codec)
    {
        SourceText source = Read($"# coding: {codec}\nprint(1)\n");
        Assert.Equal(SourceProblem.None, source.Problem);
        Assert.EndsWith("print(1)\n", TextOf(source), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf8-foo")]
    [InlineData("tactis")]
    [InlineData("aliases")]
    [InlineData("os")]
    public void A_codec_that_no_interpreter_has_is_unknown(string codec) => Assert.Equal(SourceProblem.UnknownCodec, Read($"# coding: {codec}\nprint(1)\n").Problem);

    [Fact]
    public void Rot13_is_read_as_python_2_runs_it() => Assert.Contains("print('X')", TextOf(Read("# coding: rot13\ncevag('K')\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("\n\n# coding: latin-1\n")]
    [InlineData("x = 1\n# coding: latin-1\n")]
    [InlineData("x = 1 # coding: latin-1\n")]
    [InlineData("# coding latin-1\n")]
    public void Cookie_elsewhere_declares_nothing(string head)
    {
        SourceText source = Read(head + "x = '\u00E9'\n");
        Assert.Equal(("utf-8", SourceProblem.Undecodable), (source.Codec, source.Problem));
        Assert.Contains('\uFFFD', TextOf(source));
    }

    [Theory]
    [InlineData("utf-7", "# +AAo-import os")]
    [InlineData("unicode_escape", "# \\nimport os")]
    [InlineData("raw_unicode_escape", "# \\u000aimport os")]
    public void Codec_under_which_a_comment_becomes_code_is_decoded_and_named(string codec, string line)
    {
        SourceText source = Read($"# coding: {codec}\n{line}\n");
        Assert.Equal((SourceProblem.DeceivingCodec, 1), (source.Problem, source.ProblemLine));
        Assert.Contains("\nimport os", TextOf(source), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_codec_is_named_as_written()
    {
        SourceText source = Read("#!python\n# coding: No-Such\nx = 1\n");
        Assert.Equal(("no-such", SourceProblem.UnknownCodec, 2), (source.Codec, source.Problem, source.ProblemLine));
        Assert.EndsWith("x = 1\n", TextOf(source), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb\n\u00FF", 3)]
    [InlineData("a\rb\r\n\u00FF", 3)]
    public void Bytes_that_are_no_text_are_replaced_and_their_line_is_said(string file, int line)
    {
        SourceText source = Read(file);
        Assert.Equal((SourceProblem.Undecodable, line, false), (source.Problem, source.ProblemLine, source.Offsets));
        Assert.EndsWith("\uFFFD", TextOf(source), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void Wide_text_is_shown_though_no_interpreter_reads_it(string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        SourceText source = SourceText.Read((byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes("import os\n")]);
        Assert.Equal(SourceProblem.Undecodable, source.Problem);
        Assert.Equal("import os\n", TextOf(source));
    }

    [Fact]
    public void Nul_byte_stays_and_the_parser_says_so()
    {
        SourceText source = Read("a = 1\0\nb = 2\n");
        Assert.Equal(SourceProblem.None, source.Problem);
        Assert.Contains(Parser.ParseModule(source.Utf8, ParserLimits.Default).Errors, static error => error.At == 5);
    }

    [Fact]
    public void Empty_file_is_empty_text() => Assert.Equal((0, SourceProblem.None), (Read("").Utf8.Length, Read("").Problem));
}
