using System.Security.Cryptography;
using Assay.Guard;

namespace Assay.Tests.Guard;

public sealed class FileSenderTests
{
    private static readonly byte[] s_content = [.. Enumerable.Range(0, 300_000).Select(static i => unchecked((byte)(i * 7)))];

    private static readonly string s_sha256 = Convert.ToHexStringLower(SHA256.HashData(s_content));

    [Theory]
    [InlineData(0, 299_999)]
    [InlineData(0, 0)]
    [InlineData(65_536, 131_071)]
    [InlineData(65_535, 65_536)]
    [InlineData(299_999, 299_999)]
    public async Task A_range_arrives_exactly(int first, int last)
    {
        using MemoryStream target = new();
        bool right = await FileSender.CopyAsync(new MemoryStream(s_content), target, new ByteRange(first, last, true, false), s_sha256, CancellationToken.None);
        Assert.True(right);
        Assert.Equal(s_content[first..(last + 1)], target.ToArray());
    }

    [Fact]
    public async Task Bytes_that_changed_in_the_store_never_arrive_whole()
    {
        byte[] changed = [.. s_content];
        changed[^1] ^= 1;
        using MemoryStream target = new();
        bool right = await FileSender.CopyAsync(new MemoryStream(changed), target, ByteRange.All(changed.Length), s_sha256, CancellationToken.None);
        Assert.False(right);
        Assert.True(target.Length < changed.Length);
    }

    [Fact]
    public async Task A_change_outside_the_range_is_noticed_too()
    {
        byte[] changed = [.. s_content];
        changed[^1] ^= 1;
        using MemoryStream target = new();
        Assert.False(await FileSender.CopyAsync(new MemoryStream(changed), target, new ByteRange(0, 99, true, false), s_sha256, CancellationToken.None));
        Assert.Equal(0, target.Length);
    }
}
