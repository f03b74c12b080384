using global::Assay.Python.Meaning;

namespace Assay.Tests.Python.Meaning;

/// <summary>Budgets that end what would have been executed are named; those that end something else are not.</summary>
public sealed class ShortfallTests
{
    private const string Decoder = "out = []\nfor c in [105, 109] * 5000:\n    out.append(chr(c))\n";

    private static readonly ProgramLimits s_small = ProgramLimits.Default with { MaxModuleSteps = 20_000 };

    [Theory]
    [InlineData(Decoder + "exec(''.join(out))\n")]
    [InlineData("out = bytearray()\nfor c in [105, 109] * 5000:\n    out.append(c)\nexec(bytes(out))\n")]
    [InlineData("i = 0\nout = ''\nwhile i < 10000:\n    out += chr(105)\n    i += 1\nexec(out)\n")]
    [InlineData("out = ''\nfor c in [105, 109] * 5000:\n    out += chr(c)\nexec(out)\n")]
    public void A_loop_that_is_cut_short_is_named_where_its_text_is_executed(string text)
    {
        ProgramReading reading = Seen.Read([("demo.py", text)], s_small);
        Assert.Contains(reading.Shortfalls, static shortfall => shortfall is { Limit: "MaxLoopSteps", Trigger: Trigger.Import, Site.Module: 0 });
    }

    [Theory]
    [InlineData(Decoder + "TABLE = ''.join(out)\n")]
    [InlineData(Decoder + "exec('x = 1')\n")]
    public void A_loop_that_is_cut_short_is_not_named_where_nothing_of_it_is_executed(string text) =>
        Assert.DoesNotContain(Seen.Read([("demo.py", text)], s_small).Shortfalls, static shortfall => shortfall.Limit == "MaxLoopSteps");

    [Fact]
    public void A_pickle_that_is_longer_than_its_budget_is_named() =>
        Assert.Contains(Seen.Read(("demo.py", "import pickle\npickle.loads(b'N0' * 300000 + b'.')\n")).Shortfalls, static shortfall => shortfall.Limit == "MaxPickleSteps");

    [Fact]
    public void A_pickle_of_tens_of_thousands_of_operations_is_read_to_its_end() =>
        Assert.Contains(Seen.In("import pickle\npickle.loads(b'N0' * 20000 + b'cos\\nsystem\\n(S\\'ls\\'\\ntR.')\n"), static line => line.Contains("os.system", StringComparison.Ordinal));

    [Fact]
    public void A_pickle_that_is_too_large_is_named() =>
        Assert.Contains(Seen.Read(("demo.py", "import pickle\npickle.loads(b'N' * 5000000 + b'.')\n")).Shortfalls, static shortfall => shortfall.Limit == "MaxPickleBytes");
}
