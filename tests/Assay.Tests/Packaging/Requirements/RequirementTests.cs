using Assay.Packaging.Requirements;
using CsCheck;

namespace Assay.Tests.Packaging.Requirements;

public sealed class RequirementTests
{
    [Theory]
    [InlineData("flask[", 6)]
    [InlineData("flask>=", 5)]
    [InlineData("flask @ ", 8)]
    [InlineData("-flask", 0)]
    [InlineData("flask_", 0)]
    [InlineData("flask; os_name = 'x'", 15)]
    [InlineData("flask; (os_name == 'x'", 7)]
    [InlineData("flask; os_name == 'x", 18)]
    [InlineData("flask; os_name == 'x' junk", 22)]
    public void Problem_has_its_place(string text, int position)
    {
        Assert.False(Requirement.TryParse(text, out _, out RequirementProblem? problem));
        Assert.Equal(position, problem.Position);
    }

    [Fact]
    public void Nesting_has_a_limit()
    {
        string Nested(int depth) => new string('(', depth) + "os_name == 'x'" + new string(')', depth);
        Assert.True(Marker.TryParse(Nested(200), out Marker? marker));
        Assert.Equal("os_name == \"x\"", marker.ToString());
        Assert.False(Marker.TryParse(Nested(201), out _));
        Assert.False(Marker.TryParse(Nested(1_000_000), out _));
    }

    [Fact]
    public void Markers_of_lock_files_ask_for_sets()
    {
        Assert.True(Marker.TryParse("'Fast_X' in extras and 'dev' not in dependency_groups", out Marker? marker));
        MarkerEnvironment plain = new();
        Assert.Null(marker.Evaluate(plain));
        Assert.True(marker.Evaluate(plain.ForLockFile(["fast.x"], [])));
        Assert.False(marker.Evaluate(plain.ForLockFile(["fast.x"], ["Dev"])));
        Assert.False(marker.Evaluate(plain.ForLockFile([], [])));
        Assert.Equal(["dependency_groups", "extras"], marker.Variables);
    }

    [Theory]
    [InlineData("python_full_version < '3.9'", false)]
    [InlineData("python_full_version >= '3.12'", true)]
    [InlineData("python_full_version == '3.12.*'", true)]
    [InlineData("python_full_version > '3.12'", null)]
    [InlineData("python_full_version < '3.12.4'", null)]
    [InlineData("python_full_version != '3.12.4'", null)]
    [InlineData("'3.12.4' <= python_full_version", null)]
    [InlineData("'4' > python_full_version", true)]
    [InlineData("python_full_version in '3.11.9 3.12.1'", null)]
    [InlineData("python_full_version in '3.11.9 3.13.1'", false)]
    [InlineData("implementation_version < '3.9'", null)]
    public void A_series_decides_what_every_release_of_it_answers_alike(string text, bool? expected)
    {
        Assert.True(Marker.TryParse(text, out Marker? marker));
        Assert.Equal(expected, marker.Evaluate(new MarkerEnvironment { PythonVersion = "3.12" }));
    }

    [Theory]
    [InlineData("platform_machine == 'arm64' and os_name == 'nt'", false)]
    [InlineData("platform_machine == 'arm64' and os_name == 'posix'", null)]
    [InlineData("platform_machine == 'arm64' or os_name == 'posix'", true)]
    [InlineData("platform_machine == 'arm64' or os_name == 'nt'", null)]
    [InlineData("os_name == 'posix' or platform_machine == 'arm64' and 'x' in extras", true)]
    [InlineData("('x' in extras or 'dev' in dependency_groups) and os_name == 'nt'", false)]
    [InlineData("extra == 'x' and os_name == 'nt'", false)]
    [InlineData("extra == 'x' or os_name == 'posix'", true)]
    [InlineData("extra == 'x' or os_name == 'nt'", null)]
    public void What_is_not_known_counts_only_where_the_rest_leaves_it_open(string text, bool? expected)
    {
        Assert.True(Marker.TryParse(text, out Marker? marker));
        Assert.Equal(expected, marker.Evaluate(new MarkerEnvironment { OsName = "posix", Extra = null }));
    }

    [Fact]
    public void Extras_are_asked_one_after_the_other()
    {
        Assert.True(Marker.TryParse("extra == 'A_b' and os_name == 'posix'", out Marker? marker));
        MarkerEnvironment posix = new() { OsName = "posix" };
        Assert.False(marker.Evaluate(posix, []));
        Assert.True(marker.Evaluate(posix, ["x", "a.B"]));
        Assert.Null(marker.Evaluate(new MarkerEnvironment(), ["a-b"]));
    }

    [Theory]
    [InlineData(@"os_name == '\x70osix'", true)]
    [InlineData(@"os_name == 'pos\151x'", true)]
    [InlineData(@"os_name == '\u0070osix'", true)]
    [InlineData(@"os_name == 'a\'", false)]
    public void Escapes_are_read_as_python_reads_them(string text, bool expected)
    {
        if (Marker.TryParse(text, out Marker? marker))
        {
            Assert.Equal(expected, marker.Evaluate(new MarkerEnvironment { OsName = "posix" }));
            Assert.True(Marker.TryParse(marker.ToString(), out Marker? again));
            Assert.Equal(marker, again);
        }
        else
        {
            Assert.False(expected);
        }
    }

    [Fact]
    public void Build_from_a_checkout_has_a_version() =>
        Assert.True(Marker.TryParse("python_full_version >= '3.15.0a1'", out Marker? marker)
            && marker.Evaluate(new MarkerEnvironment { PythonFullVersion = "3.15.0a1+" }) == true);

    [Fact]
    public void Requirements_are_equal_by_meaning()
    {
        Assert.True(Requirement.TryParse("A.b[X_y]>=1.0 ; os_name=='x'", out Requirement? left));
        Assert.True(Requirement.TryParse("a-B[x-Y] (>=1.0.0); os_name == \"x\"", out Requirement? right));
        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_what_is_read_survives()
    {
        Gen<string> piece = Gen.OneOf("a", "A_b", "[x]", "[", "]", ">=1", "==1.*", "~=1", "(", ")", ",", ";", " ", "os_name", "extra", "==", " in ", " not in ",
            "'x'", "\"y\"", "'\\x41\\\\'", " and ", " or ", "@", "https://h/x", "===", "\t", "é");
        piece.Array[0, 12].Select(string.Concat).Sample(text =>
            !Requirement.TryParse(text, out Requirement? requirement)
            || (Requirement.TryParse(requirement.ToString(), out Requirement? again) && again.Equals(requirement)));
    }
}
