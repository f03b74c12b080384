using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Packaging.Indexes;

/// <summary>
/// Reads an index's page of one project, JSON or HTML, from known fields only. A file with a field of the wrong type or
/// value is left out with a problem that names it; a page that cannot be read is a problem and no page.
/// </summary>
public static class SimplePageReader
{
    /// <summary>Reads a project's page (PyPA specification "Simple repository API", project detail; PEP 691, 700, 714, 740, 792).</summary>
    /// <param name="body">The page, decompressed.</param>
    /// <param name="contentType">The answer's <c>Content-Type</c>, with parameters; it alone decides between JSON and HTML.</param>
    /// <param name="finalUrl">Where the answer came from after redirects: what relative addresses stand on.</param>
    /// <param name="project">The project that was asked for.</param>
    public static SimplePageReading Read(
        ReadOnlyMemory<byte> body, string? contentType, Uri finalUrl, ProjectName project, PageLimits limits)
    {
        var problems = new ProblemList(limits.MaxProblems);
        if (body.Length > limits.MaxBytes)
        {
            return new(null, problems.Unreadable($"the page has {body.Length} bytes, more than {limits.MaxBytes}"));
        }

        var type = PageContentType.Parse(contentType);
        switch (type.Format)
        {
            case PageFormat.Json:
                var json = new SimpleJsonReader(new LinkBase(finalUrl, allowsFiles: false), project, limits, problems);
                return json.Read(WithoutByteOrderMark(body.Span));
            case PageFormat.Html:
                HtmlLinks? links = HtmlLinks.Read(
                    body.Span, type.Charset, new LinkBase(finalUrl, allowsFiles: false), limits, problems, out string? fault);
                return links is null || !ApiVersions.IsReadable(links.ApiVersion, problems, out fault)
                    ? new(null, problems.Unreadable(fault!))
                    : new(new SimplePage(project, links.ApiVersion ?? ApiVersions.Oldest, links.Status, [], links.Files), problems.ToImmutable());
            default:
                return new(null, problems.Unreadable(type.Fault));
        }
    }

    /// <summary>Reads a page of links (<c>--find-links</c>), which is HTML.</summary>
    /// <param name="contentType">The answer's <c>Content-Type</c>, with parameters.</param>
    public static LinkPageReading ReadLinks(ReadOnlyMemory<byte> body, string? contentType, Uri finalUrl, PageLimits limits)
    {
        var problems = new ProblemList(limits.MaxProblems);
        if (body.Length > limits.MaxBytes)
        {
            return new(null, problems.Unreadable($"the page has {body.Length} bytes, more than {limits.MaxBytes}"));
        }

        var type = PageContentType.Parse(contentType);
        if (type.Format != PageFormat.Html)
        {
            return new(null, problems.Unreadable(type.Format == PageFormat.Json ? "a page of links is HTML, this is JSON" : type.Fault));
        }

        HtmlLinks? links = HtmlLinks.Read(
            body.Span, type.Charset, new LinkBase(finalUrl, allowsFiles: true), limits, problems, out string? fault);
        return links is null
            ? new(null, problems.Unreadable(fault!))
            : new(new LinkPage(links.Files), problems.ToImmutable());
    }

    /// <summary>Reads a local page of links, which may link to local files.</summary>
    /// <param name="path">Absolute.</param>
    public static LinkPageReading ReadLinks(ReadOnlyMemory<byte> body, string path, PageLimits limits) =>
        ReadLinks(body, "text/html", LinkBase.OfFile(path), limits);

    /// <summary>Makes the page of a folder of distributions (<c>--find-links</c>) from what it holds.</summary>
    /// <param name="entries">Absolute paths of the files directly in the folder, with bytes (0 or more).</param>
    public static LinkPageReading FromFolder(IEnumerable<(string Path, long Size)> entries, PageLimits limits)
    {
        var problems = new ProblemList(limits.MaxProblems);
        var files = ImmutableArray.CreateBuilder<SimpleFile>();
        foreach ((string path, long size) in entries.OrderBy(static e => e.Path, StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            if (!DistributionNames.HasExtension(name))
            {
                continue;
            }

            if (FileDraft.NameFault(name) is { } fault)
            {
                problems.Lost(name, fault);
            }
            else if (files.Count == limits.MaxFiles)
            {
                return new(null, problems.Unreadable($"the folder has more than {limits.MaxFiles} distributions"));
            }
            else
            {
                files.Add(new SimpleFile(name, LinkBase.OfFile(path).AbsoluteUri, DigestMap.Empty, Size: size));
            }
        }

        return new(new LinkPage(files.DrainToImmutable()), problems.ToImmutable());
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> text) =>
        text.StartsWith("\uFEFF"u8) ? text[3..] : text;
}
