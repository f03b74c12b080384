using System.Diagnostics;
using System.Text.Json.Nodes;
using Assay.Installers;

namespace Assay.Tests.Installers;

public sealed class PythonConfigurationTests
{
    private const string PrintParsed = """
        import sys, json, configparser
        for text in json.load(sys.stdin):
            parser = configparser.RawConfigParser()
            try:
                parser.read_string(text)
                print(json.dumps([[s, k, v] for s in parser.sections() for k, v in parser.items(s)]))
            except configparser.Error:
                print("null")
        """;

    private static readonly string[] s_files =
    [
        "", "[global]\n", "[global]\na=1\nb: 2\nc = x = y : z\n", "[global]\n  a = 1\n  b = 2\n", "[global]\na =\n  1\n  2\n\n  3\nb = 4\n",
        "[global]\na = 1 # no comment\n; comment\n# comment\nb = 2\n", "[global]\na = 1\n# comment\n  2\n", "a = 1\n", "[global]\nword\n",
        "[global]\na = 1\na = 2\n", "[global]\na = 1\n[global]\nb = 2\n", "[DEFAULT]\nd = 0\n[x]\na = 1\n[y]\nd = 2\n", "[DEFAULT]\nd = 0\n",
        "[a]b] trailing\nx=1\n", "[]\nx=1\n", "[global]\n= 1\n", "[global]\r\nA = 1\r\nB=2\r\n", "  [global]\n  a = 1\n    more\n", "[global]\na : = 1\n",
        "\uFEFF[global]\na=1\n", "[global]\na\t=\t1\n\tb\n", "[ global ]\na=1\n", "[global]\na = %(b)s\n", "[global]\na = \"quoted\"\n", "[x]\na=1\n  [y]\nb=2\n",
    ];

    [Fact]
    public async Task Dialect_is_the_one_of_pythons_own_parser()
    {
        var start = new ProcessStartInfo("python3", ["-c", PrintParsed])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(new JsonArray([.. s_files.Select(file => JsonValue.Create(file))]).ToJsonString());
        process.StandardInput.Close();
        string[] parsed = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(s_files.Length, parsed.Length);
        for (int i = 0; i < parsed.Length; i++)
        {
            ConfigurationReading reading = PythonConfiguration.Read(s_files[i]);
            if (JsonNode.Parse(parsed[i]) is not JsonArray truth)
            {
                Assert.True(reading.ErrorLine is not null, s_files[i]);
                continue;
            }

            // Later settings win, as a dictionary has it; empty lines within a value are no matter, because pip splits it at blanks.
            string[] expected = [.. truth.Select(item => $"{item![0]}|{item[1]}|{Folded((string)item[2]!)}").Order(StringComparer.Ordinal)];
            string[] read = [.. reading.Settings
                .GroupBy(setting => (setting.Section, setting.Key))
                .Select(group => $"{group.Key.Section}|{group.Key.Key}|{Folded(group.Last().Value)}")
                .Order(StringComparer.Ordinal)];
            Assert.True(reading.ErrorLine is null && expected.SequenceEqual(read), $"{s_files[i]}\n{string.Join('\n', read)}\n{parsed[i]}");
        }
    }

    [Theory]
    [InlineData("Extra_Index_URL", "extra-index-url")]
    [InlineData("--index-url", "index-url")]
    [InlineData("__index_url", "index-url")]
    public void Key_is_folded_as_pip_folds_it(string written, string key) => Assert.Equal(key, PythonConfiguration.FoldKey(written));

    private static string Folded(string value) => string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
