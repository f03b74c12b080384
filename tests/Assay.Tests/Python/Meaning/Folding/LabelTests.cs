using global::Assay.Python.Meaning;
using global::Assay.Python.Meaning.Folding;
using global::Assay.Python.Syntax;

namespace Assay.Tests.Python.Meaning.Folding;

/// <summary>Labels of what goes in are on what comes out; decoders add their own.</summary>
public sealed class LabelTests
{
    private static readonly FoldingBudget s_budget = new(long.MaxValue, 1 << 24);
    private static readonly TextValue s_secret = new("secret", false, Labels.EnvironmentSecret);
    private static readonly TextValue s_host = new("host", false, Labels.HostInfo);

    [Fact]
    public void Both_sides_of_an_operator_pass_on()
    {
        Assert.Equal(Labels.EnvironmentSecret | Labels.HostInfo, Folder.Binary(Operator.Add, s_secret, s_host, s_budget)!.Labels);
        Assert.Equal(Labels.EnvironmentSecret, Folder.Binary(Operator.Add, Text("a"), Value.Unknown.With(Labels.EnvironmentSecret), s_budget)!.Labels);
        Assert.Equal(Labels.EnvironmentSecret | Labels.HostInfo, Folder.Binary(Operator.Modulo, Text("%s %s"), Tuple(s_secret, s_host), s_budget)!.Labels);
    }

    [Fact]
    public void Formats_joins_and_slices_pass_on()
    {
        Assert.Equal(Labels.EnvironmentSecret, Folder.Format(s_secret, 'r', ">10", s_budget).Labels);
        Assert.Equal(Labels.EnvironmentSecret, Folder.Method(Text(","), "join", [new(null, List(Text("a"), s_secret))], s_budget)!.Labels);
        Assert.Equal(Labels.EnvironmentSecret, Folder.Method(Text("{a}"), "format", [new("a", s_secret)], s_budget)!.Labels);
        Assert.Equal(Labels.EnvironmentSecret, Folder.Slice(s_secret, null, Number(2), null, s_budget)!.Labels);
        Assert.All(Folder.Items(s_secret, s_budget), static item => Assert.Equal(Labels.EnvironmentSecret, item.Labels));
    }

    [Fact]
    public void A_list_keeps_the_labels_of_its_items_with_them()
    {
        SequenceValue list = (SequenceValue)Folder.Function("builtins.list", [new(null, Tuple(s_secret, s_host))], s_budget)!;
        Assert.Equal(Labels.None, list.Labels);
        Assert.Equal(Labels.HostInfo, Folder.Index(list, Number(1), s_budget)!.Labels);
        Assert.Equal(Labels.None, Folder.Function("builtins.len", [new(null, list)], s_budget)!.Labels);
    }

    [Theory]
    [InlineData("base64.b64decode", "aGk=")]
    [InlineData("base64.b32decode", "NBSWY3DP")]
    [InlineData("base64.b16decode", "4142")]
    [InlineData("base64.b85decode", "Xk~0{Zv")]
    [InlineData("binascii.unhexlify", "4142")]
    [InlineData("builtins.bytes.fromhex", "4142")]
    [InlineData("urllib.parse.unquote", "%41")]
    public void Decoders_say_so(string name, string text)
    {
        Assert.True(Folder.IsDecoder(name));
        Assert.Equal(Labels.Decoded | Labels.Downloaded, Folder.Function(name, [new(null, new TextValue(text, false, Labels.Downloaded))], s_budget)!.Labels);
    }

    [Fact]
    public void Text_that_is_only_read_as_text_is_not_decoded()
    {
        Assert.Equal(Labels.None, Folder.Method(new BytesValue("abc"u8.ToArray(), false, Labels.None), "decode", [], s_budget)!.Labels);
        Assert.Equal(Labels.Decoded, Folder.Method(Text("616263"), "decode", [new(null, Text("hex"))], s_budget)!.Labels);
        Assert.Equal(Labels.Decoded, Folder.Function("codecs.decode", [new(null, Text("nop")), new(null, Text("rot13"))], s_budget)!.Labels);
        Assert.False(Folder.IsDecoder("base64.b64encode"));
        Assert.False(Folder.IsDecoder("builtins.str"));
        Assert.False(Folder.IsDecoder("no.such.name"));
    }

    [Fact]
    public void Text_or_bytes_spelled_out_from_sixteen_items_on_are_decoded()
    {
        Value[] numbers = [.. Enumerable.Range(65, 16).Select(static value => Number(value))];
        Assert.Equal(Labels.Decoded, Folder.Function("builtins.bytes", [new(null, List(numbers))], s_budget)!.Labels);
        Assert.Equal(Labels.None, Folder.Function("builtins.bytes", [new(null, List(numbers[1..]))], s_budget)!.Labels);
        Value letters = Folder.Function("builtins.map", [new(null, new SymbolValue("builtins.chr", null, Labels.None)), new(null, List(numbers))], s_budget)!;
        Value joined = Folder.Method(Text(""), "join", [new(null, letters)], s_budget)!;
        Assert.Equal(new TextValue("ABCDEFGHIJKLMNOP", false, Labels.Decoded), joined);
    }

    private static TextValue Text(string text) => new(text, false, Labels.None);

    private static IntValue Number(int value) => new(value, Labels.None);

    private static SequenceValue Tuple(params Value[] items) => new(SequenceForm.Tuple, [.. items], false, Labels.None);

    private static SequenceValue List(params Value[] items) => new(SequenceForm.List, [.. items], false, Labels.None);
}
