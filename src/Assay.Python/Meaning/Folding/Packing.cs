using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;

namespace Assay.Python.Meaning.Folding;

/// <summary>The module <c>struct</c>. Sizes that differ between systems (native <c>l</c>, <c>n</c>, <c>P</c>) are not folded.</summary>
internal static class Packing
{
    private const int MaxItems = 1 << 20;

    public static void AddTo(Table table)
    {
        table.Add("struct.calcsize", "format", static call => Characters.TryOf(call[0], out Characters format) && Layout.Parse(format.Text, call.Budget) is Layout layout ? Numbers.Of(layout.Size) : null);
        table.Add("struct.unpack", "format buffer", static call => Characters.TryOf(call[0], out Characters format) && call.TryBytes(1, out ReadOnlyMemory<byte> data)
            && Layout.Parse(format.Text, call.Budget) is Layout layout && layout.Size == data.Length ? layout.Unpack(data.Span, call.Budget) : null);
        table.Add("struct.unpack_from", "format buffer offset?", static call => Characters.TryOf(call[0], out Characters format) && call.TryBytes(1, out ReadOnlyMemory<byte> data)
            && call.TryInt(2, 0, out int offset) && Layout.Parse(format.Text, call.Budget) is Layout layout
            && (offset < 0 ? offset + data.Length : offset) is int start and >= 0 && start + layout.Size <= data.Length
                ? layout.Unpack(data.Span.Slice(start, layout.Size), call.Budget)
                : null);
        table.Add("struct.iter_unpack", "format buffer", static call => Characters.TryOf(call[0], out Characters format) && call.TryBytes(1, out ReadOnlyMemory<byte> data)
            && Layout.Parse(format.Text, call.Budget) is Layout layout ? Each(layout, data, call.Budget) : null);
        table.Add("struct.pack", "format *", static call => Characters.TryOf(call[0], out Characters format) && Layout.Parse(format.Text, call.Budget) is Layout layout ? layout.Pack(call.More, call.Budget) : null);
    }

    private static SequenceValue? Each(Layout layout, ReadOnlyMemory<byte> data, FoldingBudget budget)
    {
        if (layout.Size == 0 || data.Length % layout.Size != 0)
        {
            return null;
        }

        List<Value> rows = [];
        for (int at = 0; at < data.Length; at += layout.Size)
        {
            if (layout.Unpack(data.Span.Slice(at, layout.Size), budget) is not SequenceValue row)
            {
                return null;
            }

            rows.Add(row);
        }

        return new SequenceValue(SequenceForm.Iterator, [.. rows], false, Labels.None);
    }

    /// <summary>One field: its letter, where it lies, and its size.</summary>
    private readonly record struct Field(char Letter, int Offset, int Size);

    /// <summary>A format as the fields it lays out.</summary>
    private sealed record Layout(List<Field> Fields, int Size, bool IsBig)
    {
        public static Layout? Parse(string format, FoldingBudget budget)
        {
            bool isNative = format.Length == 0 || format[0] == '@' || !"=<>!".Contains(format[0], StringComparison.Ordinal);
            bool isBig = format.Length > 0 && format[0] is '>' or '!';
            List<Field> fields = [];
            long offset = 0;
            int at = format.Length > 0 && "@=<>!".Contains(format[0], StringComparison.Ordinal) ? 1 : 0;
            while (at < format.Length)
            {
                if (Points.IsSpace(format[at]))
                {
                    at++;
                    continue;
                }

                int start = at;
                while (at < format.Length && char.IsAsciiDigit(format[at]))
                {
                    at++;
                }

                int count = 1;
                if ((at > start && !int.TryParse(format.AsSpan(start, at - start), out count)) || at == format.Length)
                {
                    return null;
                }

                char letter = format[at++];
                int size = SizeOf(letter, isNative);
                if (size == 0 || count > MaxItems)
                {
                    return null;
                }

                if (isNative && size > 1 && letter is not ('s' or 'p' or 'x'))
                {
                    offset = (offset + size - 1) / size * size;
                }

                long total = offset + (size * (long)count);
                if (!budget.TrySpend(count, total))
                {
                    return null;
                }

                if (letter is 's' or 'p')
                {
                    fields.Add(new Field(letter, (int)offset, count));
                }
                else
                {
                    for (int i = 0; i < count && letter != 'x'; i++)
                    {
                        fields.Add(new Field(letter, (int)offset + (i * size), size));
                    }
                }

                offset = total;
            }

            return new Layout(fields, (int)offset, isBig);
        }

