using System.Text;

namespace Assay.Engine.Capabilities;

/// <summary>What words of a command line look like, whatever the program: a name in disguise, a wallet, a home, code of another language.</summary>
internal static partial class CommandTable
{
    /// <summary>True where it carries what it reads to a peer and prints what the peer says.</summary>
    public static bool IsTalker(string program, List<string> words) =>
        program is "nc" or "ncat" or "netcat" or "socat" or "telnet" || (program == "openssl" && words.Contains("s_client"));

    /// <summary>True for a shell that takes its commands from what it reads.</summary>
    public static bool IsOpenShell(string program, List<string> words) => IsShell(program) && (words.Contains("-i") || RunsItsInput(program, words));

    /// <summary>
    /// A program's word without what a shell drops from it (<c>s\h</c>, <c>ba${x}sh</c>), where a known program is left; else as it is,
    /// since a backslash may as well stand between folders.
    /// </summary>
    public static string Undisguised(string word)
    {
        if (word.Length > MaxDisguise || word.AsSpan().IndexOfAny('\\', '$') < 0)
        {
            return word;
        }

        StringBuilder plain = new(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            if (word[i] == '$' && i + 1 < word.Length)
            {
                int close = word[i + 1] == '{' ? word.IndexOf('}', i) : i + 1;
                i = close < 0 ? i : close;
            }
            else if (word[i] != '\\')
            {
                plain.Append(word[i]);
            }
        }

        string name = plain.ToString();
        return s_programs.ContainsKey(name.ToLowerInvariant()) || s_interpreters.Contains(name) ? name : word;
    }

    /// <summary>What a program in another language does that stands in a command line: code from an address that is evaluated, a shell on a connection.</summary>
    public static CommandClass OfForeignCode(string code)
    {
        CommandClass classes = code.Contains("://", StringComparison.Ordinal) && (Has(code, "eval") || Has(code, "exec") || Has(code, "instance_eval") || Has(code, "runInThisContext"))
            ? CommandClass.DownloadAndRun : CommandClass.None;
        bool connects = Has(code, "socket") || code.Contains("fsockopen", StringComparison.OrdinalIgnoreCase) || code.Contains("tcpsocket", StringComparison.OrdinalIgnoreCase)
            || code.Contains("net.connect", StringComparison.OrdinalIgnoreCase) || code.Contains("net.socket", StringComparison.OrdinalIgnoreCase);
        bool startsShell = code.Contains("/bin/sh", StringComparison.Ordinal) || code.Contains("/bin/bash", StringComparison.Ordinal) || code.Contains("cmd.exe", StringComparison.OrdinalIgnoreCase);
        return connects && startsShell ? classes | CommandClass.ReverseShell : classes;
    }

    // Whatever it is called, it is given a pool and a wallet.
    private static bool IsMiner(List<string> words)
    {
        int pool = words.FindIndex(static word => word is "-o" or "--url");
        int wallet = words.FindIndex(static word => word is "-u" or "--user");
        return pool > 0 && wallet > 0 && pool + 1 < words.Count && wallet + 1 < words.Count && !words[pool + 1].StartsWith("http", StringComparison.Ordinal)
            && words[pool + 1].Contains(':', StringComparison.Ordinal) && words[wallet + 1].Length >= LeastWallet;
    }

    private static CommandClass Agent(string program, List<string> words)
    {
        // One letter is an agent's name only with a verb of its own.
        if (program == "q" && !words.Contains("chat"))
        {
            return CommandClass.None;
        }

        bool unasked = words.Skip(1).Any(static word => s_unasked.Contains(word.ToLowerInvariant()));
        return unasked ? CommandClass.Agent | CommandClass.AgentUnasked : CommandClass.Agent;
    }

    private static bool IsHidden(List<string> words)
    {
        for (int i = 1; i < words.Count; i++)
        {
            string option = words[i].TrimStart('-', '/').ToLowerInvariant();
            string value = i + 1 < words.Count ? words[i + 1].ToLowerInvariant() : "";
            if ((option.Length > 0 && "windowstyle".StartsWith(option, StringComparison.Ordinal) && value is "hidden" or "h" or "hid" or "1")
                || (option is "ep" or "ex" or "exec" or "executionpolicy" && value is "bypass" or "unrestricted"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWholeDisk(List<string> words) =>
        words.Exists(static word => word.StartsWith('-') && word.Contains('r', StringComparison.OrdinalIgnoreCase) || word.Equals("/s", StringComparison.OrdinalIgnoreCase))
        && words.Skip(1).Any(IsWhole);

    private static bool IsShare(string word) => word.StartsWith(@"\\", StringComparison.Ordinal) && word.Length > 4 && char.IsAsciiLetterOrDigit(word[2]);

    private static bool IsWhole(string word) => IsRoot(word) || IsUsersFolder(word);

    // What everybody keeps there is not the program's to delete.
    private static bool IsUsersFolder(string word) => UsersFolder.HomeOf(word) is "~" or "$HOME" or "%USERPROFILE%" or "/root" or "$env:USERPROFILE";

    private static bool IsRoot(string word) => word is "/" or "/*" or "~" or "~/" or "~/*" or "$HOME" or "$HOME/*" or "/home" or "/etc" or "/usr" or "/boot" or "--no-preserve-root" || word.TrimEnd('*', '.', '\\') is "C:" or "c:" or @"C:\Users" or @"c:\users" or "%USERPROFILE%" or "%SystemDrive%" or "$env:USERPROFILE";

    private static bool Has(string line, string word)
    {
        for (int at = line.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = line.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            bool starts = at == 0 || !char.IsAsciiLetterOrDigit(line[at - 1]) && line[at - 1] != '-';
            int end = at + word.Length;
            if (starts && (end == line.Length || !char.IsAsciiLetterOrDigit(line[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAssignment(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && word.AsSpan(0, equals).IndexOfAnyExcept(s_nameUnits) < 0;
    }

    private static bool IsNumber(string word) => word.Length > 0 && word.AsSpan().TrimEnd("smhd").IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsStartOption(string word) => word.Length == 0 || (word[0] == '/' && word.Length <= 12 && !word.AsSpan(1).Contains('/'));
}
