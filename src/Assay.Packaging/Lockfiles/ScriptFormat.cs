using System.Text;

namespace Assay.Packaging.Lockfiles;

/// <summary>A Python script with a block that names its dependencies (PyPA "Inline script metadata", PEP 723).</summary>
public sealed class ScriptFormat : LockfileFormat
{
    private const string Opening = "# /// script";

    private const string Closing = "# ///";

    public override string Id => "script";

    public override string Title => "Python script with inline metadata (PyPA \"Inline script metadata\")";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content)
    {
        if (!fileName.EndsWith(".py", StringComparison.OrdinalIgnoreCase) && !fileName.EndsWith(".pyw", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        content = ListBuilder.WithoutMark(content);
        return content.StartsWith("# /// script"u8) || content.IndexOf("\n# /// script"u8) >= 0;
    }

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        if (list.Text(content.Span) is { } text && Block(text, list) is { } block)
        {
            DataTable root = TomlDocument.Read(block, list);
            UvTable uv = UvTable.Read(list.Table(root, "tool"), list);
            list.RequiresPython = list.Text(root, "requires-python");
            foreach (DataNode requirement in list.Items(root, "dependencies", loses: true))
            {
                uv.Add(requirement, [], list);
            }

            uv.ReadLists(list);
        }

        return list.Build();
    }

    // The block without its comment signs, every line at its number in the script.
    private static string? Block(string text, ListBuilder list)
    {
        string[] lines = text.Split('\n');
        int start = Next(lines, 0);
        if (start < 0)
        {
            list.Problem(null, "there is no block of metadata in the script", loses: true);
            return null;
        }

        int end = start;
        int last = start + 1;
        for (; last < lines.Length && IsComment(Line(lines, last)); last++)
        {
            end = Line(lines, last) == Closing ? last : end;
        }

        if (end == start)
        {
            list.Problem(start + 1, "the block of metadata has no end", loses: true);
            return null;
        }

        if (Next(lines, last) is >= 0 and int second)
        {
            list.Problem(second + 1, "there is a second block of metadata, which installers refuse", loses: true);
        }

        StringBuilder block = new();
        _ = block.Append('\n', start + 1);
        for (int i = start + 1; i < end; i++)
        {
            string line = Line(lines, i);
            _ = block.Append(line.Length > 2 ? line[2..] : "").Append('\n');
        }

        return block.ToString();
    }

    private static int Next(string[] lines, int from)
    {
        for (int i = from; i < lines.Length; i++)
        {
            if (Line(lines, i) == Opening)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Line(string[] lines, int i) => lines[i].EndsWith('\r') ? lines[i][..^1] : lines[i];

    private static bool IsComment(string line) => line == "#" || line.StartsWith("# ", StringComparison.Ordinal);
}
