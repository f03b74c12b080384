using Assay.Python.Meaning;

namespace Assay.Tests.Engine.Capabilities;

/// <summary>The tables of examples beside the tests: a class and what is of it, a line each.</summary>
internal static class ClassTables
{
    public static IEnumerable<(string Class, string Text)> Read(string file, char separator) =>
        File.ReadLines(Repository.PathOf("tests", "Assay.Tests", "Engine", "Capabilities", file))
            .Where(static line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(separator, 2))
            .Select(static parts => (parts[0], parts[1].Replace('_', TextValue.Hole)));
}
