using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Assay.Packaging.Names;

namespace Assay.Guard;

/// <summary>One query of OSV's API (v1): a project, and a version of it or all.</summary>
/// <param name="Project">Null where it is no project of the Python package index, of which nothing is known here.</param>
/// <param name="Version">Null: every version.</param>
/// <param name="Skip">Records that earlier pages have shown; 0 or more.</param>
public sealed record OsvQuery(ProjectName? Project, string? Version, int Skip)
{
    private const string PurlOfPython = "pkg:pypi/";

    /// <summary>Reads a query; <paramref name="problem"/> says in one sentence what is wrong with it.</summary>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out OsvQuery? query, [NotNullWhen(false)] out string? problem)
    {
        query = null;
        problem = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            problem = "a query is an object";
            return false;
        }

        string? version = Text(json, "version");
        string? token = Text(json, "page_token");
        if (!int.TryParse(token is null or "" ? "0" : token, NumberStyles.None, CultureInfo.InvariantCulture, out int skip))
        {
            problem = "the page_token is none of this service's";
            return false;
        }

        if (!json.TryGetProperty("package", out JsonElement package) || package.ValueKind != JsonValueKind.Object)
        {
            problem = "a query names a package, by name and ecosystem or by purl; commits are not known here";
            return false;
        }

        if (Text(package, "purl") is string purl)
        {
            (string? name, string? at) = Split(purl);
            query = new OsvQuery(ProjectOf(name), at ?? version, skip);
            return true;
        }

        bool isPython = string.Equals(Text(package, "ecosystem"), "PyPI", StringComparison.OrdinalIgnoreCase);
        query = new OsvQuery(isPython ? ProjectOf(Text(package, "name")) : null, version is "" ? null : version, skip);
        return true;
    }

    private static ProjectName? ProjectOf(string? name) => name is not null && ProjectName.TryParse(name, out ProjectName project) ? project : null;

    // pkg:pypi/NAME@VERSION?qualifiers#subpath (Package URL specification).
    private static (string? Name, string? Version) Split(string purl)
    {
        if (!purl.StartsWith(PurlOfPython, StringComparison.OrdinalIgnoreCase))
        {
            return (null, null);
        }

        string[] parts = purl[PurlOfPython.Length..].Split('#', 2)[0].Split('?', 2)[0].Split('@', 2);
        return (Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : null);
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
