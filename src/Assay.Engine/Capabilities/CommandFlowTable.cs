using System.Collections.Frozen;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>What programs do with data: which print secrets, which hand on what they read, which send: from their manuals.</summary>
internal static class CommandFlowTable
{
    // Programs that print what is in the files they are given.
    private static readonly FrozenSet<string> s_printers = FrozenSet.Create(
        "cat", "type", "more", "less", "head", "tail", "tac", "nl", "bat", "base64", "base32", "xxd", "od", "hexdump", "strings", "openssl", "gpg", "gzip", "gunzip", "zcat", "xz", "bzip2", "zstd", "cut",
        "sed", "awk", "gawk", "grep", "egrep", "fgrep", "rg", "ag", "findstr", "sort", "uniq", "paste", "fold", "dd", "get-content", "gc", "jq", "yq", "iconv", "select-string", "age", "uuencode");

    // What they print says next to nothing of what they read.
    private static readonly FrozenSet<string> s_ends = FrozenSet.Create(
        "wc", "md5sum", "sha1sum", "sha256sum", "sha512sum", "shasum", "cksum", "md5", "true", "false", "test", "echo", "printf", "sleep", "exit", "kill", "pip", "git", "make", "docker", "python");

    private static readonly FrozenSet<string> s_copiers = FrozenSet.Create(
        "scp", "rsync", "sftp", "rclone", "aws", "gsutil", "gcloud", "s3cmd", "s5cmd", "az", "azcopy", "mc", "b2", "pscp", "lftp", "ncftpput", "wormhole", "croc", "magic-wormhole", "ffsend");

    private static readonly FrozenSet<string> s_pipesOut = FrozenSet.Create(
        "nc", "ncat", "netcat", "socat", "telnet", "openssl", "ssh", "plink", "mail", "mailx", "mutt", "sendmail", "msmtp", "swaks", "websocat", "mosquitto_pub", "logger");

    // Options behind which a key stands that opens the way, and what asks for other settings.
    private static readonly FrozenSet<string> s_settings = FrozenSet.Create(
        "-i", "-e", "--rsh", "--key", "--cert", "-E", "--cacert", "--capath", "--config", "--kubeconfig", "--profile", "--identity", "--netrc-file", "-K", "--exclude", "--exclude-from", "-H", "--header", "-u",
        "--user", "-o", "--output", "-b", "--cookie", "-P", "-p", "--credentials-file", "--proxy-user", "--oauth2-bearer");

    // Words that stand in a command line in this order, behind the program; what it then prints.
    private static readonly (string Program, string[] Words, Labels Prints)[] s_tellers =
    [
        .. Tell("git", Labels.SecretFile, "credential fill", "credential get", "credential-store get", "credential-cache get", "config --list", "config -l", "config --get-regexp", "config --get-all credential"),
        .. Tell("aws", Labels.SecretFile, "configure export-credentials", "configure get", "sts get-session-token", "sts assume-role", "sts get-federation-token", "secretsmanager get-secret-value",
            "secretsmanager batch-get-secret-value", "ssm get-parameter", "ssm get-parameters", "ssm get-parameters-by-path", "iam create-access-key"),
        .. Tell("gcloud", Labels.SecretFile, "auth print-access-token", "auth print-identity-token", "auth application-default print-access-token", "secrets versions access"),
        .. Tell("az", Labels.SecretFile, "account get-access-token", "keyvault secret show", "storage account keys list", "ad sp create-for-rbac"),
        .. Tell("kubectl", Labels.SecretFile, "get secret", "get secrets", "config view", "create token"),
        .. Tell("oc", Labels.SecretFile, "get secret", "get secrets", "whoami -t", "config view"),
        .. Tell("vault", Labels.SecretFile, "print token", "kv get", "read", "token lookup", "token create"),
        .. Tell("gh", Labels.SecretFile, "auth token", "auth status -t", "auth status --show-token"),
        .. Tell("glab", Labels.SecretFile, "auth status -t", "config get token"),
        .. Tell("op", Labels.Keyring, "read", "item get", "signin"),
        .. Tell("bw", Labels.Keyring, "get", "list", "export", "unlock"),
        .. Tell("pass", Labels.Keyring, "show"),
        .. Tell("lpass", Labels.Keyring, "show", "export"),
        .. Tell("gopass", Labels.Keyring, "show"),
        .. Tell("keyring", Labels.Keyring, "get"),
        .. Tell("doppler", Labels.SecretFile, "secrets", "configure get token"),
        .. Tell("heroku", Labels.SecretFile, "auth:token", "config"),
        .. Tell("npm", Labels.SecretFile, "token list", "config get"),
        .. Tell("flyctl", Labels.SecretFile, "auth token"),
        .. Tell("fly", Labels.SecretFile, "auth token"),
        .. Tell("sops", Labels.SecretFile, "-d", "--decrypt", "decrypt"),
        .. Tell("ansible-vault", Labels.SecretFile, "view", "decrypt"),
        .. Tell("security", Labels.Keyring, "find-generic-password", "find-internet-password", "dump-keychain", "export"),
        .. Tell("secret-tool", Labels.Keyring, "lookup", "search"),
        .. Tell("cmdkey", Labels.Keyring, "/list"),
        .. Tell("vaultcmd", Labels.Keyring, "/listcreds"),
        .. Tell("netsh", Labels.SecretFile, "key=clear"),
        .. Tell("gpg", Labels.SecretFile, "--export-secret-keys", "--export-secret-subkeys"),
        .. Tell("docker-credential-desktop", Labels.SecretFile, "get"),
        .. Tell("docker-credential-osxkeychain", Labels.SecretFile, "get"),
        .. Tell("history", Labels.SecretFile, ""),
        .. Tell("pbpaste", Labels.Clipboard, ""),
        .. Tell("wl-paste", Labels.Clipboard, ""),
        .. Tell("get-clipboard", Labels.Clipboard, ""),
        .. Tell("xclip", Labels.Clipboard, "-o"),
        .. Tell("xsel", Labels.Clipboard, "-o", "--output", "-b"),
    ];

