using Assay.Installers;
using Assay.Shims;

namespace Assay.Tests.Installers;

public sealed class ShimMarkTests
{
    private readonly Bench _bench = new();

    public ShimMarkTests()
    {
        _bench.Variables["PATH"] = "/shims:/usr/bin";
        foreach (Shim shim in Shim.All)
        {
            _bench.Files[$"/shims/{shim.Name}"] = shim.Script("/opt/assay", InstallerPlatform.Linux);
        }

        _bench.Files["/usr/bin/uv"] = "\u007fELF";
    }

    [Fact]
    public void The_real_uv_is_looked_for_behind_its_shim()
    {
        Assert.Equal("/usr/bin/uv", UvReader.Read(_bench.Input("pip", "install", "x")).FileName);
        Assert.Equal(["/shims/uv", "/usr/bin/uv"], PythonOnPath.Programs("uv", _bench.Input()));
    }

    [Fact]
    public void Shims_alone_are_no_uv()
    {
        _bench.Files.Remove("/usr/bin/uv");
        InstallerInput input = _bench.Input("pip", "install", "x");
        Assert.Null(PythonOnPath.FindProgram("uv", input));
        InstallerCommand command = UvReader.Read(input);
        Assert.Contains(command.Plan.Refusals, static refusal => refusal.Why.Contains("only a shim", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_mentions_the_mark_in_its_body_is_no_shim()
    {
        _bench.Files["/usr/bin/uv"] = "#!/bin/sh\n" + new string('#', 600) + "\n# assay-shim 1\n";
        Assert.Equal("/usr/bin/uv", PythonOnPath.FindProgram("uv", _bench.Input()));
    }
}
