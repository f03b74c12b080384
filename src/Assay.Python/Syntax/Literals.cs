using System.Numerics;

namespace Assay.Python.Syntax;

/// <summary>What literals mean (Python language reference, "Literals"): escapes, digits, prefixes.</summary>
internal static class Literals
{
    public static string DecodeText(ReadOnlySpan<byte> source, in Node node) => throw new NotSupportedException();

    public static byte[] DecodeBytes(ReadOnlySpan<byte> source, in Node node) => throw new NotSupportedException();

    public static object? DecodeNumber(ReadOnlySpan<byte> source, in Node node, int maxDigits) => maxDigits < 0 ? BigInteger.Zero : throw new NotSupportedException();
}