    /// <summary>What a program prints of secrets by itself.</summary>
    public static Labels Printed(string program, List<string> words)
    {
        switch (program)
        {
            case "env" or "set" or "export" or "declare" or "printenv" when words.Count == 1 || words.Skip(1).All(static word => word.StartsWith('-')):
                return Labels.Environment;
            case "printenv":
                return words.Skip(1).Aggregate(Labels.None, static (all, word) => all | SecretNames.LabelsOfVariable(word));
            case "get-childitem" or "gci" or "dir" or "ls" when words.Exists(static word => word.StartsWith("env:", StringComparison.OrdinalIgnoreCase)):
                return Labels.Environment;
            case "echo" or "printf" or "write-host" or "write-output":
                return words.Skip(1).Aggregate(Labels.None, static (all, word) => all | LabelsOfVariables(word));
            default:
                break;
        }

        Labels labels = Labels.None;
        foreach ((string teller, string[] asked, Labels prints) in s_tellers)
        {
            labels |= teller == program && StandIn(asked, words) ? prints : Labels.None;
        }

        return labels;
    }

    /// <summary>True where it prints the files among its words.</summary>
    public static bool PrintsFiles(string program, List<string> words) =>
        s_printers.Contains(program) || (program == "find" && words.Exists(static word => word is "-exec" or "-execdir")) || program is "find" or "get-childitem" or "gci" && words.Count > 2;

    /// <summary>True where what it prints is, or is made of, what it reads.</summary>
    public static bool Passes(string program) => !s_ends.Contains(program);

    /// <summary>True where the command sends something away: a body, a file, a name to be looked up.</summary>
    public static bool IsSender(string program, List<string> words) =>
        CommandTable.IsDownloader(program) || s_copiers.Contains(program) && IsRemote(program, words)
        || program switch
        {
            "openssl" => words.Contains("s_client"),
            "dig" or "nslookup" or "host" or "ping" or "resolve-dnsname" or "drill" => true,
            _ => s_pipesOut.Contains(program),
        };

    /// <summary>True where it sends what it reads.</summary>
    public static bool SendsItsInput(string program, List<string> words) =>
        s_pipesOut.Contains(program)
        || (CommandTable.IsDownloader(program) && words.Exists(static word => word is "-" or "@-" or "." || word.EndsWith("=-", StringComparison.Ordinal) || word.EndsWith("@-", StringComparison.Ordinal)
            || word.EndsWith("/dev/stdin", StringComparison.Ordinal)))
        || (program is "aws" or "gsutil" or "rclone" or "s3cmd" or "gcloud" && words.Exists(static word => word is "-" or "rcat"));

    /// <summary>The words of a sender that name what it sends.</summary>
    public static IEnumerable<string> SentWords(string program, List<string> words)
    {
        // What a shell elsewhere is told to do is about files that lie there.
        if (program is "ssh" or "plink")
        {
            yield break;
        }

        bool isDownloader = CommandTable.IsDownloader(program);
        for (int i = 1; i < words.Count; i++)
        {
            string word = words[i];
            if (s_settings.Contains(words[i - 1]))
            {
                continue;
            }

            // A program that speaks HTTP sends a file only where it is told to; the others send what they are given.
            if (!isDownloader || word.StartsWith('@') || word.Contains("=@", StringComparison.Ordinal) || word.Contains("=<", StringComparison.Ordinal) || word.Contains("-file=", StringComparison.Ordinal)
                || words[i - 1] is "-T" or "--upload-file" or "-InFile" or "-infile" or "--post-file" or "--body-file" or "<")
            {
                yield return word;
            }
            else if (LabelsOfVariables(word) != Labels.None)
            {
                yield return $"{VariableOf(word)}";
            }
        }
    }

