using global::Assay.Python.Meaning;

namespace Assay.Tests.Python.Meaning;

/// <summary>Text that is executed is read in the place of what executes it.</summary>
public sealed class LayersTests
{
    // import os; os.system('x') under base64.
    private const string Encoded = "aW1wb3J0IG9zOyBvcy5zeXN0ZW0oJ3gnKQ==";

    [Theory]
    [InlineData($"import base64\nexec(base64.b64decode('{Encoded}'))")]
    [InlineData($"from base64 import b64decode as d\nexec(d(b'{Encoded}').decode())")]
    [InlineData("exec(\"import os; os.system('x')\")")]
    [InlineData("exec \"import os; os.system('x')\"")]
    [InlineData("import os\neval(\"os.system('x')\")")]
    [InlineData("exec(compile(\"import os; os.system('x')\", '<s>', 'exec'))")]
    [InlineData("exec(''.join(chr(c) for c in [105,109,112,111,114,116,32,111,115,59,32,111,115,46,115,121,115,116,101,109,40,39,120,39,41]))")]
    [InlineData("exec(bytes([105,109,112,111,114,116,32,111,115,59,32,111,115,46,115,121,115,116,101,109,40,39,120,39,41]))")]
    [InlineData("exec(\")'x'(metsys.so ;so tropmi\"[::-1])")]
    [InlineData("exec('vzcbeg bf; bf.flfgrz(\\'k\\')'.translate(str.maketrans('abcdefghijklmnopqrstuvwxyz', 'nopqrstuvwxyzabcdefghijklm')))")]
    [InlineData("import codecs\nexec(codecs.decode('vzcbeg bf; bf.flfgrz(\\'k\\')', 'rot13'))")]
    [InlineData("exec(bytes.fromhex('696d706f7274206f733b206f732e73797374656d28277827 29'.replace(' ', '')))")]
    [InlineData("out = ''\nfor c in \"nsvuwy'tz@'tz5z\": pass\nexec('import ' + 'os' + ';' + ' os.system(' + repr('x') + ')')")]
    [InlineData("d = [\"import os\", \"os.system('x')\"]\nfor line in d: exec(line)")]
    [InlineData("exec('import os')\nexec(\"os.system('x')\")")]
    [InlineData("ns = {}\nexec(\"def go():\\n  import os\\n  os.system('x')\", ns)\nns['go']()")]
    [InlineData("ns = {}\nexec(\"def go():\\n  import os\\n  os.system('x')\", globals(), ns)\nns['go']()")]
    [InlineData("exec(f\"import os; os.{'system'}('x')\")")]
    [InlineData("exec('import %s; %s.system(%r)' % ('os', 'os', 'x'))")]
    [InlineData("exec('import {0}; {0}.{1}({2!r})'.format('os', 'system', 'x'))")]
    [InlineData("import json\nexec(json.loads('{\"a\": [\"import os; os.system(\\'x\\')\"]}')['a'][0])")]
    [InlineData("import ast\nexec(ast.literal_eval('\"import os; os.system(\\'x\\')\"'))")]
    [InlineData("from functools import reduce\nexec(reduce(lambda a, b: a + b, ['import os;', \" os.system('x')\"]))")]
    [InlineData("class A:\n  def __init__(self, text): self.text = text\n  def run(self): exec(self.text)\nA(\"import os; os.system('x')\").run()")]
    [InlineData("(lambda e, t: e(t))(exec, \"import os; os.system('x')\")")]
    [InlineData("getattr(__builtins__, 'ex' + 'ec')(\"import os; os.system('x')\")")]
    [InlineData("import sys, subprocess\nsubprocess.Popen([sys.executable, '-c', \"import os; os.system('x')\"])")]
    [InlineData("import os as o\no.system('python3 -c \"import os; os.system(\\'x\\')\"')")]
    [InlineData("def parts():\n  yield 'import os;'\n  yield \" os.system('x')\"\nexec(''.join(parts()))")]
    [InlineData("exec(''.join(sorted(['2', '1'], key=int)) and \"import os; os.system('x')\")")]
    [InlineData("a = bytearray(b'hlqnsu!nr:!nr/rxrudl)&y&(')\nfor i in range(len(a)): a[i] ^= 1\nexec(a.decode())")]
    [InlineData("s = 'jnqpsu!pt<!pt/tztufn)(y(*'\nout = ''\ni = 0\nwhile i < len(s):\n  out += chr(ord(s[i]) - 1)\n  i += 1\nexec(out)")]
    [InlineData("s = 'jnqpsu!pt<!pt/tztufn)(y(*'\ndef d(t):\n  r = []\n  for c in t: r.append(chr(ord(c) - 1))\n  return ''.join(r)\nexec(d(s))")]
    [InlineData("n = 0\ns = ''\nwhile True:\n  if n == 0: s += 'import os;'; n = 7\n  elif n == 7: s += \" os.system('x')\"; n = 3\n  else: break\nexec(s)")]
    public void Text_that_folds_is_read_where_it_is_executed(string text) => Assert.Contains("Import os.system('x')", Seen.In(text));

    [Fact]
    public void Each_layer_has_its_depth_its_place_and_how_it_was_made()
    {
        ProgramReading reading = Seen.Read(("demo.py", $"import base64\nexec(base64.b64decode('{Encoded}'))\nexec('exec(\"pass\")')"));
        Assert.Equal([1, 1, 2], reading.Layers.Select(static layer => layer.Depth));
        Assert.Equal(["exec of base64.b64decode", "exec", "exec"], reading.Layers.Select(static layer => layer.How));
        Assert.Equal("import os; os.system('x')", reading.Layers[0].Text);
        Assert.Equal(Labels.Decoded, reading.Layers[0].Labels);
        Assert.Equal(2, reading.Layers[2].Parent.Layer);
        Observation inner = reading.Observations.Single(static seen => seen.Api == "os.system");
        Assert.Equal(1, inner.Site.Layer);
        Assert.Equal("os.system('x')", reading.Layers[0].Text[inner.Site.Start..inner.Site.End]);
        Assert.Equal(["executes text"], inner.Trail.Select(static step => step.Text));
    }

    [Fact]
    public void Text_that_is_not_known_is_an_execution_with_its_labels_and_no_layer() =>
        Assert.Contains(
            "Import execute builtins.exec(requests.get().text {Downloaded})",
            Seen.In("import requests\nexec(requests.get('http://192.0.2.1').text)"));

    [Fact]
    public void Partly_known_text_is_read_as_far_as_it_is_known() =>
        Assert.Contains("Call os.system('x')", Seen.In("def f(n): exec(f\"import {n}\\nimport os; os.system('x')\")"));

    [Fact]
    public void Text_of_the_same_words_is_one_layer_in_a_trigger()
    {
        ProgramReading reading = Seen.Read(("demo.py", "for i in range(50): exec('import os')"));
        Assert.Single(reading.Layers);
    }

    [Fact]
    public void Errors_in_a_layer_are_its_own()
    {
        ProgramReading reading = Seen.Read(("demo.py", "exec('def (:')"));
        Assert.NotEmpty(reading.Unparsed);
        Assert.All(reading.Unparsed, static region => Assert.Equal((1, Trigger.Import), (region.Site.Layer, region.Trigger)));
    }

    [Fact]
    public void Decoding_by_hand_is_decoding()
    {
        ProgramReading reading = Seen.Read(("demo.py", "exec(''.join(chr(ord(c) ^ 7) for c in 'wftt'))"));
        Assert.Equal(Labels.Decoded, Assert.Single(reading.Layers).Labels);
    }
}
