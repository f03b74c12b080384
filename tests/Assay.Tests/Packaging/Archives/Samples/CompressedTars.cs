namespace Assay.Tests.Packaging.Archives.Samples;

/// <summary>The release demo 1.0 as a tar of two files, packed by encoders that .NET does not have.</summary>
public static class CompressedTars
{
    private const string Bzip2Text =
        "QlpoOTFBWSZTWWPt5YcAAGnfhMqQQAP/EiOvwwBmI94gAACIiCAAkoaoGQAAAAMhoaASimJkIDTTE0A0A0G1NvygiosFBXAiZ9GApMGqnKTkBEVApPTCustV"
        + "pd1ek7ZjWKCWJQSAhzrYIQJZVtHlrms03VEgXWKw+4EDds5z6wyZ+myNADHKRsgSHlQi+P755JQJh1iTWBePD8XuHGBEYyBiRqEP4u5IpwoSDH28sOA=";

    private const string XzText =
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4Av/AJBdADIZSf7XHHVnnZe1I4ZBrocJ2haxqOFlXvgyygEpBVt+esTDetI40lhL46kkEFNo2jKB0rb25s47WuU4"
        + "lpFY8s/q7NUbRXpUvSsSczw7vwGD1I5p4m7XHucAq9UvccCYMtmfn3r7mOeKN2qZtN4+i5ixFzOVcutIOIT9fiVV/BY2lHzsCTqkvzeN+xDDBdTSAADWllyf"
        + "D6L7qAABrAGAGAAAC2iHb7HEZ/sCAAAAAARZWg==";

    // The header asks for a dictionary of 1 GiB.
    private const string XzGreedyText =
        "/Td6WFoAAATm1rRGAgAhASQAAABeH8f54Av/AJhdADIZSf7XHHVnnZe1I4ZBrocJ2haxqOFlXvgxAMEFWpXrI0RaynsM8/iTmAc7Xg19AqhUJ4h838rrfHlh"
        + "X9SYHJRU3dDqSTz41XmET7JTRmtZg/Sb1qHxjxQ3n/JCnPy6eiavlhplDJK2X60MqATjs7miOxl0aiehtU3B700bnPHvRkn6zCSng7bMjF4gK7hnPfzxpaaF"
        + "vHLZANaWXJ8PovuoAAG0AYAYAAD96AKAscRn+wIAAAAABFla";

    public static byte[] Bzip2 => Convert.FromBase64String(Bzip2Text);

    public static byte[] Xz => Convert.FromBase64String(XzText);

    public static byte[] XzGreedy => Convert.FromBase64String(XzGreedyText);

    /// <summary>A bit in the middle turned.</summary>
    public static byte[] Broken(byte[] archive)
    {
        archive[archive.Length / 2] ^= 0x10;
        return archive;
    }
}