    /// <summary>The archive that a program makes, null where it goes to its output, and the words that name what is packed; null where it makes none.</summary>
    public static (string? Archive, IEnumerable<string> Members)? ArchiveOf(string program, List<string> words)
    {
        switch (program)
        {
            case "tar" or "bsdtar" or "gtar" when words.Count > 2:
                string mode = words[1];
                bool makes = words.Exists(static word => word is "--create" or "-c") || (!mode.StartsWith("--", StringComparison.Ordinal) && mode.TrimStart('-').Contains('c', StringComparison.Ordinal));
                if (!makes)
                {
                    return null;
                }

                int file = words.FindIndex(1, static word => word is "-f" or "--file" || (word.Length > 1 && word.EndsWith('f') && !word.StartsWith("--", StringComparison.Ordinal) && !word.Contains('/', StringComparison.Ordinal)
                    && word.AsSpan().IndexOfAny('.', '~') < 0));
                string? archive = words.Find(static word => word.StartsWith("--file=", StringComparison.Ordinal)) is { } named ? named[7..] : file > 0 && file + 1 < words.Count ? words[file + 1] : null;
                return (archive is "-" ? null : archive, words.Skip(1).Where((word, at) => at != 0 || word.StartsWith("--", StringComparison.Ordinal)).Where(word => word != archive));
            case "zip" or "rar" when words.Count > 2:
                int first = words.FindIndex(1, static word => !word.StartsWith('-') || word == "-");
                return first < 0 ? null : (words[first] == "-" ? null : words[first], words.Skip(first + 1));
            case "7z" or "7za" or "7zr" when words.Count > 3 && words[1] == "a":
                return (words[2], words.Skip(3));
            case "compress-archive" when words.Count > 2:
                return (words[^1], words.Skip(1).SkipLast(1));
            default:
                return null;
        }
    }

    /// <summary>The file in which a program leaves a picture of the screen or a recording; null where it makes none.</summary>
    public static (string File, Labels Labels)? CaptureOf(string program, List<string> words)
    {
        Labels made = program switch
        {
            "screencapture" or "scrot" or "gnome-screenshot" or "spectacle" or "maim" or "grim" or "flameshot" or "xwd" or "nircmd" => Labels.Screen,
            "import" when words.Contains("root") => Labels.Screen,
            "ffmpeg" or "avconv" when words.Exists(static word => word is "x11grab" or "gdigrab") => Labels.Screen,
            "ffmpeg" or "avconv" when words.Exists(static word => word is "v4l2" or "avfoundation" or "dshow" or "alsa" or "pulse" or "video4linux2") => Labels.Recording,
            "arecord" or "fswebcam" or "imagesnap" or "parecord" or "streamer" => Labels.Recording,
            _ => Labels.None,
        };
        return made == Labels.None || words.Count < 2 || words[^1].StartsWith('-') ? null : (words[^1], made);
    }

    /// <summary>Labels of the environment's variables that a word names: <c>$NAME</c>, <c>${NAME}</c>, <c>%NAME%</c>, <c>$env:NAME</c>.</summary>
    public static Labels LabelsOfVariables(string word) => VariableOf(word) is { } name ? SecretNames.LabelsOfVariable(name.Trim('$')) & ~Labels.HostInfo : Labels.None;

    /// <summary>The home folder, or one that holds all of them.</summary>
    public static bool IsHome(string word) => word is "~" or "~/" or "~/*" or "$HOME" or "$HOME/" or "${HOME}" or "${HOME}/" or "%USERPROFILE%" or "/root" or "/root/" or "/home" or "/home/";

    // The first that is secret.
    private static string? VariableOf(string word)
    {
        for (int at = word.AsSpan().IndexOfAny('$', '%'); at >= 0 && at + 1 < word.Length;)
        {
            int start = at + 1;
            start += word[start] == '{' ? 1 : word.AsSpan(start).StartsWith("env:", StringComparison.OrdinalIgnoreCase) ? 4 : 0;
            int end = start;
            while (end < word.Length && (char.IsAsciiLetterOrDigit(word[end]) || word[end] == '_'))
            {
                end++;
            }

            if (end > start && (SecretNames.LabelsOfVariable(word[start..end]) & ~Labels.HostInfo) != Labels.None)
            {
                return "$" + word[start..end];
            }

            int next = word.AsSpan(at + 1).IndexOfAny('$', '%');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return null;
    }

    // The last word is where it goes: another machine, or a bucket.
    private static bool IsRemote(string program, List<string> words)
    {
        if (program is "wormhole" or "croc" or "magic-wormhole" or "ffsend")
        {
            return words.Contains("send") || words.Contains("upload");
        }

        return words.Count > 2 && words.Skip(1).Last(static word => !word.StartsWith("--", StringComparison.Ordinal) || word.Length < 3) is var last
            && last.IndexOf(':', StringComparison.Ordinal) is > 0 and not 1 && !words[1].StartsWith("logs", StringComparison.Ordinal);
    }

    private static bool StandIn(string[] asked, List<string> words)
    {
        int next = 0;
        for (int i = 1; i < words.Count && next < asked.Length; i++)
        {
            next += words[i] == asked[next] ? 1 : 0;
        }

        return next == asked.Length;
    }

    private static IEnumerable<(string, string[], Labels)> Tell(string program, Labels prints, params string[] lines) =>
        lines.Select(line => (program, line.Split(' ', StringSplitOptions.RemoveEmptyEntries), prints));
}
