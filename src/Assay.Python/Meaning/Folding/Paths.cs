using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>
/// Paths as POSIX joins them (<c>os.path</c>, <c>posixpath</c>) and as Windows does (<c>ntpath</c>). What the machine decides stays as it is
/// written: <c>~</c>, variables; the working folder is a hole.
/// </summary>
internal static class Paths
{
    public static void AddTo(Table table)
    {
        foreach ((string module, char separator) in ((string, char)[])[("os.path", '/'), ("posixpath", '/'), ("ntpath", '\\')])
        {
            table.Add($"{module}.join", "path *", call => Join(call, separator), Traits.Holes);
            table.Add($"{module}.basename", "path", call => Split(call, separator) is var (kind, _, tail) ? kind.Make(tail) : null, Traits.Holes);
            table.Add($"{module}.dirname", "path", call => Split(call, separator) is var (kind, head, _) ? kind.Make(head) : null, Traits.Holes);
            table.Add($"{module}.split", "path", call => Split(call, separator) is var (kind, head, tail) ? Pair(kind.Make(head), kind.Make(tail)) : null, Traits.Holes);
            table.Add($"{module}.splitext", "path", call => SplitExtension(call, separator), Traits.Holes);
            table.Add($"{module}.normpath", "path", call => Characters.TryOf(call[0], out Characters path) && !IsShare(path.Text, separator) && call.Spend(path.Text.Length) ? path.Make(Normal(path.Text, separator)) : null, Traits.Holes);
            table.Add($"{module}.abspath {module}.realpath", "path strict=", call => Absolute(call, separator), Traits.Holes);
            table.Add($"{module}.expanduser {module}.expandvars", "path", static call => Characters.TryOf(call[0], out _) ? call[0] : null, Traits.Holes);
            table.Add($"{module}.isabs", "path", call => Characters.TryOf(call[0], out Characters path) ? Numbers.Of(IsRooted(path.Text, separator)) : null);
            if (separator == '/')
            {
                table.Add($"{module}.normcase", "path", static call => call[0]);
            }
        }

        table.Add("os.fspath os.fsdecode", "path", static call => call[0] is TextValue ? call[0] : null, Traits.Holes);
        table.Add("os.fsencode", "path", static call => call[0] is TextValue text ? Codecs.Encode(text, "utf_8", CodecErrors.SurrogateEscape, call.Budget) : call[0] as BytesValue, Traits.Holes);
    }

    private static SequenceValue Pair(Value first, Value second) => new(SequenceForm.Tuple, [first, second], false, Labels.None);

    private static bool IsSeparator(char c, char separator) => c == '/' || c == separator;

    // A share of a network (\\host\share) is a drive of its own kind, which is not taken apart here.
    private static bool IsShare(string path, char separator) =>
        separator == '\\' && path.Length > 1 && IsSeparator(path[0], separator) && IsSeparator(path[1], separator);

    private static bool IsRooted(string path, char separator) =>
        (path.Length > 0 && IsSeparator(path[0], separator)) || (separator == '\\' && path.Length > 2 && path[1] == ':' && IsSeparator(path[2], separator));

    private static Value? Join(Call call, char separator)
    {
        bool isBytes = call[0] is BytesValue || call.More.Exists(static part => part is BytesValue);
        Characters kind = new("", isBytes, IsPartial: true);
        StringBuilder path = new();
        bool isFirst = true;
        foreach (Value given in (List<Value>)[call[0]!, .. call.More])
        {
            string part = Representation.Unknown.Text;
            if (Characters.TryOf(given, out Characters known))
            {
                if (known.IsBytes != isBytes)
                {
                    return null;
                }

                part = known.IsPartial || !Characters.HasHole(known.Text) ? known.Text : "";
                if (part.Length != known.Text.Length)
                {
                    return null;
                }
            }
            else if (!Characters.MayBe(given))
            {
                return null;
            }

            if (!call.Budget.TrySpend(part.Length + 1, path.Length + (long)part.Length))
            {
                return null;
            }

            bool hasDrive = separator == '\\' && part.Length > 1 && part[1] == ':';
            if (IsRooted(part, separator) || hasDrive)
            {
                bool keepsDrive = separator == '\\' && !hasDrive && path.Length > 1 && path[1] == ':';
                path.Length = keepsDrive ? 2 : 0;
            }
            else if (!isFirst && path.Length > 0 && !IsSeparator(path[^1], separator) && !(separator == '\\' && path.Length == 2 && path[1] == ':'))
            {
                path.Append(separator);
            }

            path.Append(part);
            isFirst = false;
        }

        return kind.Make(path.ToString());
    }

