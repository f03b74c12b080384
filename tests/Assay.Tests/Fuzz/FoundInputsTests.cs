using Assay.Engine.Verdicts;
using Assay.Fuzz;
using Assay.Guard;
using Assay.Installers;
using Assay.Packaging.Distributions;
using Assay.Tests.Installers;

namespace Assay.Tests.Fuzz;

/// <summary>Inputs that once broke a door.</summary>
public sealed class FoundInputsTests
{
    private const string NoCharacter = "x = \"\\uD800\"\n";

    [Theory]
    [InlineData("@((*x))\nx = 1\n")]
    [InlineData("@(*x)\n@((*x))\n@(x)\ny")]
    [InlineData("@((x))\n\0@yield x\n")]
    public void Decorators_that_are_given_up_end_behind_their_parentheses(string text) => Doors.Find("python-source")!.Run(System.Text.Encoding.UTF8.GetBytes(text));

    [Fact]
    public void An_escape_that_names_no_character_is_a_problem_of_a_projects_build_system()
    {
        BuildSystem system = BuildSystem.Read("[build-system]\nrequires = [\"\\uD800\"]\n");
        Assert.NotEmpty(system.Problems);
    }

    [Fact]
    public void An_escape_that_names_no_character_is_a_mistake_in_a_policy()
    {
        (PolicyLayer? layer, var problems) = PolicyFile.Parse(NoCharacter, "assay.toml", new HashSet<string>(StringComparer.Ordinal), new DateOnly(2025, 1, 1));
        Assert.Null(layer);
        Assert.Contains(problems, static problem => !problem.IsWarning);
    }

    [Fact]
    public void A_policy_of_nothing_but_errors_tells_the_first_of_them()
    {
        (PolicyLayer? layer, var problems) = PolicyFile.Parse($"\0:[{new string('\uFFFD', 10_000)}", "assay.toml", new HashSet<string>(StringComparer.Ordinal), new DateOnly(2025, 1, 1));
        Assert.Null(layer);
        Assert.Equal(PolicyFile.MaxProblems, problems.Length);
    }

    [Fact]
    public void An_escape_that_names_no_character_is_no_lock()
    {
        Assert.Null(LockText.Read("/work/uv.lock", NoCharacter));
    }

    [Theory]
    [InlineData("https:")]
    [InlineData("https://")]
    [InlineData("file:///")]
    public void An_index_without_a_host_is_refused_with_a_word(string index)
    {
        Refusal refusal = Assert.Single(new Bench().Pip("install", "--index-url", index, "x").Plan.Refusals);
        Assert.Contains("no address of an index", refusal.Why);
    }

    [Theory]
    [InlineData("https:/index.example.invalid/simple")]
    [InlineData("https://")]
    [InlineData("https://index.example.invalid/a\\u001Bb")]
    public void An_address_in_a_lock_that_no_installer_wrote_stays_as_it_is(string index)
    {
        string text = $"lock-version = \"1.0\"\n[[packages]]\nname = \"x\"\nindex = \"{index}\"\n";
        LockReading reading = LockText.Read("/work/pylock.toml", text)!;
        Assert.Empty(reading.Places);
        Assert.Equal(text, reading.Text.Render(Bench.Guard, static file => file.Original));
    }

    [Theory]
    [InlineData("/\\share/x", "file:///%5Cshare/x")]
    [InlineData("//share:x/y", "file:///share%3Ax/y")]
    [InlineData("/c:x", "file:///c%3Ax")]
    public void A_path_that_looks_like_another_systems_is_a_path(string path, string address)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths of POSIX");
        Assert.Equal(address, IndexAddress.OfPath(path));
        Assert.Equal(path.Replace("//", "/", StringComparison.Ordinal), new Uri(address).LocalPath);
    }

    [Theory]
    [InlineData("CONNECT files.example.invalid/x:443 HTTP/1.1")]
    [InlineData("CONNECT a@b:443 HTTP/1.1")]
    [InlineData("CONNECT []:443 HTTP/1.1")]
    public void A_tunnel_to_what_is_no_host_is_no_tunnel(string head)
    {
        Assert.Null(ProxyHead.Parse(head));
    }

    [Theory]
    [InlineData("try:\n  pass")]
    [InlineData("try:")]
    [InlineData("#\0o")]
    [InlineData(",\0")]
    [InlineData("@d\nasync")]
    [InlineData("if r is e:\0\nelse:\n o")]
    [InlineData("def h():\n \0m")]
    [InlineData("def h():\n w\0m")]
    [InlineData("def h():\n (a\0\n b)")]
    [InlineData("def d():\0\n \"")]
    [InlineData("def s():\n \"\"\"\"\"\"#\0o")]
    [InlineData("  if 1:\r else")]
    public void Statements_and_regions_cover_a_Python_text_and_lie_within_one_another(string text) =>
        global::Assay.Fuzz.Doors.Find("python-source")!.Run(System.Text.Encoding.UTF8.GetBytes(text));
}
