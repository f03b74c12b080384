using System.Collections.Immutable;
using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Assay.Packaging.Indexes;

/// <summary>The links of an HTML page with their data attributes, and the page's meta elements (PEP 503, 592, 629, 658, 714, 740, 792).</summary>
/// <remarks>Tokens only, no tree, as installers read it: time is linear in the page and nothing recurses.</remarks>
internal sealed record HtmlLinks(string? ApiVersion, ProjectStatus? Status, ImmutableArray<SimpleFile> Files)
{
    private const int MaxAttributes = 64;

    /// <summary>Reads the page; null, with the reason, where it is no HTML or too long.</summary>
    public static HtmlLinks? Read(
        ReadOnlySpan<byte> body, string? charset, LinkBase from, PageLimits limits, ProblemList problems, out string? fault)
    {
        if (!HtmlText.TryDecode(body, charset, problems, out string text, out fault))
        {
            return null;
        }

        var tokenizer = new HtmlTokenizer(new TextSource(text), HtmlEntityProvider.Resolver);
        List<FileDraft> anchors = [];
        string? apiVersion = null, status = null, reason = null;
        bool isHtml = false, isRebased = false;
        for (HtmlToken token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokenizer.Get())
        {
            isHtml |= token.Type == HtmlTokenType.Doctype;
            if (token is not HtmlTagToken { Type: HtmlTokenType.StartTag } tag)
            {
                continue;
            }

            isHtml |= tag.Name is "html" or "head" or "body" or "a" or "title" or "meta";
            tokenizer.State = ModeInside(tag.Name);
            switch (tag.Name)
            {
                case "a" when Attribute(tag, "href") is { } href:
                    if (anchors.Count == limits.MaxFiles)
                    {
                        fault = $"the page has more than {limits.MaxFiles} links";
                        return null;
                    }

                    anchors.Add(Draft(tag, href));
                    if (tag.Attributes.Count > MaxAttributes)
                    {
                        anchors[^1].Spoil($"its link has more than {MaxAttributes} attributes");
                    }

                    break;
                case "base" when !isRebased && Attribute(tag, "href") is { } href:
                    isRebased = true;
                    if (!from.TryRebase(href))
                    {
                        fault = "the page's base address is of no use";
                        return null;
                    }

                    break;
                case "meta":
                    string? content = Attribute(tag, "content");
                    _ = Attribute(tag, "name") switch
                    {
                        "pypi:repository-version" => apiVersion = content,
                        "pypi:project-status" => status = content,
                        "pypi:project-status-reason" => reason = content,
                        _ => null,
                    };
                    break;
                default:
                    break;
            }
        }

        if (!isHtml)
        {
            fault = "the page says it is HTML and is none";
            return null;
        }

        return new HtmlLinks(apiVersion, status is null ? null : new ProjectStatus(status, reason), Resolve(anchors, from, problems));
    }

    private static ImmutableArray<SimpleFile> Resolve(List<FileDraft> anchors, LinkBase from, ProblemList problems)
    {
        var files = ImmutableArray.CreateBuilder<SimpleFile>();
        int others = 0;
        foreach (FileDraft draft in anchors)
        {
            // A page may link to other pages; what is lost is only what an installer could have taken for a file.
            bool isResolved = from.TryResolve(draft.Url!, out LinkTarget target, out string? fault);
            string name = isResolved ? target.FileName : LastSegment(draft.Url!);
            if (!DistributionNames.HasExtension(name))
            {
                others++;
            }
            else if (isResolved && draft.TryBuild(from, target, out SimpleFile? file, out fault))
            {
                files.Add(file);
            }
            else
            {
                problems.Lost(name, fault!);
            }
        }

        if (others > 0)
        {
            problems.Remark(others == 1 ? "one link leads to no distribution" : $"{others} links lead to no distribution");
        }

        return files.DrainToImmutable();
    }

    private static FileDraft Draft(HtmlTagToken anchor, string href)
    {
        var draft = new FileDraft
        {
            Url = href,
            RequiresPython = Attribute(anchor, "data-requires-python"),
            Yanked = Attribute(anchor, "data-yanked"),
            Provenance = Attribute(anchor, "data-provenance") is { Length: > 0 } address ? address : null,
            GpgSig = Attribute(anchor, "data-gpg-sig") switch { "true" => true, "false" => false, _ => null },
        };
        ReadMetadata(draft, Attribute(anchor, "data-core-metadata") ?? Attribute(anchor, "data-dist-info-metadata"));
        return draft;
    }

    private static void ReadMetadata(FileDraft draft, string? value)
    {
        if (value is null or "false")
        {
            return;
        }

        int equals = value.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            draft.CoreMetadata = DigestMap.Empty;
        }
        else if (DigestMap.TryCreate([new(value[..equals], value[(equals + 1)..])], out DigestMap? digests, out string? fault))
        {
            draft.CoreMetadata = digests;
        }
        else
        {
            draft.Spoil($"of its core-metadata: {fault}");
        }
    }

    // The first of two attributes with one name counts (HTML living standard, attribute name state).
    private static string? Attribute(HtmlTagToken tag, string name)
    {
        for (int i = 0; i < Math.Min(tag.Attributes.Count, MaxAttributes); i++)
        {
            if (tag.Attributes[i].Name == name)
            {
                return tag.Attributes[i].Value;
            }
        }

        return null;
    }

    // What a tree builder would tell the tokenizer: text inside these is no markup.
    private static HtmlParseMode ModeInside(string element) => element switch
    {
        "script" => HtmlParseMode.Script,
        "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
        "textarea" or "title" => HtmlParseMode.RCData,
        "plaintext" => HtmlParseMode.Plaintext,
        _ => HtmlParseMode.PCData,
    };

    private static string LastSegment(string href)
    {
        int end = href.AsSpan().IndexOfAny('?', '#');
        string path = end < 0 ? href : href[..end];
        return path[(path.LastIndexOf('/') + 1)..];
    }
}

/// <summary>Turns a page's bytes into text.</summary>
internal static class HtmlText
{
    /// <summary>Decodes by the header's charset, UTF-8 where it names none; false, with the reason, for a charset that is none.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> body, string? charset, ProblemList problems, out string text, out string? fault)
    {
        text = "";
        fault = null;
        Encoding encoding;
        try
        {
            encoding = charset is null ? Encoding.UTF8 : Encoding.GetEncoding(charset);
        }
        catch (ArgumentException)
        {
            fault = $"the page's charset '{charset}' is unknown";
            return false;
        }

        text = encoding.GetString(body);
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            problems.Remark($"some of its text is no {encoding.WebName}");
        }

        return true;
    }
}
