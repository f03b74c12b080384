using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Assay.Packaging.Lockfiles;

namespace Assay.Tests.Packaging.Lockfiles;

/// <summary>Writes a list as the expected files hold it: a dependency a line, what says nothing left out.</summary>
internal static class ListText
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(DependencyList list)
    {
        string folder = Path.GetDirectoryName(list.File)!;
        StringBuilder text = new();
        _ = text.Append("{\n");
        if (list.RequiresPython is { } python)
        {
            _ = text.Append("\"requiresPython\": ").Append(Line(json => json.WriteStringValue(python))).Append(",\n");
        }

        _ = text.Append("\"dependencies\": [").AppendJoin(',', list.Dependencies.Select(d => "\n" + Line(json => Write(json, d, list.File, folder)))).Append("\n],\n");
        _ = text.Append("\"problems\": [").AppendJoin(',', list.Problems.Select(p => "\n" + Line(json => Write(json, p, list.File, folder)))).Append("\n]\n}\n");
        return text.ToString();
    }

    private static void Write(Utf8JsonWriter json, ListedDependency dependency, string file, string folder)
    {
        json.WriteStartObject();
        json.WriteString("name", dependency.Name);
        Text(json, "version", dependency.Version);
        Text(json, "allowed", dependency.Allowed?.ToString());
        Texts(json, "alternatives", dependency.Alternatives.Select(static one => one.ToString()));
        if (dependency.Source != DependencySource.Index)
        {
            json.WriteString("source", dependency.Source.ToString());
        }

        File(json, dependency.File, file, folder);
        if (dependency.Line is { } line)
        {
            json.WriteNumber("line", line);
        }

        Text(json, "address", dependency.Address?.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        Text(json, "index", dependency.Index);
        Text(json, "marker", dependency.Marker?.ToString());
        Texts(json, "extras", dependency.Extras);
        Texts(json, "groups", dependency.Groups);
        Texts(json, "requiredBy", dependency.RequiredBy);
        Texts(json, "hashes", dependency.Hashes.Select(static hash => $"{hash.Algorithm}:{hash.Digest}"));
        if (dependency.IsConstraint)
        {
            json.WriteBoolean("constraint", true);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ListProblem problem, string file, string folder)
    {
        json.WriteStartObject();
        File(json, problem.File, file, folder);
        if (problem.Line is { } line)
        {
            json.WriteNumber("line", line);
        }

        json.WriteString("message", problem.Message.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        json.WriteBoolean("loses", problem.LosesDependencies);
        json.WriteEndObject();
    }

    private static void File(Utf8JsonWriter json, string actual, string file, string folder)
    {
        if (actual != file)
        {
            json.WriteString("file", Path.GetRelativePath(folder, actual).Replace(Path.DirectorySeparatorChar, '/'));
        }
    }

    private static void Text(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
        {
            json.WriteString(key, value);
        }
    }

    private static void Texts(Utf8JsonWriter json, string key, IEnumerable<string> values)
    {
        if (values.Any())
        {
            json.WriteStartArray(key);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }

    private static string Line(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, s_options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
