using Assay.Engine.Capabilities;
using Assay.Python.Meaning;

namespace Assay.Tests.Engine.Capabilities;

public sealed class ApiCatalogueTests
{
    [Fact]
    public void It_has_at_least_four_hundred_and_fifty_rows_of_its_own() =>
        Assert.True(ApiCatalogue.All.Count(static row => row.SameAs is null && !row.Name.StartsWith("?.", StringComparison.Ordinal)) >= 450);

    [Fact]
    public void Every_row_names_its_source_and_a_reachable_name()
    {
        foreach (CatalogueEntry row in ApiCatalogue.All)
        {
            Assert.False(string.IsNullOrWhiteSpace(row.Source), row.Name);
            Assert.Matches(@"^(\?|[A-Za-z_]\w*(\(\)|\[\])*)(\.[A-Za-z_]\w*(\(\)|\[\])*)+(\.\?)?$", row.Name);
        }
    }

    [Fact]
    public void No_name_is_in_both_tables() =>
        Assert.Equal([], KnownApis.All.Select(static row => row.Name).Where(static name => ApiCatalogue.Find(name) is not null));

    [Fact]
    public void Every_selector_is_one()
    {
        foreach (KnownApi row in ApiCatalogue.All.Concat<KnownApi>(KnownApis.All))
        {
            CatalogueEntry? entry = row as CatalogueEntry;
            foreach (string selector in ((string?[])[row.WritesTo, row.ReadsFrom, row.Data, row.Verb, row.Body, entry?.Mode, .. row.Invokes]).OfType<string>())
            {
                Assert.Matches(@"^(\d+|self|[A-Za-z_]\w*)(\|(\d+|[A-Za-z_]\w*))*$", selector);
            }

            Assert.Matches(@"^$|^\d+\*$|^(self\+)?(\d+|self|[A-Za-z_]\w*)(\|(\d+|[A-Za-z_]\w*))*$", row.Target ?? "");
        }
    }

    [Theory]
    [InlineData("posix.system", "os.system", Capability.Spawn)]
    [InlineData("urllib2.urlopen", "urllib.request.urlopen", Capability.Fetch)]
    [InlineData("requests.api.post", "requests.post", Capability.Send)]
    [InlineData("socket.socket().accept()[].recv", "socket.socket().recv", Capability.Fetch)]
    [InlineData("pip._internal.main", "pip.main", Capability.InstallPackages)]
    [InlineData("ctypes.WinDLL().VirtualAlloc", "ctypes.windll.kernel32.VirtualAlloc", Capability.InjectCode)]
    public void Another_name_says_what_the_thing_itself_says(string name, string same, Capability capability)
    {
        CatalogueEntry entry = ApiCatalogue.Find(name)!;
        CatalogueEntry own = ApiCatalogue.Find(same)!;
        Assert.Equal((same, capability), (entry.SameAs, entry.Capability));
        Assert.Equal((own.Target, own.Yields, own.Data), (entry.Target, entry.Yields, entry.Data));
    }

    [Fact]
    public void What_a_row_returns_leads_to_rows_or_is_a_plain_value()
    {
        string[] known = [.. ApiCatalogue.All.Select(static row => row.Name), .. KnownApis.All.Select(static row => row.Name)];
        string[] plain = ["requests.Response()", "httpx.Response()", "aiohttp.ClientResponse()", "sqlite3.Cursor()", "winreg.HKEY()", "urllib.request.Request()"];
        foreach (KnownApi row in ApiCatalogue.All.Concat<KnownApi>(KnownApis.All).Where(static row => row.Returns is not null))
        {
            Assert.True(plain.Contains(row.Returns) || known.Any(name => name.StartsWith(row.Returns + ".", StringComparison.Ordinal) || name + "()" == row.Returns), $"{row.Name} returns {row.Returns}");
        }
    }

    [Fact]
    public void Every_capability_but_what_observations_alone_show_has_a_row() =>
        Assert.Empty(Enum.GetValues<Capability>().Except(ApiCatalogue.All.Select(static row => row.Capability)));

    [Fact]
    public void Reads_that_matter_without_a_call_are_marked() =>
        Assert.Contains(ApiCatalogue.All, static row => row is { Name: "os.environ", IsRead: true, Yields: Labels.Environment });
}
