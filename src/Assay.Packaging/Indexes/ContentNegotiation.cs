using System.Globalization;

namespace Assay.Packaging.Indexes;

/// <summary>What a client is answered with.</summary>
/// <param name="Format"><see cref="PageFormat.None"/>: nothing that can be served is acceptable (406).</param>
/// <param name="ContentType">The answer's <c>Content-Type</c>; empty for <see cref="PageFormat.None"/>.</param>
public readonly record struct NegotiatedFormat(PageFormat Format, string ContentType);

/// <summary>Chooses a page's serialisation by the client's <c>Accept</c> header (PEP 691 "Version + Format Selection", RFC 9110 12.5.1).</summary>
public static class ContentNegotiation
{
    private const string PlainHtml = "text/html";

    private enum Exactness { None, Anything, Family, Named }

    /// <summary>Chooses by quality, then by how exactly a type is named; an absent header and <c>*/*</c> mean HTML.</summary>
    /// <param name="accept">All <c>Accept</c> headers joined by commas; null or blank where there is none.</param>
    public static NegotiatedFormat Choose(string? accept)
    {
        var html = new NegotiatedFormat(PageFormat.Html, PlainHtml);
        if (string.IsNullOrWhiteSpace(accept))
        {
            return html;
        }

        (double, Exactness) json = default, versionedHtml = default, plainHtml = default;
        foreach (Range range in accept.AsSpan().Split(','))
        {
            ReadOnlySpan<char> part = accept.AsSpan()[range].Trim();
            int semicolon = part.IndexOf(';');
            ReadOnlySpan<char> type = (semicolon < 0 ? part : part[..semicolon]).TrimEnd();
            if (TryQuality(semicolon < 0 ? [] : part[(semicolon + 1)..], out double quality))
            {
                Weigh(ref json, type, quality, MediaTypes.Json, "application/vnd.pypi.simple.latest+json");
                Weigh(ref versionedHtml, type, quality, MediaTypes.Html, "application/vnd.pypi.simple.latest+html");
                Weigh(ref plainHtml, type, quality, PlainHtml, PlainHtml);
            }
        }

        // Who sends only a wildcard was not written for the newer forms; who names several equally gets the best.
        (double Quality, Exactness Exactness) best = Max(json, Max(versionedHtml, plainHtml));
        return best.Quality <= 0 ? new(PageFormat.None, "")
            : best == plainHtml && best.Exactness == Exactness.Anything ? html
            : best == json ? new(PageFormat.Json, MediaTypes.Json)
            : best == versionedHtml ? new(PageFormat.Html, MediaTypes.Html)
            : html;
    }

    private static (double, Exactness) Max((double, Exactness) a, (double, Exactness) b) => a.CompareTo(b) >= 0 ? a : b;

    // The most exact range that matches a type decides its quality, not the highest.
    private static void Weigh(ref (double Quality, Exactness Exactness) best, ReadOnlySpan<char> range, double quality, string name, string alias)
    {
        Exactness exactness =
            range.Equals(name, StringComparison.OrdinalIgnoreCase) || range.Equals(alias, StringComparison.OrdinalIgnoreCase) ? Exactness.Named
            : range is "*/*" ? Exactness.Anything
            : range.EndsWith("/*") && name.AsSpan().StartsWith(range[..^1], StringComparison.OrdinalIgnoreCase) ? Exactness.Family
            : Exactness.None;
        if (exactness > best.Exactness || (exactness == best.Exactness && exactness != Exactness.None && quality > best.Quality))
        {
            best = (quality, exactness);
        }
    }

    private static bool TryQuality(ReadOnlySpan<char> parameters, out double quality)
    {
        quality = 1;
        foreach (Range range in parameters.Split(';'))
        {
            ReadOnlySpan<char> parameter = parameters[range].Trim();
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
            {
                return double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out quality)
                    && quality is >= 0 and <= 1;
            }
        }

        return true;
    }
}
