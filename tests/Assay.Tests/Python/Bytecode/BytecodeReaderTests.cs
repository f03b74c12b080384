using System.Collections.Immutable;
using System.Numerics;
using global::Assay.Python.Bytecode;

namespace Assay.Tests.Python.Bytecode;

/// <summary>Files with their headers, and data without one.</summary>
public sealed class BytecodeReaderTests
{
    private static readonly MarshalLimits s_limits = MarshalLimits.Default;

    public static TheoryData<string> Versions => BytecodeSamples.Versions;

    public static TheoryData<CodeLayout> Layouts => [.. Enum.GetValues<CodeLayout>()];

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_file_of_each_interpreter_is_read(string version)
    {
        BytecodeReading reading = BytecodeReader.ReadFile(BytecodeSamples.File(version), s_limits);
        Assert.Equal((version, null), (reading.Version, reading.Problem));
        Assert.Equal("CPython", reading.Header!.Implementation);
        CodeObject code = reading.Code!;
        Assert.Equal("<module>", code.Name);
        Assert.EndsWith(".py", code.FileName);
        Assert.Contains("plain", code.Names);
        CodeObject decode = Nested(code).Single(static nested => nested.Name == "decode");
        Assert.Equal((2, 0), (decode.PositionalParameters, decode.KeywordOnlyParameters));
        Assert.Equal(["data", "key", "out"], decode.Variables.Take(3));
        Assert.False(decode.LineTable.IsEmpty);
        Assert.Contains("https://collect.example.invalid", Nested(code).SelectMany(static nested => nested.Constants));
        Assert.Equal(version is "3.11" or "3.12" or "3.13", Nested(code).Any(static nested => !nested.ExceptionTable.IsEmpty));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Without_a_header_the_layout_is_guessed(string version)
    {
        byte[] file = BytecodeSamples.File(version);
        BytecodeReading whole = BytecodeReader.ReadFile(file, s_limits);
        BytecodeReading reading = BytecodeReader.ReadMarshalled(file.AsMemory(whole.Header!.Length), s_limits);
        Assert.Equal((null, null), (reading.Version, reading.Problem));
        Assert.Equal(whole.Code!.Layout, reading.Code!.Layout);
        Assert.Equal(whole.Code.Names, reading.Code.Names);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_cut_file_yields_what_stands_before_the_cut_and_a_problem(string version)
    {
        byte[] file = BytecodeSamples.File(version);
        for (int length = 0; length < file.Length; length += 7)
        {
            BytecodeReading reading = BytecodeReader.ReadFile(file.AsMemory(0, length), s_limits);
            Assert.NotNull(reading.Problem);
        }

        CodeObject code = BytecodeReader.ReadFile(file.AsMemory(0, file.Length * 9 / 10), s_limits).Code!;
        Assert.Contains("https://collect.example.invalid", Nested(code).SelectMany(static nested => nested.Constants));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_code_object_of_each_layout_is_read_and_its_layout_guessed(CodeLayout layout)
    {
        byte[] data = new MarshalWriter().Code(layout, [1, 2, 3, 4], static w => w.Type('(').Int(1).Type('N'), ["os", "system"], ["a"]).ToArray();
        CodeObject code = BytecodeReader.ReadMarshalled(data, s_limits).Code!;
        Assert.Equal(layout, code.Layout);
        Assert.Equal(["os", "system"], code.Names);
        Assert.Equal(["a"], code.Variables);
        Assert.Equal([1, 2, 3, 4], code.Code.ToArray());
        Assert.Equal("made.py", code.FileName);
    }

    [Fact]
    public void A_header_tells_of_hash_and_date()
    {
        byte[] data = new MarshalWriter().Code(CodeLayout.Python311, [], static w => w.Type('(').Int(0), []).ToArray();
        BytecodeHeader unchecked_ = Header([0xA7, 0x0D, 0x0D, 0x0A, 1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, .. data]);
        Assert.Equal((0x0807060504030201ul, 0u, 0u, true), (unchecked_.SourceHash, unchecked_.SourceTime, unchecked_.SourceSize, unchecked_.IsUnchecked));
        BytecodeHeader dated = Header([0xA7, 0x0D, 0x0D, 0x0A, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, .. data]);
        Assert.Equal((0ul, 1u, 2u, false), (dated.SourceHash, dated.SourceTime, dated.SourceSize, dated.IsUnchecked));

        static BytecodeHeader Header(byte[] file)
        {
            BytecodeReading reading = BytecodeReader.ReadFile(file, s_limits);
            Assert.Equal(("3.11", null), (reading.Version, reading.Problem));
            return reading.Header!;
        }
    }

    [Fact]
    public void Flags_that_nobody_defined_are_a_problem()
    {
        byte[] file = BytecodeSamples.File("3.12");
        file[5] = 1;
        Assert.Contains("PEP 552", BytecodeReader.ReadFile(file, s_limits).Problem);
    }

    [Theory]
    [InlineData(16, CodeLayout.Python311)]
    [InlineData(16, CodeLayout.Python38)]
    [InlineData(12, CodeLayout.Python30)]
    [InlineData(8, CodeLayout.Python2)]
    public void An_unknown_magic_is_a_problem_and_the_code_is_read_all_the_same(int header, CodeLayout layout)
    {
        byte[] code = new MarshalWriter().Code(layout, [], static w => w.Type('(').Int(0), ["secret"]).ToArray();
        byte[] file = [0x10, 0x27, 0x0D, 0x0A, .. new byte[header - 4], .. code];
        BytecodeReading reading = BytecodeReader.ReadFile(file, s_limits);
        Assert.Null(reading.Version);
        Assert.Contains("10000", reading.Problem);
        Assert.Equal(["secret"], reading.Code!.Names);
        Assert.Equal(header, reading.Header!.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("import os\n")]
    public void What_is_no_bytecode_is_a_problem(string text)
    {
        BytecodeReading reading = BytecodeReader.ReadFile(System.Text.Encoding.UTF8.GetBytes(text), s_limits);
        Assert.NotNull(reading.Problem);
        Assert.Null(reading.Code);
    }

    [Fact]
    public void Data_of_another_type_is_no_code()
    {
        BytecodeReading reading = BytecodeReader.ReadMarshalled(new MarshalWriter().Short("text").ToArray(), s_limits);
        Assert.Null(reading.Code);
        Assert.Equal("The data is no code object.", reading.Problem);
    }

    [Theory]
    [InlineData(62211, "2.7", 8)]
    [InlineData(3180, "3.2", 8)]
    [InlineData(3230, "3.3", 12)]
    [InlineData(3379, "3.6", 12)]
    [InlineData(3394, "3.7", 16)]
    [InlineData(3439, "3.10", 16)]
    [InlineData(3495, "3.11", 16)]
    [InlineData(3531, "3.12", 16)]
    [InlineData(3571, "3.13", 16)]
    [InlineData(3627, "3.14", 16)]
    [InlineData(3657, "3.15", 16)]
    public void A_magic_number_tells_version_and_length_of_the_header(int magic, string version, int header)
    {
        MagicNumber known = MagicNumbers.Find(magic)!;
        Assert.Equal((version, header, "CPython"), (known.Version, known.HeaderLength, known.Implementation));
    }

    [Fact]
    public void Magic_numbers_of_PyPy_are_told_apart()
    {
        Assert.Equal(("3.10", "PyPy", CodeLayout.Python38), (MagicNumbers.Find(384)!.Version, MagicNumbers.Find(384)!.Implementation, MagicNumbers.Find(384)!.Layout));
        Assert.Null(MagicNumbers.Find(1));
    }

    [Fact]
    public void Every_type_of_constant_is_read()
    {
        BigInteger great = (BigInteger.One << 100) + 12_345;
        ImmutableArray<object?> constants = Constants(
            17,
            w => w.Type('N').Type('T').Type('F').Type('.').Type('S').Type('i').Int(-7).Long(great).Long(-great)
                .Type('I').Raw(255, 255, 255, 255, 255, 255, 255, 255)
                .Type('f').Raw(3).Raw("2.5"u8).Type('g').Raw(0, 0, 0, 0, 0, 0, 0xF8, 0x3F)
                .Type('y').Raw(0, 0, 0, 0, 0, 0, 0xF0, 0x3F).Raw(0, 0, 0, 0, 0, 0, 0, 0x40)
                .Type('u').Int(3).Raw(0xED, 0xA0, 0x80)
                .Bytes([1, 2]).Type('>').Int(1).Type('T').Type('{').Short("k").Type('T').Type('0').Type(':').Type('N').Type('i').Int(1).Type('N'));
        Assert.Equal(new object?[] { null, true, false, MarshalledSingleton.Ellipsis, MarshalledSingleton.StopIteration, (BigInteger)(-7), great, -great }, constants.Take(8));
        Assert.Equal(new object?[] { BigInteger.MinusOne, 2.5, 1.5, new Complex(1, 2), "\uD800" }, constants.Skip(8).Take(5));
        Assert.Equal(new byte[] { 1, 2 }, Assert.IsType<byte[]>(constants[13]));
        Assert.Equal([true], Assert.IsType<MarshalledSet>(constants[14]).Items);
        Assert.Equal("k", Assert.Single(Assert.IsType<MarshalledMapping>(constants[15]).Items).Key);
        Assert.Equal(BigInteger.One, Assert.IsType<MarshalledSlice>(constants[16]).Stop);
    }

    [Fact]
    public void References_share_one_object()
    {
        ImmutableArray<object?> constants = Constants(3, static w => w.Short("shared", isReferable: true).Type('r').Int(0).Type('r').Int(0));
        Assert.All(constants, constant => Assert.Same(constants[0], constant));
    }

    [Fact]
    public void References_within_references_take_no_more_room_than_they_are_written_in()
    {
        // Each tuple holds the one before twice: 2^60 leaves, if anybody expanded them.
        const int Layers = 60;
        ImmutableArray<object?> constants = Constants(Layers + 1, static w =>
        {
            w.Type('N', isReferable: true);
            for (int i = 0; i < Layers; i++)
            {
                w.Type(')', isReferable: true).Raw(2).Type('r').Int(i).Type('r').Int(i);
            }
        });
        Assert.Equal(Layers + 1, constants.Length);
    }

    [Theory]
    [InlineData("a reference leads nowhere", new byte[] { (byte)'r', 9, 0, 0, 0 })]
    [InlineData("a reference leads nowhere", new byte[] { (byte)'r', 255, 255, 255, 255 })]
    [InlineData("a reference leads nowhere", new byte[] { (byte)'R', 255, 255, 255, 255 })]
    [InlineData("an object holds itself", new byte[] { (byte)')' | 0x80, 1, (byte)'r', 0, 0, 0, 0 })]
    [InlineData("a length is negative", new byte[] { (byte)'s', 255, 255, 255, 255 })]
    [InlineData("an object is missing", new byte[] { (byte)'0' })]
    [InlineData("a digit of a number is too great", new byte[] { (byte)'l', 1, 0, 0, 0, 255, 255 })]
    [InlineData("the data ends within a number", new byte[] { (byte)'l', 255, 255, 255, 127 })]
    [InlineData("a number is no number", new byte[] { (byte)'f', 1, (byte)'x' })]
    [InlineData("there is no type of object '!'", new byte[] { (byte)'!' })]
    [InlineData("the data is cut", new byte[] { (byte)'(', 255, 255, 255, 127 })]
    public void Wrong_data_is_a_problem(string problem, byte[] data) =>
        Assert.Contains(problem, BytecodeReader.ReadMarshalled(data, s_limits).Problem);

    [Fact]
    public void Depth_objects_and_bytes_are_capped()
    {
        MarshalWriter deep = new();
        for (int i = 0; i < 1_000_000; i++)
        {
            deep.Type(')').Raw(1);
        }

        Assert.Contains("deeper", BytecodeReader.ReadMarshalled(deep.ToArray(), s_limits).Problem);
        Assert.Contains("deeper", BytecodeReader.ReadMarshalled(deep.ToArray(), new MarshalLimits(MaxDepth: int.MaxValue)).Problem);
        byte[] many = new MarshalWriter().Type('(').Int(1_000).Raw([.. Enumerable.Repeat((byte)'N', 1_000)]).ToArray();
        Assert.Contains("more objects", BytecodeReader.ReadMarshalled(many, new MarshalLimits(MaxObjects: 100)).Problem);
        Assert.Contains("longer", BytecodeReader.ReadMarshalled(many, new MarshalLimits(MaxBytes: 100)).Problem);
    }

    private static ImmutableArray<object?> Constants(int count, Action<MarshalWriter> write)
    {
        byte[] data = new MarshalWriter().Code(CodeLayout.Python311, [], w => write(w.Type('(').Int(count)), []).ToArray();
        BytecodeReading reading = BytecodeReader.ReadMarshalled(data, s_limits);
        Assert.Null(reading.Problem);
        return reading.Code!.Constants;
    }

    private static IEnumerable<CodeObject> Nested(CodeObject code) =>
        code.Constants.OfType<CodeObject>().SelectMany(Nested).Prepend(code);
}
