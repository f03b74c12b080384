using System.Globalization;
using Assay.Packaging.Versions;
using CsCheck;

namespace Assay.Tests.Packaging.Versions;

public sealed class VersionProperties
{
    private static readonly Gen<string> s_number = Gen.OneOf<string>(Gen.Int[0, 3].Select(i => i.ToString(CultureInfo.InvariantCulture)), Gen.OneOf("007", "2024", "99999999999999999999"));

    private static readonly Gen<string> s_separator = Gen.OneOf("", ".", "-", "_");

    private static readonly Gen<string> s_release = s_number.Array[1, 4].Select(numbers => string.Join('.', numbers));

    private static readonly Gen<string> s_text = Gen.Select(
        Gen.OneOf<string>(Gen.Const(""), s_number.Select(n => n + "!")),
        s_release,
        Optional(Label("a", "b", "rc", "alpha", "BETA", "c", "preview")),
        Optional(Label("post", "rev", "r")),
        Optional(Label("dev", "DEV")),
        Gen.OneOf<string>(Gen.Const(""), Gen.OneOf("+1", "+ubuntu", "+Ubuntu.01", "+a-1_b")),
        (epoch, release, pre, post, dev, local) => epoch + release + pre + post + dev + local);

    private static readonly Gen<PackageVersion> s_version = s_text.Select(text => PackageVersion.Parse(text));

    [Fact]
    public void Normalised_form_reads_back_as_the_same() =>
        s_version.Sample(v =>
        {
            PackageVersion again = PackageVersion.Parse(v.ToString());
            return again == v && again.GetHashCode() == v.GetHashCode() && again.ToString() == v.ToString();
        });

    [Fact]
    public void Order_is_total()
    {
        Gen.Select(s_version, s_version, s_version).Sample((a, b, c) =>
            Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a))
            && (a.CompareTo(b) == 0) == a.Equals(b)
            && (!a.Equals(b) || a.GetHashCode() == b.GetHashCode())
            && (a > b || b > c || a <= c));
    }

    [Fact]
    public void Trailing_zeros_change_nothing() =>
        s_release.Sample(r => PackageVersion.Parse(r) == PackageVersion.Parse(r + ".0.0"));

    [Fact]
    public void Operators_agree_with_each_other() =>
        Gen.Select(s_version, s_version).Sample((named, candidate) =>
        {
            PackageVersion v = named.Public;
            bool Holds(string op) => VersionSpecifierSet.Parse(op + v).Contains(candidate);
            return Holds("==") != Holds("!=")
                && (!Holds("<") || Holds("<="))
                && (!Holds(">") || Holds(">="))
                && (!Holds("==") || (Holds("<=") && Holds(">=")))
                && !(Holds("<") && Holds(">"));
        });

    [Fact]
    public void Specifier_sets_read_back_as_the_same() =>
        Gen.Select(Gen.OneOf("==", "!=", "<=", ">=", "<", ">"), s_version).Array[0, 4].Sample(clauses =>
        {
            string text = string.Join(" , ", clauses.Select(c => c.Item1 + c.Item2.Public));
            VersionSpecifierSet set = VersionSpecifierSet.Parse(text);
            VersionSpecifierSet again = VersionSpecifierSet.Parse(set.ToString());
            return again.Equals(set) && again.GetHashCode() == set.GetHashCode();
        });

    [Fact]
    public void Older_texts_have_a_total_order_too()
    {
        Gen<string> text = Gen.OneOf<string>(s_text, Gen.String[Gen.OneOf('1', '0', 'a', 'z', '.', '-', '+', 'r', 'c'), 0, 8]);
        Gen.Select(text, text, text).Sample((a, b, c) =>
        {
            VersionOrder order = VersionOrder.Instance;
            return Math.Sign(order.Compare(a, b)) == -Math.Sign(order.Compare(b, a))
                && (order.Compare(a, b) > 0 || order.Compare(b, c) > 0 || order.Compare(a, c) <= 0);
        });
    }

    private static Gen<string> Label(params string[] names) =>
        Gen.Select(s_separator, Gen.OneOf(names), s_separator, s_number, (before, name, between, number) => before + name + between + number);

    private static Gen<string> Optional(Gen<string> part) => Gen.OneOf<string>(Gen.Const(""), part);
}
