namespace Assay.Index;

/// <summary>
/// A netrc file: user and password by machine. The <c>default</c> entry is passed over, since it would show one
/// machine's password to every index.
/// </summary>
public sealed class Netrc
{
    private readonly Dictionary<string, IndexCredentials> _machines = new(StringComparer.OrdinalIgnoreCase);

    private Netrc()
    {
    }

    public static Netrc Empty { get; } = new();

    /// <summary>Reads the file's text; what it cannot make sense of it passes over, as an installer's reader would stop there.</summary>
    public static Netrc Parse(string text)
    {
        var netrc = new Netrc();
        var words = new Words(text);
        string? machine = null;
        string user = "", password = "";
        while (words.Next() is { } word)
        {
            switch (word)
            {
                case "machine":
                    netrc.Add(machine, user, password);
                    (machine, user, password) = (words.Next(), "", "");
                    break;
                case "default":
                    netrc.Add(machine, user, password);
                    (machine, user, password) = (null, "", "");
                    break;
                case "login" or "user":
                    user = words.Next() ?? "";
                    break;
                case "password":
                    password = words.Next() ?? "";
                    break;
                case "account":
                    _ = words.Next();
                    break;
                case "macdef":
                    words.SkipMacro();
                    break;
                default:
                    break;
            }
        }

        netrc.Add(machine, user, password);
        return netrc;
    }

    /// <summary>The entry of a machine, or null.</summary>
    public IndexCredentials? Find(string host) => _machines.GetValueOrDefault(host);

    // The first of two entries counts, as for ftp and curl.
    private void Add(string? machine, string user, string password)
    {
        if (machine is not null && (user.Length > 0 || password.Length > 0))
        {
            _ = _machines.TryAdd(machine, new IndexCredentials(user, password));
        }
    }

    private sealed class Words(string text)
    {
        private int _at;

        public string? Next()
        {
            while (true)
            {
                while (_at < text.Length && char.IsWhiteSpace(text[_at]))
                {
                    _at++;
                }

                if (_at == text.Length)
                {
                    return null;
                }

                // A "#" begins a comment only where a line's first word would stand: passwords may begin with it.
                if (text[_at] != '#' || !StartsLine())
                {
                    return text[_at] == '"' ? Quoted() : Plain();
                }

                SkipLine();
            }
        }

        /// <summary>A macro's body ends at an empty line.</summary>
        public void SkipMacro()
        {
            int end = text.AsSpan(_at).IndexOf("\n\n");
            int windowsEnd = text.AsSpan(_at).IndexOf("\n\r\n");
            int nearest = end < 0 ? windowsEnd : windowsEnd < 0 ? end : Math.Min(end, windowsEnd);
            _at = nearest < 0 ? text.Length : _at + nearest + 2;
        }

        private bool StartsLine()
        {
            int before = _at - 1;
            while (before >= 0 && text[before] is ' ' or '\t')
            {
                before--;
            }

            return before < 0 || text[before] is '\n' or '\r';
        }

        private void SkipLine()
        {
            while (_at < text.Length && text[_at] != '\n')
            {
                _at++;
            }
        }

        private string Plain()
        {
            int start = _at;
            while (_at < text.Length && !char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            return text[start.._at];
        }

        private string Quoted()
        {
            var word = new System.Text.StringBuilder();
            for (_at++; _at < text.Length && text[_at] != '"'; _at++)
            {
                if (text[_at] == '\\' && _at + 1 < text.Length)
                {
                    _at++;
                }

                _ = word.Append(text[_at]);
            }

            _at = Math.Min(_at + 1, text.Length);
            return word.ToString();
        }
    }
}
