using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;
using Assay.Reports;

namespace Assay.Tests.Reports;

public sealed class LayerTextTests
{
    private static readonly DecodedLayer s_outer = new(MemberPlace.Of("p/a.py", 3), CodeContext.Import, 0, 0, 1, "exec of base64.b64decode", Labels.Decoded, "import zlib\n\tx = '\e[2J'\n::error::x\n");

    private static readonly ImmutableArray<DecodedLayer> s_layers =
    [
        s_outer,
        s_outer with { Place = MemberPlace.Of("p/a.py", 1) with { Layers = ["line 3: exec of base64.b64decode"] }, Parent = 1, Depth = 2, How = "eval", Text = "1" },
        s_outer with { Place = MemberPlace.Of("p/b.py", 8), Text = $"run({TextValue.Hole})" },
    ];

    [Fact]
    public void Each_text_stands_under_its_number_place_and_making_and_cannot_act()
    {
        (string written, int count) = Write([]);
        Assert.Equal(3, count);
        Assert.Contains("layer 1  p/a.py:3\n  exec of base64.b64decode, depth 1, at import, 35 characters\n  │ import zlib\n  │ \tx = '\\x1b[2J'\n  │ \\x3a:error::x\n", written, StringComparison.Ordinal);
        Assert.Contains("layer 2  p/a.py → line 3: exec of base64.b64decode → line 1\n  eval, depth 2, within layer 1, at import, 1 character\n  │ 1\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_s_texts_keep_their_numbers()
    {
        (string written, int count) = Write(["p/b.py"]);
        Assert.Equal(1, count);
        Assert.Equal("layer 3  p/b.py:8\n  exec of base64.b64decode, depth 1, at import, 6 characters, of which parts are not known\n  │ run({…})\n", written);
    }

    [Fact]
    public void One_text_goes_to_a_pipe_as_it_is_and_to_a_terminal_escaped()
    {
        StringWriter raw = new() { NewLine = "\n" };
        LayerText.WriteOne(raw, s_outer, escape: false);
        Assert.Equal(s_outer.Text, raw.ToString());
        StringWriter escaped = new() { NewLine = "\n" };
        LayerText.WriteOne(escaped, s_outer, escape: true);
        Assert.DoesNotContain('\e', escaped.ToString());
    }

    private static (string Written, int Count) Write(ImmutableArray<string> path)
    {
        StringWriter output = new() { NewLine = "\n" };
        int count = LayerText.WriteAll(output, new Ink(false), null, s_layers, path);
        return (output.ToString(), count);
    }
}
