using System.Globalization;
using System.Text.Json;
using Assay.Packaging.Versions;
using CsCheck;

namespace Assay.Tests.Packaging.Versions;

public sealed class VersionKeyTests
{
    private static readonly Gen<string> s_number = Gen.OneOf<string>(
        Gen.Int[0, 3].Select(static i => i.ToString(CultureInfo.InvariantCulture)),
        Gen.OneOf("238", "239", "240", "255", "256", "65535", "65536", "99999999999999999999", "340282366920938463463374607431768211456", new string('9', 40)));

    private static readonly Gen<PackageVersion> s_version = Gen.Select(
        Gen.OneOf<string>(Gen.Const(""), s_number.Select(static n => n + "!")),
        s_number.Array[1, 4].Select(static numbers => string.Join('.', numbers)),
        Gen.OneOf<string>(Gen.Const(""), Gen.Select(Gen.OneOf("a", "b", "rc"), s_number, static (word, n) => word + n)),
        Gen.OneOf<string>(Gen.Const(""), s_number.Select(static n => ".post" + n)),
        Gen.OneOf<string>(Gen.Const(""), s_number.Select(static n => ".dev" + n)),
        Gen.OneOf<string>(Gen.Const(""), Gen.OneOf("+1", "+10", "+ubuntu", "+ubuntu.1", "+ubuntu1", "+a.b", "+ab", "+a", "+99999999999999999999")),
        static (epoch, release, pre, post, dev, local) => PackageVersion.Parse(epoch + release + pre + post + dev + local));

    [Fact]
    public void Keys_order_as_versions_do() =>
        Gen.Select(s_version, s_version).Sample(static (a, b) =>
            Compare(VersionKey.Of(a), VersionKey.Of(b)) == Math.Sign(a.CompareTo(b))
            && Compare(VersionKey.OfPublic(a), VersionKey.OfPublic(b)) == Math.Sign(a.ComparePublic(b)), iter: 20_000);

    [Fact]
    public void The_public_key_begins_the_key() =>
        s_version.Sample(static version =>
        {
            byte[] key = VersionKey.Of(version, out int length);
            return VersionKey.OfPublic(version).AsSpan().SequenceEqual(key.AsSpan(0, length))
                && (version.Local is null) == (key.Length == length)
                && VersionKey.OfPublic(version).AsSpan().SequenceEqual(VersionKey.Of(version.Public));
        });

    [Fact]
    public void Builds_lie_between_their_version_and_what_is_after_it() =>
        Gen.Select(s_version, s_version).Sample(static (a, b) =>
            (a.ComparePublic(b) >= 0) == (Compare(VersionKey.Of(b), VersionKey.AfterLocal(a)) < 0), iter: 20_000);

    [Fact]
    public void What_is_after_a_version_is_what_a_greater_one_is_above() =>
        Gen.Select(s_version, s_version).Sample(static (named, candidate) =>
            VersionSpecifierSet.Parse($">{named.Public}").Contains(candidate) == (Compare(VersionKey.Of(candidate), VersionKey.After(named.Public)) > 0), iter: 20_000);

    [Fact]
    public void Keys_order_as_the_reference_implementation_compares()
    {
        List<string> disagreements = [];
        foreach (JsonElement vector in StandardsVectors.Of("compare"))
        {
            PackageVersion a = PackageVersion.Parse(vector.Text("a"));
            PackageVersion b = PackageVersion.Parse(vector.Text("b"));
            if (Compare(VersionKey.Of(a), VersionKey.Of(b)) != vector.GetProperty("expect").GetInt32())
            {
                disagreements.Add($"{a} and {b}");
            }
        }

        StandardsVectors.AssertNone(disagreements);
    }

    private static int Compare(byte[] a, byte[] b) => Math.Sign(VersionKey.Order.Compare(a, b));
}
