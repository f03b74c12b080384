using System.Globalization;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>urllib.parse</c> and what it was called before.</summary>
internal static class Addresses
{
    private const string AlwaysSafe = "_.-~";

    public static void AddTo(Table table)
    {
        table.Add("urllib.parse.quote urllib.quote", "string safe? encoding? errors?", static call => Quote(call, spaceAsPlus: false), Traits.Holes);
        table.Add("urllib.parse.quote_plus urllib.quote_plus", "string safe? encoding? errors?", static call => Quote(call, spaceAsPlus: true), Traits.Holes);
        table.Add("urllib.parse.unquote urllib.unquote urllib.request.unquote", "string encoding? errors?", static call => Unquote(call, plusAsSpace: false), Traits.Decoder);
        table.Add("urllib.parse.unquote_plus urllib.unquote_plus", "string encoding? errors?", static call => Unquote(call, plusAsSpace: true), Traits.Decoder);
        table.Add("urllib.parse.unquote_to_bytes", "string", static call => Characters.TryOf(call[0], out Characters text) && call.Spend(text.Text.Length)
            ? Numbers.Bytes(ToBytes(call[0] is TextValue ? Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text.Text)) : text.Text))
            : null, Traits.Decoder);
        table.Add("urllib.parse.urlencode urllib.urlencode", "query doseq? safe? encoding? errors? quote_via?", Encode, Traits.Holes);
        table.Add("urllib.parse.urljoin urlparse.urljoin", "base url allow_fragments?", Join, Traits.Holes);
    }

    private static Value? Quote(Call call, bool spaceAsPlus)
    {
        string? safe = spaceAsPlus ? "" : "/";
        if (call[1] is not null && (!Characters.TryOf(call[1], out Characters given) || (safe = given.Text) is null))
        {
            return null;
        }

        if (Characters.MayBe(call[0]!))
        {
            return Representation.Unknown;
        }

        return call.IsNone(2) && Characters.TryOf(call[0], out Characters text) && Quoted(text, safe, spaceAsPlus, call.Budget) is string quoted
            ? new TextValue(quoted, text.IsPartial, Labels.None)
            : null;
    }

    private static string? Quoted(Characters text, string safe, bool spaceAsPlus, FoldingBudget budget)
    {
        if (!budget.TrySpend(text.Text.Length * 3L, text.Text.Length * 3L))
        {
            return null;
        }

        StringBuilder quoted = new(text.Text.Length);
        for (int i = 0; i < text.Text.Length; i += Points.Width(text.Text, i))
        {
            char c = text.Text[i];
            if (char.IsAsciiLetterOrDigit(c) || AlwaysSafe.Contains(c, StringComparison.Ordinal) || (c < 0x80 && safe.Contains(c, StringComparison.Ordinal))
                || (text.IsPartial && c == TextValue.Hole))
            {
                quoted.Append(c);
            }
            else if (c == ' ' && spaceAsPlus)
            {
                quoted.Append('+');
            }
            else
            {
                byte[]? bytes = text.IsBytes ? [(byte)c] : Utf8.Encode(text.Text.Substring(i, Points.Width(text.Text, i)), CodecErrors.Strict);
                if (bytes is null)
                {
                    return null;
                }

                foreach (byte value in bytes)
                {
                    quoted.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
                }
            }
        }

        return quoted.ToString();
    }

    private static Value? Unquote(Call call, bool plusAsSpace)
    {
        if (!Characters.TryOf(call[0], out Characters text) || !call.TryText(1, "utf-8", out string encoding) || !call.Spend(text.Text.Length)
            || (call[2] is null ? CodecErrors.Replace : Codecs.Errors(call[2])) is not CodecErrors errors)
        {
            return null;
        }

        string source = plusAsSpace ? text.Text.Replace('+', ' ') : text.Text;
        StringBuilder plain = new(source.Length);
        for (int i = 0; i < source.Length;)
        {
            int mark = IsEscape(source, i) ? i : -1;
            if (mark < 0)
            {
                plain.Append(source[i++]);
                continue;
            }

            // Escapes side by side are one run of bytes.
            while (IsEscape(source, i))
            {
                i += 3;
            }

            if (Codecs.Decode(Numbers.Bytes(ToBytes(source[mark..i])), Codecs.Normalize(encoding), errors, call.Budget) is not TextValue run)
            {
                return null;
            }

            plain.Append(run.Text);
        }

        return Numbers.Text(plain.ToString());
    }

    private static bool IsEscape(string text, int at) =>
        at + 2 < text.Length && text[at] == '%' && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]);

    private static byte[] ToBytes(string latin)
    {
        List<byte> bytes = new(latin.Length);
        for (int i = 0; i < latin.Length; i++)
        {
            bool isEscape = IsEscape(latin, i);
            bytes.Add(isEscape ? (byte)((Hexadecimal.Value(latin[i + 1]) << 4) | Hexadecimal.Value(latin[i + 2])) : (byte)latin[i]);
            i += isEscape ? 2 : 0;
        }

        return [.. bytes];
    }

    private static Value? Encode(Call call)
    {
        bool isSequence = call.Flag(1, false) ?? false;
        bool isPlus = call.IsNone(5) || call[5] is SymbolValue { Name: "urllib.parse.quote_plus" };
        if ((!isPlus && call[5] is not SymbolValue { Name: "urllib.parse.quote" }) || isSequence || !call.TryText(2, "", out string safe))
        {
            return null;
        }

        List<Value> pairs = [];
        if (call[0] is MappingValue mapping)
        {
            pairs.AddRange(mapping.Items.Select(static item => new SequenceValue(SequenceForm.Tuple, [item.Key, item.Value], false, Labels.None)));
        }
        else if (Folder.Items(call[0]!, call.Budget) is { IsDefault: false } items)
        {
            pairs.AddRange(items);
        }
        else
        {
            return null;
        }

        StringBuilder text = new();
        bool isPartial = call[0] is MappingValue { IsPartial: true };
        foreach (Value pair in pairs)
        {
            if (Folder.Items(pair, call.Budget) is not { IsDefault: false, Length: 2 } two)
            {
                return null;
            }

            text.Append(text.Length > 0 ? "&" : "");
            for (int side = 0; side < 2; side++)
            {
                Value part = Constants.Resolve(two[side]);
                if (!Characters.TryOf(part is BytesValue ? part : Representation.Str(part, call.Budget), out Characters shown) || Quoted(shown, isPlus ? safe : safe + "/", isPlus, call.Budget) is not string quoted)
                {
                    return null;
                }

                isPartial |= shown.IsPartial;
                text.Append(quoted).Append(side == 0 ? "=" : "");
            }
        }

        return call.Budget.TrySpend(0, text.Length) ? new TextValue(text.ToString(), isPartial, Labels.None) : null;
    }

    private static Value? Join(Call call)
    {
        if (call[0] is not TextValue from)
        {
            return call[1] is TextValue { IsPartial: false } absolute && Scheme(absolute.Text) is not null && absolute.Text.Contains("://", StringComparison.Ordinal) ? absolute : null;
        }

        if (call[1] is not TextValue url)
        {
            return null;
        }

        if (from.Text.Length == 0 || url.Text.Length == 0)
        {
            return from.Text.Length == 0 ? url : from;
        }

        if (!call.Spend(from.Text.Length + (long)url.Text.Length))
        {
            return null;
        }

        Parts with = Parts.Of(url.Text);
        Parts b = Parts.Of(from.Text);
        if (with.Scheme.Length > 0 && with.Scheme != b.Scheme)
        {
            return url;
        }

        if (b.Scheme is not ("" or "http" or "https" or "ftp" or "file" or "sftp" or "svn" or "shttp" or "imap" or "mms" or "gopher" or "nntp" or "prospero" or "wais" or "rtsp" or "rtspu"))
        {
            return url;
        }

        bool isPartial = from.IsPartial || url.IsPartial;
        if (with.Authority is not null)
        {
            return new TextValue((with with { Scheme = b.Scheme }).ToString(), isPartial, Labels.None);
        }

        Parts joined = b with { Fragment = with.Fragment };
        if (with.Path.Length == 0)
        {
            joined = joined with { Query = with.Query ?? b.Query };
            return new TextValue(joined.ToString(), isPartial, Labels.None);
        }

        string path = with.Path[0] == '/' ? with.Path
            : b.Path.LastIndexOf('/') is int slash and >= 0 ? b.Path[..(slash + 1)] + with.Path
            : b.Authority is not null ? "/" + with.Path : with.Path;
        return new TextValue((joined with { Path = WithoutDots(path), Query = with.Query }).ToString(), isPartial, Labels.None);
    }

    private static string? Scheme(string url)
    {
        int colon = url.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && char.IsAsciiLetter(url[0]) && url.AsSpan(0, colon).IndexOfAnyExcept(s_schemeCharacters) < 0 ? url[..colon].ToLowerInvariant() : null;
    }

    private static readonly System.Buffers.SearchValues<char> s_schemeCharacters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    // RFC 3986, section 5.2.4, as urllib does it: what would climb above the root is dropped.
    private static string WithoutDots(string path)
    {
        bool isRooted = path[0] == '/';
        string[] parts = path.Split('/');
        List<string> kept = [];
        for (int i = isRooted ? 1 : 0; i < parts.Length; i++)
        {
            bool isLast = i == parts.Length - 1;
            if (parts[i] is "." or "..")
            {
                if (parts[i] == ".." && kept.Count > 0)
                {
                    kept.RemoveAt(kept.Count - 1);
                }

                if (isLast)
                {
                    kept.Add("");
                }
            }
            else if (parts[i].Length > 0 || isLast)
            {
                kept.Add(parts[i]);
            }
        }

        string joined = string.Join('/', kept);
        return isRooted ? "/" + joined : joined.Length == 0 ? "/" : joined;
    }

    /// <summary>An address in its parts (RFC 3986, appendix B); null where a part is not there.</summary>
    private sealed record Parts(string Scheme, string? Authority, string Path, string? Query, string? Fragment)
    {
        public static Parts Of(string url)
        {
            string? scheme = Addresses.Scheme(url);
            string rest = scheme is null ? url : url[(scheme.Length + 1)..];
            string? fragment = Cut(ref rest, '#');
            string? query = Cut(ref rest, '?');
            string? authority = null;
            if (rest.StartsWith("//", StringComparison.Ordinal))
            {
                int end = rest.IndexOf('/', 2);
                authority = end < 0 ? rest[2..] : rest[2..end];
                rest = end < 0 ? "" : rest[end..];
            }

            return new Parts(scheme ?? "", authority is { Length: > 0 } ? authority : null, rest, query is { Length: > 0 } ? query : null, fragment is { Length: > 0 } ? fragment : null);
        }

        public override string ToString() =>
            (Scheme.Length > 0 ? Scheme + ":" : "") + (Authority is null ? "" : "//" + Authority + (Path.Length > 0 && Path[0] != '/' ? "/" : "")) + Path
            + (Query is null ? "" : "?" + Query) + (Fragment is null ? "" : "#" + Fragment);

        private static string? Cut(ref string text, char mark)
        {
            int at = text.IndexOf(mark, StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            string tail = text[(at + 1)..];
            text = text[..at];
            return tail;
        }
    }
}
