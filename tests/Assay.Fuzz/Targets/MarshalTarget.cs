using System.Text;
using Assay.Python.Bytecode;
using Assay.Python.Bytecode.Disassembly;
using Assay.Python.Parsing;
using Assay.Python.Syntax;

namespace Assay.Fuzz.Targets;

/// <summary>Bytecode files (the first byte is even) and marshalled code, read and written as text.</summary>
internal static class MarshalTarget
{
    private const int MaxBytes = 1 << 16;

    // What open blocks may add when the room ends within them.
    private const int MaxOverrun = 1 << 13;

    private static readonly MarshalLimits s_limits = new(MaxDepth: 60, MaxObjects: 50_000, MaxBytes: 1 << 20);

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        byte[] bytes = data[1..].ToArray();
        BytecodeReading reading = data[0] % 2 == 0 ? BytecodeReader.ReadFile(bytes, s_limits) : BytecodeReader.ReadMarshalled(bytes, s_limits);
        if (reading.Code is null)
        {
            Require(reading.Problem is not null, "no code and no problem");
            return;
        }

        DecompiledText text = Decompiler.ToSource(reading.Code, reading.Version, MaxBytes);
        Require(Decompiler.ToSource(reading.Code, reading.Version, MaxBytes).Text == text.Text, "two texts of the same code");
        byte[] source = Encoding.UTF8.GetBytes(text.Text);
        Require(source.Length <= MaxBytes + MaxOverrun, $"{source.Length} bytes of text");
        SyntaxTree tree = Parser.ParseModule(source, ParserLimits.Default);
        if (!tree.Errors.IsEmpty)
        {
            SyntaxError error = tree.Errors[0];
            int line = tree.PositionOf(error.At).Line;
            throw new InvalidOperationException($"line {line} is no Python ({error.Message}): {tree.LineText(line, 200)}");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
