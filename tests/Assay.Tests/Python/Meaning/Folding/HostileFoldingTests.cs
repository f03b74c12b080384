using System.Collections.Immutable;
using System.IO.Compression;
using System.Numerics;
using global::Assay.Python.Meaning;
using global::Assay.Python.Meaning.Folding;
using global::Assay.Python.Syntax;

namespace Assay.Tests.Python.Meaning.Folding;

/// <summary>Values made to be too large, too many or too deep: the budget ends the folding and says which limit did.</summary>
public sealed class HostileFoldingTests
{
    public static TheoryData<string, string> TooLarge => new()
    {
        { "'a' * 10**12", "MaxValueBytes" },
        { "b'ab' * (16 << 20)", "MaxValueBytes" },
        { "[0] * 10**9", "MaxValueBytes" },
        { "[0] * 10**30", "MaxValueBytes" },
        { "'a'.ljust(2**31 - 1)", "MaxValueBytes" },
        { "'a'.zfill(2**31 - 1)", "MaxValueBytes" },
        { "'a'.center(10**9, 'b')", "MaxValueBytes" },
        { "'%999999999d' % 1", "MaxValueBytes" },
        { "'%.999999999d' % 1", "MaxValueBytes" },
        { "'{:999999999}'.format(1)", "MaxValueBytes" },
        { "'{:0999999999,}'.format(1)", "MaxValueBytes" },
        { "format('a', '>999999999')", "MaxValueBytes" },
        { "bytes(10**9)", "MaxValueBytes" },
        { "range(10**18)", "MaxValueBytes" },
        { "list(range(-10**30, 10**30))", "MaxValueBytes" },
        { "10 ** 10 ** 10", "MaxValueBytes" },
        { "2 ** 4194305", "MaxValueBytes" },
        { "1 << 10**9", "MaxValueBytes" },
        { "(1 << 4000000) * (1 << 4000000)", "MaxValueBytes" },
        { "pow(3, 10**9)", "MaxValueBytes" },
        { "(5).to_bytes(10**9, 'big')", "MaxValueBytes" },
        { "('a' * 10**6).replace('a', 'b' * 1000)", "MaxValueBytes" },
        { "('a' * 10**6).replace('', 'b' * 1000)", "MaxValueBytes" },
        { "('x' * 10**4).join('y' * 10**4)", "MaxValueBytes" },
        { "('a,' * 10**6).split(',')", "MaxValueBytes" },
        { "('\\t' * 10**6).expandtabs(1000)", "MaxValueBytes" },
        { "('a' * 10**6).translate({97: 'b' * 1000})", "MaxValueBytes" },
        { "list('a' * 10**6)", "MaxValueBytes" },
        { "list(itertools.repeat(0, 10**12))", "MaxValueBytes" },
        { "struct.calcsize('1000000q' * 100)", "MaxValueBytes" },
        { "'%.999999f' % 1.0", "FoldingUnits" },
        { "hashlib.pbkdf2_hmac('sha256', b'a', b'b', 10**9)", "FoldingUnits" },
        { "pow(3, 1 << 3000000, (1 << 100000) + 1)", "FoldingUnits" },
    };

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void What_would_be_too_large_is_not_made(string expression, string limit)
    {
        FoldingBudget budget = Expression.Budget();
        Assert.Null(Expression.Fold(expression, budget));
        Assert.Equal(limit, budget.Ended);
    }

    [Theory]
    [InlineData("zlib")]
    [InlineData("gzip")]
    public void A_bomb_of_a_thousand_to_one_ends_at_the_value_s_limit(string module)
    {
        using MemoryStream packed = new();
        using (Stream stream = module == "zlib" ? new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++)
            {
                stream.Write(zeros);
            }
        }

