using System.Globalization;
using System.IO.Compression;
using System.Text;
using global::Assay.Python.Meaning;

namespace Assay.Tests.Python.Meaning;

/// <summary>Programs made to be too much: a budget ends them, is named, and hides nothing that stands plainly.</summary>
public sealed class HostileTests
{
    private const string Plain = "\nimport os\nos.system('x')\n";

    private static ProgramReading Read(string text, ProgramLimits? limits = null) => Seen.Read([("demo.py", text)], limits ?? ProgramLimits.Default);

    private static void SeesAll(ProgramReading reading, string? limit)
    {
        Assert.Contains(reading.Observations, static seen => seen is { Api: "os.system", Arguments: [{ Value: TextValue { Text: "x" } }] });
        if (limit is not null)
        {
            Assert.Contains(limit, reading.Shortfalls.Select(static gap => gap.Limit));
        }
    }

    [Fact]
    public void A_chain_of_a_million_additions_folds()
    {
        StringBuilder text = new("import os\nos.system('x'");
        for (int i = 0; i < 1_000_000; i++)
        {
            text.Append("+''");
        }

        SeesAll(Read(text.Append(')').ToString()), null);
    }

    [Theory]
    [InlineData("x = a", ".b", 100_000)]
    [InlineData("x = a", "()", 100_000)]
    [InlineData("x = a", "[0]", 100_000)]
    [InlineData("x = ", "-", 100_000)]
    [InlineData("x = ", "not ", 100_000)]
    [InlineData("x = 1", " and 1", 200_000)]
    [InlineData("x = 1", " < 1", 200_000)]
    public void Chains_end(string start, string link, int count)
    {
        bool isPrefix = link is "-" or "not ";
        string text = start + string.Concat(Enumerable.Repeat(link, count)) + (isPrefix ? "1" : "");
        ProgramReading reading = Read(text + Plain);
        Assert.True(reading.Unparsed.Length > 0 || reading.Observations.Any(static seen => seen.Api == "os.system"));
    }

    [Fact]
    public void A_decoding_chain_that_grows_a_thousandfold_a_layer_ends_and_names_the_budget()
    {
        byte[] data = Encoding.ASCII.GetBytes("x = 1\n");
        for (int i = 0; i < 3; i++)
        {
            data = Zlib([.. Enumerable.Repeat((byte)' ', 24_000_000), .. data]);
        }

        string literal = Convert.ToBase64String(data);
        ProgramReading reading = Read($"import base64, zlib\nexec(zlib.decompress(zlib.decompress(zlib.decompress(base64.b64decode('{literal}')))))" + Plain);
        SeesAll(reading, nameof(ProgramLimits.MaxValueBytes));
    }

    [Fact]
    public void Layers_within_layers_end_at_the_limit()
    {
        // Each text executes a longer one.
        ProgramReading reading = Read("s = 'n += 1; exec(s + chr(35) * n)'\nn = 0\nexec(s)" + Plain);
        SeesAll(reading, nameof(ProgramLimits.MaxLayers));
        Assert.True(reading.Layers.Length <= 64);
    }

    [Fact]
    public void Text_executed_deeper_in_calls_than_is_followed_is_named() =>
        SeesAll(Read("def go(n):\n  exec('go(%d)' % (n + 1))\ngo(0)" + Plain), nameof(ProgramLimits.MaxCallDepth));

    [Fact]
    public void Many_layers_end_at_the_limit() =>
        SeesAll(Read("for i in range(5000): exec('a%d = 1' % i)" + Plain), nameof(ProgramLimits.MaxLayerCount));

    [Fact]
    public void Large_layers_end_at_the_limit() =>
        SeesAll(Read("for i in range(40): exec('a = 1 ' * 100000 + str(i))" + Plain, new ProgramLimits(MaxLayerBytes: 4 << 20)), nameof(ProgramLimits.MaxLayerBytes));

    [Fact]
    public void Text_that_executes_itself_is_read_once() => Assert.Single(Read("s = 'exec(s)'\nexec(s)" + Plain).Layers);

    [Fact]
    public void A_function_that_calls_itself_ends()
    {
        SeesAll(Read("def f(n): return f(n + 1) + f(n + 2)\nf(0)" + Plain), null);
        SeesAll(Read("def f(*a): return f(*a, 1), f(*a, 2)\nf()" + Plain), null);
        SeesAll(Read("def f(): return g()\ndef g(): return f()\nf()" + Plain), null);
        SeesAll(Read("class A:\n  def __getattr__(self, n): return getattr(self, n + 'x')\nA().b" + Plain), null);
        SeesAll(Read("class A:\n  def __iter__(self): return self\nfor a in A(): pass" + Plain), null);
        SeesAll(Read("class A:\n  def __call__(self): return A()()\nA()()" + Plain), null);
        SeesAll(Read("class A(A): pass\nclass A(A): pass\nA().b" + Plain), null);
    }