        public SequenceValue? Unpack(ReadOnlySpan<byte> data, FoldingBudget budget)
        {
            if (!Iteration.Affords(Fields.Count, budget) || !budget.TrySpend(data.Length))
            {
                return null;
            }

            ImmutableArray<Value>.Builder items = ImmutableArray.CreateBuilder<Value>(Fields.Count);
            foreach (Field field in Fields)
            {
                ReadOnlySpan<byte> bytes = data.Slice(field.Offset, field.Size);
                items.Add(field.Letter switch
                {
                    's' or 'c' => Numbers.Bytes(bytes.ToArray()),
                    'p' => Numbers.Bytes(bytes.IsEmpty ? [] : bytes.Slice(1, Math.Min(bytes[0], bytes.Length - 1)).ToArray()),
                    '?' => Numbers.Of(bytes[0] != 0),
                    'e' => Numbers.Of((double)(IsBig ? BinaryPrimitives.ReadHalfBigEndian(bytes) : BinaryPrimitives.ReadHalfLittleEndian(bytes))),
                    'f' => Numbers.Of((double)(IsBig ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadSingleLittleEndian(bytes))),
                    'd' => Numbers.Of(IsBig ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
                    _ => Numbers.Of(new BigInteger(bytes, isUnsigned: char.IsAsciiLetterUpper(field.Letter), isBigEndian: IsBig)),
                });
            }

            return new SequenceValue(SequenceForm.Tuple, items.MoveToImmutable(), false, Labels.None);
        }

        public Value? Pack(List<Value> values, FoldingBudget budget)
        {
            if (values.Count != Fields.Count || !budget.TrySpend(Size, Size))
            {
                return null;
            }

            byte[] data = new byte[Size];
            for (int i = 0; i < values.Count; i++)
            {
                Span<byte> target = data.AsSpan(Fields[i].Offset, Fields[i].Size);
                if (!Write(target, Fields[i].Letter, values[i]))
                {
                    return null;
                }
            }

            return Numbers.Bytes(data);
        }

        private bool Write(Span<byte> target, char letter, Value value)
        {
            switch (letter)
            {
                case 's' or 'c' or 'p':
                    if (!Bytes.TryOf(value, out ReadOnlyMemory<byte> bytes) || (letter == 'c' && bytes.Length != 1))
                    {
                        return false;
                    }

                    int head = letter == 'p' && target.Length > 0 ? 1 : 0;
                    int taken = Math.Min(bytes.Length, target.Length - head);
                    bytes.Span[..taken].CopyTo(target[head..]);
                    if (head > 0)
                    {
                        target[0] = (byte)Math.Min(255, taken);
                    }

                    return true;
                case '?':
                    target[0] = Folder.Truth(value) == true ? (byte)1 : (byte)0;
                    return Folder.Truth(value) is not null;
                case 'e' or 'f' or 'd':
                    return Numbers.TryFloat(value, out double real) && WriteReal(target, letter, real);
                default:
                    if (!Numbers.TryInt(value, out BigInteger number))
                    {
                        return false;
                    }

                    bool isUnsigned = char.IsAsciiLetterUpper(letter);
                    if ((isUnsigned && number.Sign < 0) || number.GetByteCount(isUnsigned) > target.Length)
                    {
                        return false;
                    }

                    byte[] digits = number.ToByteArray(isUnsigned);
                    target.Fill(number.Sign < 0 ? (byte)0xFF : (byte)0);
                    digits.CopyTo(target);
                    if (IsBig)
                    {
                        target.Reverse();
                    }

                    return true;
            }
        }

        private bool WriteReal(Span<byte> target, char letter, double real)
        {
            switch (letter)
            {
                case 'd':
                    BinaryPrimitives.WriteDoubleLittleEndian(target, real);
                    break;
                case 'f':
                    BinaryPrimitives.WriteSingleLittleEndian(target, (float)real);
                    break;
                default:
                    BinaryPrimitives.WriteHalfLittleEndian(target, (Half)real);
                    break;
            }

            if (IsBig)
            {
                target.Reverse();
            }

            return !double.IsFinite(real) || letter == 'd' || (letter == 'f' ? float.IsFinite((float)real) : Half.IsFinite((Half)real));
        }

        private static int SizeOf(char letter, bool isNative) => letter switch
        {
            'x' or 'c' or 'b' or 'B' or '?' or 's' or 'p' => 1,
            'h' or 'H' or 'e' => 2,
            'i' or 'I' or 'f' => 4,
            'l' or 'L' => isNative ? 0 : 4,
            'q' or 'Q' or 'd' => 8,
            _ => 0,
        };
    }
}
