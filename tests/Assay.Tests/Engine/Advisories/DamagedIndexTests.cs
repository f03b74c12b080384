using Assay.Engine.Advisories;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;
using static Assay.Tests.Engine.Advisories.Records;

namespace Assay.Tests.Engine.Advisories;

public sealed class DamagedIndexTests
{
    private static readonly byte[] s_whole = Indexes.Bytes(
    [
        Of("PYSEC-1", From("0"), Fixed("2.0"), From("3.0rc1"), Last("3.1")) with { Aliases = ["CVE-1"], Summary = "Words.", Details = "More words.", Severities = [new("CVSS_V2", "AV:N/AC:L/Au:N/C:C/I:C/A:C")] },
        Of("GHSA-1", From("1.0"), Fixed("1.3")) with { Aliases = ["CVE-1"], References = [new("WEB", "https://a.example.invalid")], ExploitProbability = 0.5 },
        Listing("MAL-1", "1.0", "2004d"),
        Of("PYSEC-2", From("0"), Fixed("x")) with { Withdrawn = Day(2026, 1, 2) },
    ]);

    public static TheoryData<string, byte[]> Heads => new()
    {
        { "This is no advisory index: 0 bytes are too few for one.", [] },
        { "This is no advisory index: it begins with other bytes.", [.. "PK\u0003\u0004"u8, .. new byte[200]] },
        { "The advisory index has format 3, and this program reads formats up to 2: update Assay, or build the index again.", With(8, 3) },
        { "The advisory index has format 1, which this program no longer reads: build the index again.", With(8, 1) },
        { $"The advisory index is cut: it has 200 of {s_whole.Length} bytes.", s_whole[..200] },
        { "The advisory index is damaged: its parts do not fill it.", [.. s_whole, 0] },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void A_head_that_is_none_is_named(string message, byte[] bytes) =>
        Assert.Equal(message, Assert.Throws<AdvisoryIndexException>(() => AdvisoryIndex.Open(IndexBytes.Of(bytes))).Message);

    [Fact]
    public void An_index_cut_anywhere_is_not_opened()
    {
        for (int length = 0; length < s_whole.Length; length++)
        {
            byte[] cut = s_whole[..length];
            Assert.Throws<AdvisoryIndexException>(() => AdvisoryIndex.Open(IndexBytes.Of(cut)));
        }
    }

    [Fact]
    public void Any_changed_byte_is_refused_or_found_and_every_question_ends()
    {
        foreach (byte change in (byte[])[0x01, 0x80, 0xFF])
        {
            for (int at = 0; at < s_whole.Length; at++)
            {
                byte[] bytes = With(at, (byte)(s_whole[at] ^ change));
                AdvisoryIndex index;
                try
                {
                    index = AdvisoryIndex.Open(IndexBytes.Of(bytes));
                }
                catch (AdvisoryIndexException)
                {
                    continue;
                }

                using (index)
                {
                    Assert.NotEmpty(index.Verify());
                    Try(() => index.Ask(Frob, "1.2"));
                    Try(() => index.Ask(Frob, "2004d"));
                    Try(() => index.Ask(Frob, VersionSpecifierSet.Parse(">=1,<4"), new DateOnly(2026, 1, 1)));
                    Try(() => index.Of(Frob));
                    Try(() => index.Find("cve-1"));
                    Try(() => index.ReferencesOf("f", "GHSA-1"));
                    Try(() => index.Ask(ProjectName.Parse("nothing"), "1"));
                }
            }
        }
    }

    private static byte[] With(int at, byte value)
    {
        byte[] bytes = [.. s_whole];
        bytes[at] = value;
        return bytes;
    }

    private static void Try<T>(Func<T> ask)
    {
        try
        {
            Assert.NotNull(ask());
        }
        catch (AdvisoryIndexException damage)
        {
            Assert.StartsWith("The advisory index is ", damage.Message, StringComparison.Ordinal);
        }
    }
}
