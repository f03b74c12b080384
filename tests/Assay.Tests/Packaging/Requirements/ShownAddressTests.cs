using Assay.Packaging.Lockfiles;
using Assay.Packaging.Requirements;

namespace Assay.Tests.Packaging.Requirements;

public sealed class ShownAddressTests
{
    [Theory]
    [InlineData("https://user:secret@h.example.invalid/x.txt", "https://h.example.invalid/x.txt")]
    [InlineData("git+https://secret@h.example.invalid/x.git@v1#egg=x", "git+https://h.example.invalid/x.git@v1#egg=x")]
    [InlineData("https://h.example.invalid/x@1.txt?token=secret", "https://h.example.invalid/x@1.txt")]
    [InlineData("https://u:secret@a@h.example.invalid", "https://h.example.invalid")]
    [InlineData("https://h.example.invalid?token=secret#x", "https://h.example.invalid#x")]
    [InlineData("https://@", "https://")]
    [InlineData("://", "://")]
    [InlineData("folder@2/x.txt", "folder@2/x.txt")]
    public void An_address_is_shown_without_what_opens_a_door(string address, string shown) => Assert.Equal(shown, ShownAddress.Of(address));

    [Fact]
    public void Credentials_of_a_requirements_file_reach_neither_names_nor_problems()
    {
        DependencyList list = new RequirementsFormat().Read(
            "-r https://user:secret@h.example.invalid/r.txt\ngit+https://user:secret@h.example.invalid/x.git\n-e git+https://secret@h.example.invalid/y.git\nhttps://h.example.invalid/z?token=secret\n"u8.ToArray(),
            "/r.txt", new ListSurroundings(static _ => null, static _ => null, ListLimits.Default));
        Assert.Equal(
            ["git+https://h.example.invalid/x.git", "git+https://h.example.invalid/y.git", "https://h.example.invalid/z"],
            list.Dependencies.Select(static dependency => dependency.Name));
        Assert.StartsWith("'https://h.example.invalid/r.txt' is not fetched", Assert.Single(list.Problems).Message, StringComparison.Ordinal);
    }
}