        FoldingBudget budget = Expression.Budget();
        Argument bytes = new(null, new BytesValue(packed.ToArray(), false, Labels.None));
        Assert.Null(Folder.Function($"{module}.decompress", [bytes], budget));
        Assert.Equal("MaxValueBytes", budget.Ended);
        Assert.InRange(Expression.Units - budget.Left, Expression.MaxValueBytes - (1 << 16), Expression.MaxValueBytes + (2 << 20));
    }

    [Fact]
    public void A_dictionary_that_a_header_asks_for_is_not_allocated()
    {
        // .lzma with a dictionary of 4 GiB, and an xz block header that asks for as much.
        byte[] alone = [0x5D, 0xFF, 0xFF, 0xFF, 0xFF, .. Enumerable.Repeat((byte)0xFF, 8), 0, 0, 0, 0, 0, 0];
        byte[] xz = [0xFD, .. "7zXZ"u8, 0, 0, 0, 0xFF, 0x12, 0xD9, 0x41, 2, 0, 0x21, 1, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        foreach (byte[] data in (byte[][])[alone, xz])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Null(Folder.Function("lzma.decompress", [new Argument(null, new BytesValue(data, false, Labels.None))], new FoldingBudget(1_000_000, 1 << 20)));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        }
    }

    [Fact]
    public void An_int_of_a_million_digits_is_kept_but_not_written_out()
    {
        FoldingBudget budget = new(1_000_000_000, 16 << 20);
        IntValue large = new(BigInteger.Pow(10, 1_000_000), Labels.None);
        Assert.Null(Folder.Function("builtins.str", [new Argument(null, large)], budget));
        Assert.Null(Folder.Function("builtins.int", [new Argument(null, new TextValue(new string('9', 1_000_000), false, Labels.None))], budget));
        Assert.NotNull(Folder.Function("builtins.hex", [new Argument(null, large)], budget));
        Assert.Equal(large, Folder.Binary(Operator.Add, large, new IntValue(0, Labels.None), budget));
        Assert.Null(Folder.Binary(Operator.Power, large, large, budget));
    }

    [Fact]
    public void Lists_in_lists_end_at_a_depth()
    {
        Value deep = new SequenceValue(SequenceForm.Tuple, [], false, Labels.None);
        for (int i = 0; i < 100_000; i++)
        {
            deep = new SequenceValue(SequenceForm.Tuple, [deep], false, Labels.None);
        }

        FoldingBudget budget = Expression.Budget();
        ImmutableArray<Argument> one = [new(null, deep)];
        Assert.Null(Folder.Function("builtins.repr", one, budget));
        Assert.Null(Folder.Function("json.dumps", one, budget));
        Assert.Null(Folder.Compare(Operator.Equal, deep, new SequenceValue(SequenceForm.Tuple, [deep], false, Labels.None), budget));
        Assert.Null(Folder.Compare(Operator.Less, deep, deep, budget));
        Assert.Null(Folder.Function("builtins.set", [new Argument(null, new SequenceValue(SequenceForm.List, [deep], false, Labels.None))], budget));
        Assert.Null(Folder.Index(new MappingValue([new(deep, deep)], false, Labels.None), deep, budget));
        Assert.Null(Folder.Function("json.loads", [new Argument(null, new TextValue(new string('[', 100_000), false, Labels.None))], budget));
        Assert.Null(Folder.Method(new TextValue(new string('{', 99_999) + "}", false, Labels.None), "format", one, budget));
    }

    [Fact]
    public void Map_over_map_ends_at_a_depth()
    {
        // map(map, …) calls itself through its arguments.
        SymbolValue map = new("builtins.map", null, Labels.None);
        Value items = new SequenceValue(SequenceForm.List, [map], false, Labels.None);
        for (int i = 0; i < 1_000; i++)
        {
            items = new SequenceValue(SequenceForm.List, [map, items], false, Labels.None);
        }

        Assert.Null(Folder.Call(map, [new Argument(null, map), new Argument(null, items), new Argument(null, items)], Expression.Budget()));
    }

    [Fact]
    public void A_loop_over_the_characters_of_a_long_text_costs_about_its_length()
    {
        TextValue text = new(new string('x', 100_000), false, Labels.None);
        FoldingBudget budget = new(300_000, 1 << 20);
        for (int i = 0; i < text.Text.Length; i++)
        {
            Assert.NotNull(Folder.Index(text, new IntValue(i, Labels.None), budget));
        }
    }

    [Fact]
    public void Nothing_is_folded_without_units()
    {
        FoldingBudget budget = new(0, 1 << 20);
        TextValue text = new("abc", false, Labels.None);
        Assert.Null(Folder.Binary(Operator.Add, text, text, budget));
        Assert.Null(Folder.Method(text, "upper", [], budget));
        Assert.Null(Folder.Function("builtins.len", [new Argument(null, text)], budget));
        Assert.True(Folder.Items(text, budget).IsDefault);
        Assert.Equal("FoldingUnits", budget.Ended);
    }
}
