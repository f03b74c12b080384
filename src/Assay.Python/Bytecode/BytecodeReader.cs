using System.Buffers.Binary;

namespace Assay.Python.Bytecode;

/// <summary>Reads CPython's bytecode files, from 2.7, without running them.</summary>
public static class BytecodeReader
{
    // The newest first: data that several layouts fit is likelier new.
    private static readonly CodeLayout[] s_layouts = [CodeLayout.Python311, CodeLayout.Python38, CodeLayout.Python30, CodeLayout.Python2];
    private static readonly int[] s_headerLengths = [16, 12, 8];

    /// <summary>A file with its header: magic number, flags, date or hash.</summary>
    public static BytecodeReading ReadFile(ReadOnlyMemory<byte> file, MarshalLimits limits)
    {
        ReadOnlySpan<byte> span = file.Span;
        if (span.Length < 8)
        {
            return new BytecodeReading(null, null, "The file is too short for a header.");
        }

        if (span[2] != '\r' || span[3] != '\n')
        {
            return new BytecodeReading(null, null, "The file does not begin as bytecode does.");
        }

        int magic = BinaryPrimitives.ReadUInt16LittleEndian(span);
        if (MagicNumbers.Find(magic) is not MagicNumber known)
        {
            return ReadUnknown(file, magic, limits);
        }

        BytecodeHeader header = HeaderOf(span, magic, known);
        if (span.Length < known.HeaderLength)
        {
            return new BytecodeReading(known.Version, null, "The file is too short for its header.") { Header = header };
        }

        BytecodeReading reading = Read(file[known.HeaderLength..], known.Layout, limits) with { Version = known.Version, Header = header };
        return reading.Problem is null && header.Length == 16 && (header.Flags & ~3u) != 0
            ? reading with { Problem = $"The header has flags that PEP 552 does not know: 0x{header.Flags:X}." }
            : reading;
    }

    /// <summary>
    /// Marshalled data without a header, as <c>marshal.loads</c> takes it; the layout is guessed: the one which reads the data to its end, or the
    /// furthest. Bytes behind the object are no problem, as <c>marshal.loads</c> leaves them too. The version stays unknown.
    /// </summary>
    public static BytecodeReading ReadMarshalled(ReadOnlyMemory<byte> data, MarshalLimits limits) => Guess(data, limits).Reading;

    // An unknown number cannot be judged by anyone who does not have that interpreter: what is read all the same comes with a problem.
    private static BytecodeReading ReadUnknown(ReadOnlyMemory<byte> file, int magic, MarshalLimits limits)
    {
        string problem = $"The magic number {magic} is not known.";
        BytecodeReading? best = null;
        int furthest = -1;
        int length = 8;
        foreach (int headerLength in s_headerLengths)
        {
            if (file.Length <= headerLength)
            {
                continue;
            }

            (BytecodeReading reading, int read) = Guess(file[headerLength..], limits);
            if (reading.Code is not null && reading.Problem is null && headerLength + read == file.Length)
            {
                best = reading;
                length = headerLength;
                break;
            }

            if (reading.Code is not null && headerLength + read > furthest)
            {
                (best, furthest, length) = (reading, headerLength + read, headerLength);
            }
        }

        return new BytecodeReading(null, best?.Code, best?.Problem is null ? problem : $"{problem} {best.Problem}")
        {
            Header = new BytecodeHeader(magic, null, length, 0, 0, 0, 0),
        };
    }

    private static (BytecodeReading Reading, int Read) Guess(ReadOnlyMemory<byte> data, MarshalLimits limits)
    {
        if (data.Length > limits.MaxBytes)
        {
            return (TooLong(limits), 0);
        }

        (BytecodeReading Reading, int Read)? best = null;
        foreach (CodeLayout layout in s_layouts)
        {
            MarshalReader reader = new(data, layout, limits);
            BytecodeReading reading = Finish(reader.Read(), reader);
            if (reading is { Code: not null, Problem: null })
            {
                return (reading, reader.At);
            }

            if (best is null || reader.At > best.Value.Read)
            {
                best = (reading, reader.At);
            }
        }

        return best!.Value;
    }

    private static BytecodeReading Read(ReadOnlyMemory<byte> data, CodeLayout layout, MarshalLimits limits)
    {
        if (data.Length > limits.MaxBytes)
        {
            return TooLong(limits);
        }

        MarshalReader reader = new(data, layout, limits);
        return Finish(reader.Read(), reader);
    }

    private static BytecodeReading TooLong(MarshalLimits limits) => new(null, null, $"The bytecode is longer than {limits.MaxBytes} bytes.");

    // Other objects than code are marshalled as well; what strings and code they hold is then the constants of a module without instructions.
    private static BytecodeReading Finish(object? value, MarshalReader reader) =>
        value is CodeObject code ? new BytecodeReading(null, code, reader.Problem)
        : new BytecodeReading(null, null, reader.Problem ?? "The data is no code object.");

    private static BytecodeHeader HeaderOf(ReadOnlySpan<byte> file, int magic, MagicNumber known)
    {
        uint WordAt(ReadOnlySpan<byte> span, int at) => span.Length >= at + 4 ? BinaryPrimitives.ReadUInt32LittleEndian(span[at..]) : 0;
        uint flags = known.HeaderLength == 16 ? WordAt(file, 4) : 0;
        bool hasHash = (flags & 1) != 0;
        int time = known.HeaderLength == 16 ? 8 : 4;
        return new BytecodeHeader(
            magic,
            known.Implementation,
            known.HeaderLength,
            flags,
            hasHash ? WordAt(file, 8) | ((ulong)WordAt(file, 12) << 32) : 0,
            hasHash ? 0 : WordAt(file, time),
            hasHash || known.HeaderLength == 8 ? 0 : WordAt(file, time + 4));
    }
}
