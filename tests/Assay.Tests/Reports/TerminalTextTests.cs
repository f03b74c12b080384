using Assay.Reports;
using CsCheck;

namespace Assay.Tests.Reports;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain text stays, even x[::2] and C++::f", "plain text stays, even x[::2] and C++::f")]
    [InlineData("größer 日本 😀 café", "größer 日本 😀 café")]
    [InlineData("a\nb\tc\r", "a\\nb\\tc\\r")]
    [InlineData("\e[31mred", "\\x1b[31mred")]
    [InlineData("\u009b31m\u007f", "\\x9b31m\\x7f")]
    [InlineData("evil\u202Egpj", "evil\\u202egpj")]
    [InlineData("zero\u200Bwidth\uFEFF", "zero\\u200bwidth\\ufeff")]
    [InlineData("tag\U000E0041", "tag\\U000e0041")]
    [InlineData("no\u00A0break", "no\\xa0break")]
    [InlineData("::error::x", "\\x3a:error::x")]
    [InlineData("x ::set-env name=a::b", "x \\x3a:set-env name=a::b")]
    [InlineData("a##[error]b##vso[task]", "a\\x23#[error]b\\x23#vso[task]")]
    public void Text_is_shown_as_it_is_or_written_out(string text, string shown) => Assert.Equal(shown, TerminalText.Escape(text));

    [Fact]
    public void An_unpaired_surrogate_is_written_out() => Assert.Equal("a\\ud800b", TerminalText.Escape("a\uD800b"));

    [Fact]
    public void A_tower_of_marks_is_written_out_above_its_fourth_floor() =>
        Assert.Equal("e\u0301\u0301\u0301\u0301\\u0301", TerminalText.Escape("e\u0301\u0301\u0301\u0301\u0301"));

    [Fact]
    public void Long_text_is_cut() => Assert.Equal("aaaa…", TerminalText.Escape(new string('a', 9), limit: 4));

    [Fact]
    public void Nothing_that_acts_comes_through_whatever_the_input() =>
        Gen.String[Gen.Char, 0, 60].Sample(text =>
            !TerminalText.Escape(text).Any(static c => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028'));
}