    private static (Characters Kind, string Head, string Tail)? Split(Call call, char separator)
    {
        if (!Characters.TryOf(call[0], out Characters path) || IsShare(path.Text, separator) || !call.Budget.TrySpend(path.Text.Length))
        {
            return null;
        }

        string text = path.Text;
        int drive = separator == '\\' && text.Length > 1 && text[1] == ':' ? 2 : 0;
        int cut = text.Length;
        while (cut > drive && !IsSeparator(text[cut - 1], separator))
        {
            cut--;
        }

        string tail = text[cut..];
        if (path.IsPartial && Characters.HasHole(tail) && tail[0] == TextValue.Hole && cut == drive)
        {
            // A hole in front may hold any folder.
            return (path, Representation.Unknown.Text, tail);
        }

        string head = text[drive..cut];
        string trimmed = head.TrimEnd('/', separator);
        return (path, text[..drive] + (trimmed.Length > 0 ? trimmed : head), tail);
    }

    private static Value? SplitExtension(Call call, char separator)
    {
        if (!Characters.TryOf(call[0], out Characters path) || IsShare(path.Text, separator) || !call.Budget.TrySpend(path.Text.Length))
        {
            return null;
        }

        string text = path.Text;
        int name = text.Length;
        while (name > 0 && !IsSeparator(text[name - 1], separator))
        {
            name--;
        }

        int first = name;
        while (first < text.Length && text[first] == '.')
        {
            first++;
        }

        int dot = text.LastIndexOf('.');
        return dot < first || dot < name ? Pair(call[0]!, path.Make("")) : Pair(path.Make(text[..dot]), path.Make(text[dot..]));
    }

    private static Value? Absolute(Call call, char separator)
    {
        if (!Characters.TryOf(call[0], out Characters path) || IsShare(path.Text, separator) || !call.Spend(path.Text.Length + 2L))
        {
            return null;
        }

        string text = path.Text;
        if (IsRooted(text, separator) || (path.IsPartial && text.Length > 0 && text[0] == TextValue.Hole))
        {
            return path.Make(Normal(text, separator));
        }

        string below = Normal(text, separator);
        string joined = below == "." ? Representation.Unknown.Text : $"{Representation.Unknown.Text}{separator}{below}";
        return (path with { IsPartial = true }).Make(joined);
    }

    private static string Normal(string path, char separator)
    {
        if (path.Length == 0)
        {
            return ".";
        }

        string text = separator == '\\' ? path.Replace('/', '\\') : path;
        string drive = separator == '\\' && text.Length > 1 && text[1] == ':' ? text[..2] : "";
        text = text[drive.Length..];
        int slashes = text.Length - text.TrimStart(separator).Length;
        // Two slashes in front, and only two, are kept by POSIX.
        string root = slashes == 0 ? "" : new string(separator, slashes == 2 ? 2 : 1);
        List<string> parts = [];
        foreach (string part in text.Split(separator))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == ".." && parts.Count > 0 && parts[^1] != ".." && !Characters.HasHole(parts[^1]))
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".." || root.Length == 0 || parts.Count > 0)
            {
                parts.Add(part);
            }
        }

        string joined = drive + root + string.Join(separator, parts);
        return joined.Length == 0 ? "." : joined;
    }
}
