using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using global::Assay.Python.Bytecode;

namespace Assay.Tests.Python.Bytecode;

/// <summary>Writes marshalled data piece by piece, right or wrong.</summary>
internal sealed class MarshalWriter
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public MarshalWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public MarshalWriter Type(char type, bool isReferable = false) => Raw((byte)(type | (isReferable ? 0x80 : 0)));

    public MarshalWriter Int(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public MarshalWriter Bytes(byte[] value) => Type('s').Int(value.Length).Raw(value);

    public MarshalWriter Short(string ascii, bool isReferable = false) => Type('z', isReferable).Raw((byte)ascii.Length).Raw(Encoding.ASCII.GetBytes(ascii));

    public MarshalWriter Texts(params string[] texts)
    {
        Type(')').Raw((byte)texts.Length);
        foreach (string text in texts)
        {
            Short(text);
        }

        return this;
    }

    public MarshalWriter Long(BigInteger value)
    {
        List<ushort> digits = [];
        for (BigInteger rest = BigInteger.Abs(value); !rest.IsZero; rest >>= 15)
        {
            digits.Add((ushort)(rest & 0x7FFF));
        }

        Type('l').Int(digits.Count * value.Sign);
        foreach (ushort digit in digits)
        {
            Raw((byte)(digit & 0xFF), (byte)(digit >> 8));
        }

        return this;
    }

    /// <summary>A code object without parameters.</summary>
    public MarshalWriter Code(CodeLayout layout, byte[] instructions, Action<MarshalWriter> constants, string[] names, string[]? variables = null, string name = "<module>", int flags = 0, int parameters = 0, byte[]? exceptions = null)
    {
        variables ??= [];
        Type('c').Int(parameters);
        if (layout >= CodeLayout.Python38)
        {
            Int(0);
        }

        if (layout >= CodeLayout.Python30)
        {
            Int(0);
        }

        if (layout < CodeLayout.Python311)
        {
            Int(variables.Length);
        }

        Int(10).Int(flags).Bytes(instructions);
        constants(this);
        bool isOld = layout == CodeLayout.Python2;
        void Tuple(string[] texts)
        {
            if (!isOld)
            {
                Texts(texts);
                return;
            }

            Type('(').Int(texts.Length);
            foreach (string text in texts)
            {
                Type('t').Int(text.Length).Raw(Encoding.ASCII.GetBytes(text));
            }
        }

        void Text(string text)
        {
            if (isOld)
            {
                Bytes(Encoding.ASCII.GetBytes(text));
            }
            else
            {
                Short(text);
            }
        }

        Tuple(names);
        Tuple(variables);
        if (layout < CodeLayout.Python311)
        {
            Tuple([]);
            Tuple([]);
        }
        else
        {
            Bytes(new byte[variables.Length]);
        }

        Text("made.py");
        Text(name);
        if (layout >= CodeLayout.Python311)
        {
            Text(name);
        }

        Int(1).Bytes([]);
        return layout >= CodeLayout.Python311 ? Bytes(exceptions ?? []) : this;
    }
}
