using Assay.Engine.Advisories;
using Assay.Feeds;

namespace Assay.Tests.Feeds;

public sealed class AdvisoryOfficeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_store_or_a_file_in_it_what_is_built_in_counts()
    {
        using AdvisoryChoice none = AdvisoryOffice.Choose(null, null);
        using AdvisoryChoice empty = AdvisoryOffice.Choose(null, _folder["nowhere"]);
        Assert.Equal((AdvisoryOrigin.Embedded, AdvisoryOrigin.Embedded), (none.Origin, empty.Origin));
    }

    [Theory]
    [InlineData("2026-08-01", AdvisoryOrigin.Store)]
    [InlineData("2026-07-23", AdvisoryOrigin.Store)]
    [InlineData("2026-07-22", AdvisoryOrigin.Embedded)]
    [InlineData(null, AdvisoryOrigin.Store)]
    public void The_newer_of_the_stores_and_the_one_built_in_counts(string? date, AdvisoryOrigin expected)
    {
        Write(_folder[AdvisoryFile.Name], date);
        using AdvisoryChoice choice = AdvisoryOffice.Choose(null, _folder.Path);
        Assert.Equal(expected, choice.Origin);
        Assert.NotEmpty(choice.Reason);
    }

    [Fact]
    public void A_newer_one_that_lacks_a_feed_says_so()
    {
        Write(_folder[AdvisoryFile.Name], "2026-08-01");
        using AdvisoryChoice choice = AdvisoryOffice.Choose(null, _folder.Path);
        Assert.Contains("lacks malicious-packages", choice.Reason);
    }

    [Fact]
    public void A_named_file_counts_whatever_its_date()
    {
        Write(_folder["old.db"], "2020-01-01");
        using AdvisoryChoice choice = AdvisoryOffice.Choose(_folder["old.db"], _folder.Path);
        Assert.Equal((AdvisoryOrigin.Named, 1), (choice.Origin, choice.Index.RecordCount));
    }

    [Fact]
    public void An_open_index_outlives_its_replacement()
    {
        Write(_folder["x.db"], "2026-01-01");
        using AdvisoryIndex index = AdvisoryOffice.Open(_folder["x.db"], null);
        Write(_folder["x.db"], "2026-02-01");
        Assert.Empty(index.Verify());
        Assert.Single(index.Find("PYSEC-2099-1"));
    }

    [Fact]
    public void A_missing_empty_cut_or_foreign_file_is_an_error_that_names_it()
    {
        Write(_folder["whole.db"], "2026-01-01");
        File.WriteAllBytes(_folder["cut.db"], File.ReadAllBytes(_folder["whole.db"])[..40]);
        File.WriteAllText(_folder["foreign.db"], new string('x', 1_000));
        File.WriteAllText(_folder["empty.db"], "");
        foreach (string name in (string[])["nowhere.db", "cut.db", "foreign.db", "empty.db"])
        {
            Assert.Contains(name, Assert.Throws<AdvisoryIndexException>(() => AdvisoryOffice.Open(_folder[name], null)).Message);
        }
    }

    private void Write(string path, string? date)
    {
        File.WriteAllText(_folder["x.json"], FeedIntakeTests.Record("PYSEC-2099-1"));
        FeedDates dates = FeedDates.None with { All = date is null ? null : DateOnly.Parse(date) };
        _ = AdvisoryFile.Write(path, FeedIntake.Read([new NamedSource(_folder["x.json"], "x.json", null)], dates, FeedLimits.Default, 1, null, default));
    }
}