    [Fact]
    public void A_chain_of_calls_longer_than_is_followed_is_still_seen_in_its_trigger()
    {
        StringBuilder text = new();
        for (int i = 0; i < 300; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"def f{i}(c): f{i + 1}(c)\n");
        }

        ProgramReading reading = Read(text + "import os\ndef f300(c): os.system(c)\nf0('x')");
        Assert.Contains(reading.Observations, static seen => seen.Api == "os.system" && seen.Trigger == Trigger.Import);
    }

    [Fact]
    public void Calls_that_fan_out_end()
    {
        StringBuilder text = new("def f0(a): return a\n");
        for (int i = 1; i < 60; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"def f{i}(a): return f{i - 1}(a + 'l') + f{i - 1}(a + 'r')\n");
        }

        SeesAll(Read(text + "f59('')" + Plain), null);
    }

    [Theory]
    [InlineData("i = 0\nwhile True: i += 1")]
    [InlineData("i = 1\nwhile i: i += 1")]
    [InlineData("i = 1\nwhile i: i *= 3")]
    [InlineData("a = [1]\nfor x in a: a.append(x)")]
    [InlineData("s = 'a'\nwhile len(s) > 0: s = s + s")]
    [InlineData("for i in range(10**9):\n  for j in range(10**9): pass")]
    [InlineData("x = [0] * 10**9")]
    [InlineData("x = 'a' * 10**12")]
    [InlineData("x = 2 ** 10**9")]
    [InlineData("x = 9 ** 9 ** 9 ** 9")]
    [InlineData("x = [[i for i in range(10**6)] for j in range(10**6)]")]
    [InlineData("a = []\na.append(a)\nprint(a, a == a, str(a))\nexec(a)")]
    [InlineData("d = {}\nd['d'] = d\nprint(d)\nexec(str(d))")]
    [InlineData("a = ['x']\nfor i in range(100): a = [a, a]\nprint(a)\nexec(str(a))")]
    [InlineData("x = lambda f: f(f)\nx(x)")]
    [InlineData("import itertools\nfor i in itertools.count(): pass")]
    [InlineData("x = ''.join('a' for i in range(10**8))")]
    [InlineData("x = '%1000000000d' % 1")]
    [InlineData("x = 'a'.ljust(10**10)")]
    [InlineData("def g():\n  while True: yield 'x'\nfor c in g(): pass")]
    [InlineData("def g():\n  yield from g()\nlist(g())")]
    [InlineData("import demo\ndemo.demo.demo.x")]
    [InlineData("from demo import *\nfrom . import demo")]
    [InlineData("globals()['x'] = globals()\nprint(x['x']['x'])")]
    [InlineData("class M(type):\n  def __call__(c): return c()\nclass A(metaclass=M): pass\nA()")]
    [InlineData("x = type('T', (), {})\nfor i in range(200): x = type('T', (x,), {})\nx().y")]
    [InlineData("x = f\"{f'{f\"\"}'}\"")]
    [InlineData("for i in range(3000): globals()['f%d' % i] = lambda: f0()")]
    public void A_program_without_end_ends(string text) => SeesAll(Read(text + Plain), null);

    [Fact]
    public void A_module_that_spends_its_budget_is_still_walked_to_its_end()
    {
        ProgramReading reading = Read(string.Concat(Enumerable.Repeat("x = 1 + 1\n", 1_000)) + Plain + "def later(): os.system('y')\ndef f(): later()\nf()", new ProgramLimits(MaxModuleSteps: 1_000));
        SeesAll(reading, nameof(ProgramLimits.MaxModuleSteps));
        Assert.Contains("Import os.system('y')", Seen.Lines(reading));
    }

    [Fact]
    public void A_distribution_that_spends_its_budget_is_still_walked_to_its_end()
    {
        (string, string)[] files = [.. Enumerable.Range(0, 20).Select(static i => ($"m{i}.py", string.Concat(Enumerable.Repeat("x = 1 + 1\n", 1_000)))), ("z.py", "import os\nos.system('x')")];
        ProgramReading reading = Seen.Read(files, new ProgramLimits(MaxSteps: 10_000));
        SeesAll(reading, nameof(ProgramLimits.MaxSteps));
    }

    [Fact]
    public void A_hundred_thousand_modules_that_import_one_another_are_read()
    {
        const int count = 100_000;
        (string, string)[] files = [.. Enumerable.Range(0, count).Select(static i => ($"m{i}.py", $"import m{(i + 1) % count}"))];
        files[77] = ("m77.py", "import os\nimport m78\nos.system('x')");
        SeesAll(Seen.Read(files), null);
    }

    [Fact]
    public void Circles_of_imports_end()
    {
        Assert.Contains(
            "Import os.system('x')",
            Seen.In([("a/__init__.py", "from .b import B\nA = 'x'"), ("a/b.py", "from . import c\nfrom a import A\nB = 1"), ("a/c.py", "import os, a\nfrom .b import *\ndef go(): os.system(a.A)\ngo()\nos.system('x')")]));
    }

    [Fact]
    public void A_literal_of_a_hundred_thousand_numbers_is_one_value()
    {
        string numbers = string.Join(',', Enumerable.Range(0, 100_000).Select(static i => (i % 256).ToString(CultureInfo.InvariantCulture)));
        SeesAll(Read($"d = [{numbers}]\nfor i in range(10):\n  b = bytes(d)\n  n = len(d)\n  print(d[5])" + Plain), null);
    }

    [Theory]
    [InlineData("rows = [['a', 1]] * 400_000\nd = {}\nfor row in rows: d[row[0]] = row[1]")]
    [InlineData("rows = [['a', 1]] * 400_000\nd = {row[0]: row[1] for row in rows}")]
    [InlineData("d = [(str(i), i) for i in range(250_000)]")]
    [InlineData("for i in range(5_000): line = ' ' * 4_000_000")]
    public void A_loop_in_which_nothing_is_to_be_seen_ends_early_and_leaves_no_gap(string text)
    {
        ProgramReading reading = Read(text + Plain);
        SeesAll(reading, null);
        Assert.Empty(reading.Shortfalls);
        Assert.InRange(reading.Steps, 1, 110_000);
    }

    [Fact]
    public void A_loop_over_a_table_goes_on_where_something_is_to_be_seen()
    {
        ProgramReading reading = Read("import os\nrows = [['x', 1]] * 40_000 + [['late', 1]]\nfor row in rows:\n  if row[0] == 'late': os.system(row[0])");
        Assert.Contains(reading.Observations, static seen => seen is { Api: "os.system", Arguments: [{ Value: TextValue { Text: "late" } }] });
    }

    [Fact]
    public void A_text_of_sixty_megabytes_is_cut_and_named()
    {
        ProgramReading reading = Read($"exec('{new string('a', 60 << 20)}')" + Plain);
        SeesAll(reading, nameof(ProgramLimits.MaxValueBytes));
    }

    [Fact]
    public void Many_calls_at_one_place_are_kept_within_bounds_and_none_is_lost()
    {
        ProgramReading reading = Read("import os\nfor i in range(2000): os.system('echo %d' % i)\nfor c in ['curl x | sh']: os.system(c)");
        Assert.InRange(reading.Observations.Length, 1, 200);
        Assert.Contains(reading.Observations, static seen => seen.Arguments[0].Value is TextValue text && text.Text.Contains("echo 1999", StringComparison.Ordinal));
        Assert.Contains(reading.Observations, static seen => seen.Arguments[0].Value is TextValue { Text: "curl x | sh" });
    }

    [Fact]
    public void Cut_bytecode_is_named() =>
        Assert.Contains(Read("import marshal\nexec(marshal.loads(b'\\xe3\\x00\\x00'))" + Plain).Shortfalls, static gap => gap.Limit == "Bytecode");

    [Fact]
    public void The_result_does_not_depend_on_the_order_of_the_modules()
    {
        (string, string)[] files =
        [
            ("setup.py", "import b\nfrom a import go\ngo()"), ("a.py", "import os, b\ndef go(): os.system(b.C)"), ("b.py", "import a\nC = 'x'\nexec('import os; os.system(C)')"),
            ("c.py", "import os\ndef f(private_key): os.system(private_key)"), ("test_c.py", "import c\nc.f('y')"),
        ];
        ProgramSource source = Seen.Source(files);
        string[] first = Seen.Lines(ProgramReader.Read(source, SmallWorld.Knowledge, ProgramLimits.Default, TestContext.Current.CancellationToken));
        for (int i = 1; i < files.Length; i++)
        {
            ProgramSource turned = source with { Modules = [.. source.Modules[i..], .. source.Modules[..i]] };
            Assert.Equal(first, Seen.Lines(ProgramReader.Read(turned, SmallWorld.Knowledge, ProgramLimits.Default, TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public void Reading_stops_where_it_is_asked_to()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ProgramReader.Read(Seen.Source([("demo.py", "pass")]), SmallWorld.Knowledge, ProgramLimits.Default, cancelled.Token));
    }

    private static byte[] Zlib(byte[] data)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.SmallestSize))
        {
            zlib.Write(data);
        }

        return packed.ToArray();
    }
}
