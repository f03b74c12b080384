using System.Text;

namespace Assay.Python.Meaning;

/// <summary>What <c>os.path</c> and <c>pathlib</c> do to a path, on text that may have holes. Both separators count; <c>/</c> is written.</summary>
internal static class PathText
{
    public static string Join(string left, string right)
    {
        if (right.Length == 0)
        {
            return left;
        }

        if (left.Length == 0 || IsAbsolute(right))
        {
            return right;
        }

        return EndsWithSeparator(left) ? left + right : left + "/" + right;
    }

    public static string DirectoryOf(string path)
    {
        int slash = LastSeparator(path);
        return slash < 0 ? "" : slash == 0 ? path[..1] : path[..slash];
    }

    public static string NameOf(string path) => path[(LastSeparator(path) + 1)..];

    public static (string Root, string Suffix) Split(string path)
    {
        int dot = path.LastIndexOf('.');
        int name = LastSeparator(path) + 1;
        return dot > name ? (path[..dot], path[dot..]) : (path, "");
    }

    /// <summary>Without <c>.</c>, <c>..</c> and doubled separators; what is the same file has the same text.</summary>
    public static string Normalize(string path)
    {
        string slashed = path.Replace('\\', '/');
        if (!slashed.Contains("/.", StringComparison.Ordinal) && !slashed.Contains("//", StringComparison.Ordinal) && !slashed.StartsWith("./", StringComparison.Ordinal))
        {
            return slashed;
        }

        List<string> parts = [];
        foreach (string part in slashed.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] is not ".." and not "~" and not "")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not "." && (part.Length > 0 || parts.Count == 0))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>Where it says how a path is made: a drive, a root, the home folder.</summary>
    public static bool IsAbsolute(string path) =>
        path[0] is '/' or '\\' or '~' || (path.Length > 2 && path[1] == ':' && path[2] is '/' or '\\');

    /// <summary>Splits a command line as a shell would: quotes are taken off, operators stand alone.</summary>
    public static List<string> SplitCommand(string command, int maxWords)
    {
        List<string> words = [];
        StringBuilder word = new();
        bool isOpen = false;
        char quote = '\0';
        for (int i = 0; i < command.Length && words.Count < maxWords; i++)
        {
            char at = command[i];
            if (quote != '\0')
            {
                if (at == quote)
                {
                    quote = '\0';
                }
                else if (at == '\\' && quote == '"' && i + 1 < command.Length && command[i + 1] is '"' or '\\' or '$' or '`')
                {
                    word.Append(command[++i]);
                }
                else
                {
                    word.Append(at);
                }
            }
            else if (at is '"' or '\'')
            {
                quote = at;
                isOpen = true;
            }
            else if (at is ' ' or '\t' or '\n' or '\r' or ';' or '|' or '&')
            {
                End();
                if (at is ';' or '|' or '&' or '\n')
                {
                    words.Add(";");
                }
            }
            else
            {
                word.Append(at);
                isOpen = true;
            }
        }

        End();
        return words;

        void End()
        {
            if (isOpen)
            {
                words.Add(word.ToString());
                word.Clear();
                isOpen = false;
            }
        }
    }

    private static bool EndsWithSeparator(string path) => path[^1] is '/' or '\\';

    private static int LastSeparator(string path) => path.AsSpan().LastIndexOfAny('/', '\\');
}
