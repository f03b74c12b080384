using Assay.Shims;
using Assay.Tests.Installers;
using Assay.Trials;
using Assay.Installers;

namespace Assay.Tests.Trials;

public sealed class SurroundingsTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void Nothing_set_is_said()
    {
        TrialResult pip = Assert.Single(Surroundings.Look(_bench.Input()));
        Assert.Equal(("pip", Standing.Ok), (pip.Subject, pip.Standing));
        Assert.Contains("names another index", pip.Reason);
    }

    [Fact]
    public void Other_indexes_are_named_with_their_origin_and_without_password()
    {
        _bench.Files["/home/u/.config/pip/pip.conf"] = "[global]\nextra-index-url = https://u:secret@index.example.invalid/simple\n";
        TrialResult pip = Assert.Single(Surroundings.Look(_bench.Input()));
        Assert.Equal(Standing.Ok, pip.Standing);
        Assert.Contains("https://index.example.invalid/simple (/home/u/.config/pip/pip.conf:2)", pip.Reason);
        Assert.DoesNotContain("secret", pip.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_that_sets_uvs_proxy_is_open()
    {
        _bench.Files["/usr/bin/uv"] = "";
        _bench.Files["/work/pyproject.toml"] = "[project]\nname = \"x\"\n\n[tool.uv]\nhttps-proxy = \"http://proxy.example.invalid:8080\"\n";
        TrialResult open = Assert.Single(Surroundings.Look(_bench.Input()), static result => result.Standing == Standing.Open);
        Assert.Equal("uv", open.Subject);
        Assert.Contains("/work/pyproject.toml:5", open.Reason);
        Assert.NotNull(open.NextStep);
    }

    [Fact]
    public void An_environments_own_pip_before_the_shim_is_open()
    {
        _bench.Variables["PATH"] = "/venv/bin:/shims:/usr/bin";
        _bench.Files["/venv/bin/pip"] = "#!/venv/bin/python\n";
        _bench.Files["/shims/pip"] = Shim.All[0].Script("/opt/assay", InstallerPlatform.Linux);
        TrialResult open = Assert.Single(Surroundings.Look(_bench.Input()), static result => result.Standing == Standing.Open);
        Assert.Contains("/venv/bin/pip stands before the shim /shims/pip", open.Reason);
    }

    [Fact]
    public void The_users_proxy_is_told_without_its_password()
    {
        _bench.Variables["HTTPS_PROXY"] = "http://u:secret@proxy.example.invalid:3128";
        Assert.Contains(Surroundings.Look(_bench.Input()), static result => result.Reason.EndsWith("proxy.example.invalid:3128", StringComparison.Ordinal));
    }
}
