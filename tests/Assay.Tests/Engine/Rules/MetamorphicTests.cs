using System.Collections.Immutable;
using System.Text;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;
using Assay.Packaging.Archives;
using Assay.Python.Parsing;
using Assay.Python.Syntax;

namespace Assay.Tests.Engine.Rules;

/// <summary>What changes nothing of what a package does must not make its verdict better (ARCHITECTURE.md, invariant 4). Held for every sample of every rule's page.</summary>
public sealed class MetamorphicTests
{
    public static TheoryData<string> Samples()
    {
        TheoryData<string> names = [];
        foreach (RulePage page in RulePage.All())
        {
            foreach (Sample sample in page.Samples.Where(static sample => sample.Fires && sample.Fences.Any(static fence => fence is { Language: "python" })))
            {
                names.Add($"{page.Id}: {sample.Heading}");
            }
        }

        return names;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_harmless_change_never_improves_a_verdict(string name)
    {
        Sample sample = RulePage.All().SelectMany(static page => page.Samples.Select(sample => ($"{page.Id}: {sample.Heading}", sample))).First(pair => pair.Item1 == name).sample;
        Ruling before = RulingOf(sample);
        Assert.All(
            new (string What, Sample Changed)[]
            {
                ("members in another order", sample with { Fences = [.. sample.Fences.Reverse()] }),
                ("harmless files added", sample with { Fences = [.. sample.Fences, .. s_harmless] }),
                ("comments added", Each(sample, static text => text.TrimEnd('\n') + "\n# nothing follows\n")),
                ("variables renamed", Each(sample, text => Renamed(text, [.. sample.Fences.Select(static fence => fence.Body).Where(body => body != text)]))),
            },
            change => Assert.True(RulingOf(change.Changed) >= before, $"{change.What}: {before} became {RulingOf(change.Changed)}"));
    }

    private static readonly ImmutableArray<Fence> s_harmless =
    [
        new("python", "demo_extra/__init__.py", false, false, null, null, [], "\"\"\"Says hello.\"\"\"\n\n\ndef hello(name):\n    return f\"hello {name}\"\n"),
        new("python", "aaa.py", false, false, null, null, [], "VALUE = 1\n"),
        new("text", "demo_extra/words.txt", false, false, null, null, [], "one\ntwo\n"),
    ];

    private static Ruling RulingOf(Sample sample)
    {
        using MemoryStream stream = new(SamplePackage.Build(sample));
        Inspection inspection = Assayer.Inspect(stream, sample.FileName, InspectionLimits.Default, ImmutableHashSet<string>.Empty, CancellationToken.None);
        return Judge.Decide(Case.OfFile(inspection), Policy.Default, DateTimeOffset.UnixEpoch).Ruling;
    }

    private static Sample Each(Sample sample, Func<string, string> change) => sample with
    {
        Fences = [.. sample.Fences.Select(fence => fence.Language == "python" && fence.Path.EndsWith(".py", StringComparison.Ordinal) ? fence with { Body = change(fence.Body) } : fence)],
    };

    // Names that the file binds by assignment and uses as plain names only, and no other file mentions: it might import them.
    private static string Renamed(string text, ImmutableArray<string> others)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        SyntaxTree tree = Parser.ParseModule(utf8, ParserLimits.Default);
        HashSet<string> bound = [];
        HashSet<string> taken = [];
        for (int i = 1; i < tree.Count; i++)
        {
            Node node = tree[i];
            if (node.Kind == NodeKind.Assign && tree[node.First].Kind == NodeKind.Name)
            {
                bound.Add(tree.NameOf(node.First));
            }
            else if (node.Symbol != 0 && node.Kind != NodeKind.Name)
            {
                taken.UnionWith(tree.NameOf(i).Split('.'));
            }
            else if (node.Kind is NodeKind.StringLiteral or NodeKind.StringPart)
            {
                taken.UnionWith(bound.Where(name => tree.TextOf(i).Contains(name, StringComparison.Ordinal)));
            }
        }

        bound.ExceptWith(taken);
        bound.RemoveWhere(name => others.Any(other => other.Contains(name, StringComparison.Ordinal)));
        bound.RemoveWhere(name => name.StartsWith("__", StringComparison.Ordinal) || text.Contains($"'{name}'", StringComparison.Ordinal) || text.Contains($"\"{name}\"", StringComparison.Ordinal));
        StringBuilder renamed = new();
        int done = 0;
        foreach (Node node in Enumerable.Range(1, tree.Count - 1).Select(i => (Index: i, Node: tree[i])).Where(pair => pair.Node.Kind == NodeKind.Name && bound.Contains(tree.NameOf(pair.Index))).Select(static pair => pair.Node).OrderBy(static node => node.Start))
        {
            if (node.Start >= done)
            {
                // Twice the name: as readable, or as unreadable, as it was, which is what a rule on names looks at.
                string name = Encoding.UTF8.GetString(utf8, node.Start, node.End - node.Start);
                renamed.Append(Encoding.UTF8.GetString(utf8, done, node.Start - done)).Append(name).Append(name);
                done = node.End;
            }
        }

        return renamed.Append(Encoding.UTF8.GetString(utf8, done, utf8.Length - done)).ToString();
    }
}
