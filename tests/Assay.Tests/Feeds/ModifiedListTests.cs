using System.Text;
using Assay.Feeds;

namespace Assay.Tests.Feeds;

public sealed class ModifiedListTests
{
    [Fact]
    public void Lines_are_times_and_ids_the_newest_first()
    {
        ModifiedList list = Read("2026-01-02T00:00:00.5Z,GHSA-aaaa-bbbb-cccc\r\n2026-01-01T00:00:00Z,X-1\n");
        Assert.Null(list.Problem);
        Assert.Equal(["GHSA-aaaa-bbbb-cccc", "X-1"], list.Entries.Select(static entry => entry.Id));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<html>", "Line 1")]
    [InlineData("2026-01-01T00:00:00Z,X-1\nsoon,X-2", "Line 2")]
    [InlineData("2026-01-01T00:00:00Z,PyPI/../x", "Line 1")]
    [InlineData("2026-01-01T00:00:00Z,X-1\n2026-01-02T00:00:00Z,X-2", "newer than the one before")]
    public void A_list_that_is_none_or_out_of_order_is_of_no_use(string csv, string because)
    {
        ModifiedList list = Read(csv);
        Assert.Empty(list.Entries);
        Assert.Contains(because, list.Problem);
    }

    [Theory]
    [InlineData("http:x.example.invalid")]
    [InlineData("c:x")]
    [InlineData("RHSA-2099:1")]
    public void A_colon_in_an_id_leads_nowhere_else(string id) =>
        Assert.Equal($"https://mirror.example.invalid/PyPI/{id}.json", ModifiedEntry.AddressOf(new Uri("https://mirror.example.invalid/PyPI/"), id).AbsoluteUri);

    private static ModifiedList Read(string csv) => ModifiedList.Read(Encoding.UTF8.GetBytes(csv));
}
