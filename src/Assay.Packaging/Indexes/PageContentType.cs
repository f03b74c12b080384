namespace Assay.Packaging.Indexes;

/// <summary>The serialisations of a page.</summary>
public enum PageFormat
{
    /// <summary>Neither of the others.</summary>
    None,
    Json,
    Html,
}

/// <summary>What a <c>Content-Type</c> header says about a page.</summary>
internal sealed record PageContentType(PageFormat Format, string? Charset, string Fault)
{
    public static PageContentType Parse(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return new(PageFormat.None, null, "the answer says no content type");
        }

        string[] parts = header.Split(';', StringSplitOptions.TrimEntries);
        string? charset = null;
        foreach (string part in parts.AsSpan(1))
        {
            if (part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
            {
                charset = part["charset=".Length..].Trim('"', '\'', ' ').ToLowerInvariant();
            }
        }

        // application/json is what a plain file server says of a mirrored page.
        return parts[0].ToLowerInvariant() switch
        {
            MediaTypes.Json or "application/json" => new(PageFormat.Json, charset, ""),
            MediaTypes.Html or "text/html" => new(PageFormat.Html, charset, ""),
            string other => new(PageFormat.None, null, $"the answer's content type '{other}' is none of an index page"),
        };
    }
}

/// <summary>The content types of index pages (PEP 691).</summary>
public static class MediaTypes
{
    public const string Json = "application/vnd.pypi.simple.v1+json";
    public const string Html = "application/vnd.pypi.simple.v1+html";
}

/// <summary>The <c>Major.Minor</c> versions of the Simple API (PEP 629).</summary>
internal static class ApiVersions
{
    public const string Oldest = "1.0";
    private const int NewestMinor = 4;

    /// <summary>False where the major version is one that this reader cannot know; a strange or newer minor version is a remark.</summary>
    public static bool IsReadable(string? version, ProblemList problems, out string? fault)
    {
        fault = null;
        if (version is null)
        {
            return true;
        }

        int dot = version.IndexOf('.', StringComparison.Ordinal);
        if (dot < 1
            || !int.TryParse(version.AsSpan(0, dot), System.Globalization.NumberStyles.None, null, out int major)
            || !int.TryParse(version.AsSpan(dot + 1), System.Globalization.NumberStyles.None, null, out int minor))
        {
            problems.Remark($"its API version '{version}' is no Major.Minor");
            return true;
        }

        if (major != 1)
        {
            fault = $"the page speaks version {version} of the Simple API, and only 1.x is known";
            return false;
        }

        if (minor > NewestMinor)
        {
            problems.Remark($"it speaks version {version} of the Simple API; fields newer than 1.{NewestMinor} are left out");
        }

        return true;
    }
}
