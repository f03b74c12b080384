using System.Buffers;
using System.Text;

namespace Assay.Packaging.Lockfiles;

/// <summary>conda's <c>environment.yml</c>: packages of conda, which no Python index knows by that name, and those that pip installs.</summary>
public sealed class CondaEnvironmentFormat : LockfileFormat
{
    private static readonly SearchValues<char> s_endsName = SearchValues.Create(" =<>!~[");

    private static readonly SearchValues<char> s_inexact = SearchValues.Create("<>!~*,|[]");

    public override string Id => "environment.yml";

    public override string Title => "environment.yml (conda documentation, \"Managing environments\")";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content) =>
        (fileName.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase))
        && (ListBuilder.WithoutMark(content).StartsWith("dependencies:"u8) || content.IndexOf("\ndependencies:"u8) >= 0);

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        DataTable root = YamlText.Read(content.Span, list);
        if (!list.IsBroken && root.Find("dependencies") is null)
        {
            list.Problem(null, "there is no list of dependencies", loses: true);
        }

        foreach (DataNode item in list.Items(root, "dependencies", loses: true))
        {
            if (item is DataText text)
            {
                list.Add(Conda(text, list));
            }
            else if (item is DataTable { Entries: [{ Key: "pip" }] } pip)
            {
                AddPip(list.Items(pip, "pip", loses: true), list, surroundings);
            }
            else
            {
                list.WrongType(item, "dependencies", "texts or one table 'pip'", loses: true);
            }
        }

        return list.Build();
    }

    // What stands below pip: are the lines of a requirements file.
    private static void AddPip(IReadOnlyList<DataNode> nodes, ListBuilder list, ListSurroundings surroundings)
    {
        StringBuilder lines = new();
        foreach (DataNode node in nodes)
        {
            if (node is not DataText)
            {
                list.WrongType(node, "pip", "texts", loses: true);
            }

            _ = lines.Append((node as DataText)?.Text.ReplaceLineEndings(" ")).Append('\n');
        }

        DependencyList read = new RequirementsFormat().Read(Encoding.UTF8.GetBytes(lines.ToString()), list.File, surroundings);
        foreach (ListedDependency dependency in read.Dependencies)
        {
            list.Add(dependency.File == list.File ? dependency with { Line = LineOf(dependency.Line) } : dependency);
        }

        foreach (ListProblem problem in read.Problems)
        {
            list.Problem(problem.File == list.File ? problem with { Line = LineOf(problem.Line) } : problem);
        }

        int? LineOf(int? line) => line >= 1 && line <= nodes.Count ? nodes[line.Value - 1].Line : null;
    }

    // channel::name, then blanks, '=' or an operator before the version: name=1.2 is 1.2 and what begins so; name==1.2,
    // name=1.2=build and "name 1.2" are that one.
    private static ListedDependency Conda(DataText text, ListBuilder list)
    {
        string spec = text.Text.Trim();
        int channel = spec.IndexOf("::", StringComparison.Ordinal);
        string rest = channel < 0 ? spec : spec[(channel + 2)..];
        int end = rest.AsSpan().IndexOfAny(s_endsName);
        string name = end < 0 ? rest : rest[..end];
        return new ListedDependency(name, end < 0 ? null : Exact(rest[end..]), DependencySource.Foreign, list.File, text.Line)
        {
            Address = channel < 0 ? null : spec[..channel],
        };
    }

    private static string? Exact(string text)
    {
        string[] parts = text.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries);
        bool isPlain = parts.Length is 1 or 2 && !parts[0].AsSpan().ContainsAny(s_inexact);
        bool isExact = parts.Length == 2 || text.TrimStart() is ['=', '=', ..] or [>= '0' and <= '9', ..];
        return isPlain && isExact ? parts[0] : null;
    }
}
