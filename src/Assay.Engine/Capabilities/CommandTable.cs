using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Assay.Engine.Capabilities;

/// <summary>What programs are for, and how their words are to be read: from their manuals.</summary>
internal static partial class CommandTable
{
    public static readonly string[] Extensions = [".exe", ".cmd", ".bat", ".com", ".ps1", ".sh"];

    private static readonly FrozenDictionary<string, CommandClass> s_programs = Rows().ToFrozenDictionary();

    private static readonly FrozenSet<string> s_interpreters = FrozenSet.Create(
        "sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "python", "perl", "ruby", "node", "php", "lua", "iex", "invoke-expression", "eval", "powershell", "pwsh", "cmd", "osascript", "bun", "deno");

    private static readonly FrozenSet<string> s_runners = FrozenSet.Create("start", "open", "xdg-open", "invoke-item", "start-process", "rundll32", "regsvr32", "msiexec", "mshta", "wscript", "cscript", "java", "source", ".", "call", "explorer");

    private static readonly FrozenSet<string> s_downloaders = FrozenSet.Create(
        "curl", "wget", "wget2", "iwr", "irm", "invoke-webrequest", "invoke-restmethod", "aria2c", "axel", "lwp-download", "lwp-request", "tftp", "start-bitstransfer", "certutil", "bitsadmin", "http", "https", "fetch", "lynx");

    private static readonly FrozenSet<string> s_decoders = FrozenSet.Create("base64", "base32", "openssl", "xxd", "gunzip", "gzip", "zcat", "bzcat", "xzcat", "unxz", "uudecode", "tr", "rev", "certutil", "gpg");

    private static readonly SearchValues<char> s_meaning = SearchValues.Create(" \t\n'\"|&;<>()$`");

    // Characters of the longest word that could be a program's name in disguise.
    private const int MaxDisguise = 64;

    // Characters of the shortest address of a wallet.
    private const int LeastWallet = 26;

    private static readonly SearchValues<char> s_nameUnits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    // Words before a program that change how it runs, and how many values they take.
    private static readonly FrozenDictionary<string, CommandClass> s_prefixes = new Dictionary<string, CommandClass>
    {
        ["sudo"] = CommandClass.Privilege, ["doas"] = CommandClass.Privilege, ["pkexec"] = CommandClass.Privilege, ["gksudo"] = CommandClass.Privilege, ["kdesudo"] = CommandClass.Privilege,
        ["env"] = CommandClass.None, ["nohup"] = CommandClass.None, ["setsid"] = CommandClass.None, ["time"] = CommandClass.None, ["nice"] = CommandClass.None, ["ionice"] = CommandClass.None,
        ["exec"] = CommandClass.None, ["command"] = CommandClass.None, ["builtin"] = CommandClass.None, ["stdbuf"] = CommandClass.None, ["timeout"] = CommandClass.None, ["start"] = CommandClass.None,
        ["call"] = CommandClass.None, ["do"] = CommandClass.None, ["then"] = CommandClass.None, ["else"] = CommandClass.None, ["if"] = CommandClass.None, ["while"] = CommandClass.None, ["!"] = CommandClass.None,
        ["uvx"] = CommandClass.None, ["npx"] = CommandClass.None, ["bunx"] = CommandClass.None, ["pipx"] = CommandClass.None, ["busybox"] = CommandClass.None, ["xvfb-run"] = CommandClass.None, ["&"] = CommandClass.None,
    }.ToFrozenDictionary();

    // Stretches of text that say the same in whatever command they stand.
    private static readonly (string Text, CommandClass Class)[] s_marks =
    [
        ("/dev/tcp/", CommandClass.ReverseShell),
        ("/dev/udp/", CommandClass.ReverseShell),
        ("/inet/tcp/", CommandClass.ReverseShell),
        ("net.sockets.tcpclient", CommandClass.ReverseShell),
        ("downloadstring(", CommandClass.DownloadAndRun),
        ("downloadstring.invoke(", CommandClass.DownloadAndRun),
        ("downloadfile(", CommandClass.Download),
        ("downloaddata(", CommandClass.Download),
        ("frombase64string(", CommandClass.DecodeAndRun),
        ("stratum+tcp://", CommandClass.Mine),
        ("stratum+ssl://", CommandClass.Mine),
        ("set-mppreference", CommandClass.Evade),
        ("add-mppreference", CommandClass.Evade),
        ("disableantispyware", CommandClass.Evade),
        ("amsiutils", CommandClass.Evade),
        ("microsoft\\windows\\currentversion\\run", CommandClass.Persist),
        ("new-scheduledtask", CommandClass.Persist),
        ("register-scheduledtask", CommandClass.Persist),
        ("copyfromscreen(", CommandClass.Capture),
        ("get-clipboard", CommandClass.Clipboard),
        ("set-clipboard", CommandClass.Clipboard),
        ("delete shadows", CommandClass.Destroy),
        ("shadowcopy delete", CommandClass.Destroy),
        (":(){", CommandClass.Destroy),
    ];

    private static readonly SearchValues<string> s_anyMark = SearchValues.Create([.. s_marks.Select(static mark => mark.Text)], StringComparison.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> s_unasked = FrozenSet.Create(
        "--dangerously-skip-permissions", "--allow-dangerously-skip-permissions", "--yolo", "-y", "--trust-all-tools", "--full-auto", "--dangerously-bypass-approvals-and-sandbox", "--force", "-f",
        "--dangerously-auto-approve-everything", "--allow-all-tools", "--allow-all", "--auto-approve", "--yes-always", "--dangerously-allow-all", "--approval-mode=yolo", "--permission-mode=bypasspermissions",
        "bypasspermissions", "yolo", "--no-interactive", "--auto");

    public static bool IsDownloader(string? program) => program is not null && s_downloaders.Contains(program);

    public static bool IsDecoder(string? program) => program is not null && s_decoders.Contains(program);

    /// <summary>True where what it prints, put into an address, tells a stranger of user and machine; a download is chosen by uname and its like.</summary>
    public static bool TellsOfHost(string program) =>
        program is "env" or "printenv" or "set" or "whoami" or "hostname" or "ls" or "ifconfig" or "ipconfig" or "ps" or "base64" or "xxd" or "pwd";

    /// <summary>True for programs that run a file given as an argument.</summary>
    public static bool RunsArguments(string program) => s_interpreters.Contains(program) || s_runners.Contains(program);

    public static bool IsShell(string program) => s_programs.GetValueOrDefault(program).HasFlag(CommandClass.Shell);

    /// <summary>True where the program runs what it reads.</summary>
    public static bool RunsItsInput(string program, List<string> words) =>
        s_interpreters.Contains(program) && words.Skip(1).All(static word => word.StartsWith('-') && word is not ("-c" or "-e" or "-m"))
        || program is "xargs" && words.Exists(static word => s_interpreters.Contains(word));

    /// <summary>What the marks in a whole text say.</summary>
    public static CommandClass OfText(string line)
    {
        CommandClass classes = CommandClass.None;
        foreach ((string text, CommandClass known) in line.AsSpan().ContainsAny(s_anyMark) ? s_marks : [])
        {
            classes |= line.Contains(text, StringComparison.OrdinalIgnoreCase) ? known : CommandClass.None;
        }

        bool runs = Has(line, "iex") || Has(line, "invoke-expression") || line.Contains("scriptblock]::create", StringComparison.OrdinalIgnoreCase)
            || line.Contains("assembly]::load", StringComparison.OrdinalIgnoreCase);
        if (!runs)
        {
            // Decoding or fetching text in PowerShell is one thing, running it another.
            classes = (classes & CommandClass.DecodeAndRun) != CommandClass.None ? classes & ~CommandClass.DecodeAndRun : classes;
            classes = (classes & CommandClass.DownloadAndRun) != CommandClass.None ? (classes & ~CommandClass.DownloadAndRun) | CommandClass.Download : classes;
        }
        else if (Has(line, "iwr") || Has(line, "irm") || Has(line, "invoke-webrequest") || Has(line, "invoke-restmethod"))
        {
            classes |= CommandClass.DownloadAndRun;
        }

        return classes;
    }

    /// <summary>The words from the program on; what stood in front is added to the classes.</summary>
    public static List<string> WithoutPrefixes(List<string> words, ref CommandClass classes)
    {
        int first = 0;
        while (first < words.Count)
        {
            string word = words[first];
            if (IsAssignment(word))
            {
                first++;
                continue;
            }

            string name = CommandClasses.NameOf(word.TrimStart('@'));
            if (!s_prefixes.TryGetValue(name, out CommandClass known) || first + 1 >= words.Count)
            {
                break;
            }

            classes |= known;
            first++;
            while (first < words.Count && (words[first].StartsWith('-') || (name is "timeout" or "nice" && IsNumber(words[first])) || (name == "start" && IsStartOption(words[first])) || words[first] is "run" && name == "pipx"))
            {
                // Options of sudo and env with a value of their own.
                first += words[first] is "-u" or "-g" or "-n" or "-p" or "--user" && name is not "npx" && first + 2 < words.Count ? 2 : 1;
            }
        }

        return words[first..];
    }

    /// <summary>What a program with its words does.</summary>
    public static CommandClass Of(string program, List<string> words)
    {
        CommandClass classes = s_programs.GetValueOrDefault(program) | (IsMiner(words) ? CommandClass.Mine : CommandClass.None);
        string all = string.Join(' ', words.Skip(1)).ToLowerInvariant();
        switch (program)
        {
            case "curl":
                classes |= words.Exists(static word => word is "-d" or "-F" or "-T" or "--data" or "--data-binary" or "--data-raw" or "--data-urlencode" or "--form" or "--upload-file" or "--json" || word.StartsWith("--data", StringComparison.Ordinal) || word.StartsWith("-F", StringComparison.Ordinal)) ? CommandClass.Upload : CommandClass.None;
                break;
            case "wget":
                classes |= all.Contains("--post-data", StringComparison.Ordinal) || all.Contains("--post-file", StringComparison.Ordinal) || all.Contains("--body-", StringComparison.Ordinal) ? CommandClass.Upload : CommandClass.None;
                break;
            case "iwr" or "irm" or "invoke-webrequest" or "invoke-restmethod":
                classes |= Has(all, "post") || Has(all, "put") || all.Contains("-body", StringComparison.Ordinal) || all.Contains("-infile", StringComparison.Ordinal) ? CommandClass.Upload : CommandClass.None;
                break;
            case "certutil":
                classes = all.Contains("urlcache", StringComparison.Ordinal) || all.Contains("verifyctl", StringComparison.Ordinal) ? CommandClass.Download : CommandClass.None;
                break;
            case "mshta" or "regsvr32" or "rundll32" or "msiexec" or "wmic" or "cmstp" or "installutil" or "bun" or "deno" or "node":
                classes |= (all.Contains("://", StringComparison.Ordinal) && program is not ("bun" or "deno" or "node"))
                    || words.Exists(static word => word.Contains("://", StringComparison.Ordinal) && !word.Contains(' ', StringComparison.Ordinal) || IsShare(word))
                    || all.Contains("javascript:", StringComparison.Ordinal) || all.Contains("vbscript:", StringComparison.Ordinal) ? CommandClass.DownloadAndRun : CommandClass.None;
                break;
            case "powershell" or "pwsh":
                classes |= IsHidden(words) ? CommandClass.HiddenPowerShell : CommandClass.None;
                break;
            case "nc" or "ncat" or "netcat" or "socat":
                classes = words.Exists(static word => word is "-e" or "-c" or "--exec" or "--sh-exec") || all.Contains("exec:", StringComparison.Ordinal) || all.Contains("system:", StringComparison.Ordinal) ? CommandClass.ReverseShell : CommandClass.Upload;
                break;
            case "claude" or "gemini" or "q" or "codex" or "cursor-agent" or "aider" or "opencode" or "amp" or "copilot" or "goose" or "qwen" or "kiro-cli" or "droid" or "crush" or "auggie":
                classes = Agent(program, words);
                break;
            case "twine" or "flit" or "poetry" or "hatch" or "pdm" or "maturin":
                classes = words.Contains("upload") || words.Contains("publish") ? CommandClass.Publish : CommandClass.Build;
                break;
            case "uv":
                classes = words.Contains("publish") ? CommandClass.Publish : words.Contains("install") || words.Contains("add") || words.Contains("sync") ? CommandClass.InstallPackages : CommandClass.None;
                break;
            case "npm" or "yarn" or "pnpm" or "cargo" or "gem" or "docker" or "podman":
                classes = words.Contains("publish") || (words.Contains("push") && program is "gem" or "docker" or "podman") ? CommandClass.Publish
                    : words.Contains("install") || words.Contains("i") || words.Contains("add") || words.Contains("ci") ? CommandClass.InstallPackages
                    : CommandClass.Build;
                break;
            case "git":
                classes = words.Contains("push") ? CommandClass.Publish : words.Exists(static word => word.StartsWith("core.hooksPath", StringComparison.OrdinalIgnoreCase)) && words.Contains("config") ? CommandClass.Persist : words.Contains("clone") || words.Contains("fetch") || words.Contains("pull") ? CommandClass.Download : CommandClass.Build;
                break;
            case "gh":
                classes = words.Contains("create") || words.Contains("upload") || words.Contains("fork") || words.Contains("secret") || words.Contains("api") ? CommandClass.Publish
                    : all.StartsWith("auth token", StringComparison.Ordinal) ? CommandClass.HuntSecrets
                    : CommandClass.None;
                break;
            case "pip" or "pip3" or "easy_install" or "conda" or "mamba" or "apt" or "apt-get" or "yum" or "dnf" or "apk" or "brew" or "choco" or "winget" or "pacman" or "zypper" or "scoop":
                classes = words.Contains("install") || words.Contains("add") || words.Contains("-S") || program == "easy_install" ? CommandClass.InstallPackages : CommandClass.None;
                break;
            case "reg":
                classes = words.Exists(static word => word.Equals("add", StringComparison.OrdinalIgnoreCase)) && all.Contains("\\run", StringComparison.Ordinal) ? CommandClass.Persist
                    : all.Contains("disableantispyware", StringComparison.Ordinal) || all.Contains("policies\\system", StringComparison.Ordinal) ? CommandClass.Evade
                    : CommandClass.None;
                break;
            case "schtasks":
                classes = all.Contains("/create", StringComparison.Ordinal) || all.Contains("-create", StringComparison.Ordinal) ? CommandClass.Persist : CommandClass.None;
                break;
            case "crontab":
                classes = all is "-l" ? CommandClass.Recon : CommandClass.Persist;
                break;
            case "systemctl" or "sc" or "launchctl" or "update-rc.d" or "chkconfig" or "rc-update":
                classes = words.Exists(static word => word is "enable" or "create" or "load" or "bootstrap" or "add" or "defaults" or "on" or "submit") ? CommandClass.Persist
                    : words.Exists(static word => word is "stop" or "disable" or "mask" or "delete") ? CommandClass.Evade
                    : CommandClass.None;
                break;
            case "dig" or "nslookup" or "host" or "resolve-dnsname" or "ping":
                classes |= all.Contains(Python.Meaning.TextValue.Hole) && all.Contains('.', StringComparison.Ordinal) ? CommandClass.Upload : CommandClass.None;
                break;
            case "rm" or "del" or "rd" or "rmdir" or "remove-item":
                classes = IsWholeDisk(words) ? CommandClass.Destroy : CommandClass.None;
                break;
            case "shred" or "srm":
                classes |= words.Skip(1).Any(IsWhole) ? CommandClass.Destroy : CommandClass.None;
                break;
            case "find":
                classes = words.Skip(1).Any(IsWhole) && words.Exists(static word => word is "-delete" or "shred" or "rm") ? CommandClass.Destroy : CommandClass.None;
                break;
            case "ffmpeg":
                classes = words.Exists(static word => word is "x11grab" or "gdigrab" or "avfoundation" or "dshow" or "v4l2" or "alsa" or "pulse" || word.StartsWith("/dev/video", StringComparison.Ordinal)) ? CommandClass.Capture : CommandClass.None;
                break;
            case "import" when words.Contains("root") && words.Contains("-window"):
                classes = CommandClass.Capture;
                break;
            case "ssh" or "autossh":
                classes = words.Skip(1).Any(static word => word is ['-', not '-', ..] && word.Contains('R', StringComparison.Ordinal)) ? CommandClass.Tunnel : CommandClass.None;
                break;
            case "net" or "net1":
                classes = all.Contains("/add", StringComparison.Ordinal) && (words.Contains("user") || words.Contains("localgroup")) ? CommandClass.Persist : CommandClass.None;
                break;
            case "tee":
                classes = words.Skip(1).Any(static word => PathClasses.Of(word).Class == PathClass.Autostart) ? CommandClass.Persist : CommandClass.None;
                break;
            case "chmod" when words.Exists(static word => word.Contains("+s", StringComparison.Ordinal) || (word.Length is 4 or 5 && IsNumber(word) && word[^4] is '4' or '6' or '2')):
                classes = CommandClass.Persist | CommandClass.ChangeMode;
                break;
            case "chmod":
                classes = words.Exists(static word => word.Contains("+x", StringComparison.Ordinal) || (word.Length is 3 or 4 && IsNumber(word) && word.AsSpan().IndexOfAny("1357") >= 0)) ? CommandClass.ChangeMode : CommandClass.None;
                break;
            case "scp" or "rsync" or "sftp" or "rclone" or "aws" or "gsutil" or "s3cmd" or "az":
                classes |= words.Skip(1).LastOrDefault() is string last && (last.Contains(':', StringComparison.Ordinal) || last.Contains("://", StringComparison.Ordinal)) ? CommandClass.Upload : CommandClass.None;
                break;
            case "netsh":
                classes = all.Contains("firewall", StringComparison.Ordinal) ? CommandClass.Evade : all.Contains("key=clear", StringComparison.Ordinal) ? CommandClass.HuntSecrets : CommandClass.Recon;
                break;
            case "openssl":
                classes = all.Contains("s_client", StringComparison.Ordinal) ? CommandClass.Upload : CommandClass.None;
                break;
            default:
                break;
        }

        return classes;
    }

    /// <summary>What an installer is told to install.</summary>
    public static IEnumerable<string> PackagesOf(string program, List<string> words)
    {
        int verb = words.FindIndex(static word => word is "install" or "add" or "i");
        if (verb < 0 || program is not ("pip" or "pip3" or "uv" or "npm" or "yarn" or "pnpm" or "pipx" or "conda" or "mamba" or "easy_install" or "poetry" or "pdm"))
        {
            return [];
        }

        return words.Skip(verb + 1).Where((word, at) => word.Length > 0 && word[0] != '-'
            && words[verb + at] is not ("-r" or "-c" or "-i" or "--index-url" or "--extra-index-url" or "-f" or "--find-links" or "-t" or "--target" or "--prefix" or "--root" or "--requirement" or "--timeout" or "--proxy" or "--trusted-host" or "--constraint" or "--python"));
    }

    /// <summary>The files that a download leaves behind, by their names.</summary>
    public static IEnumerable<string> OutputsOf(List<string> words, string? output)
    {
        if (output is not null)
        {
            yield return FileOf(output);
        }

        for (int i = 1; i < words.Count; i++)
        {
            string word = words[i];
            if (i + 1 < words.Count && word is ['-', not '-', .., 'o' or 'O'] or "-o" or "-O" or "--output" or "--output-document" or "-OutFile" or "-outfile" or "-Destination" or "-destination" or "-out")
            {
                yield return FileOf(words[Math.Min(i + 1, words.Count - 1)]);
            }

            if (word.Contains("://", StringComparison.Ordinal) || i == words.Count - 1)
            {
                yield return FileOf(word);
            }
        }
    }

    /// <summary>The last segment of a path or an address.</summary>
    public static string FileOf(string word) => word[(word.AsSpan().TrimEnd("/\\").LastIndexOfAny('/', '\\') + 1)..].ToLowerInvariant();

    /// <summary>The index behind the first word that fits; null where none does or it is the last.</summary>
    public static int? After(List<string> words, Predicate<string> fits)
    {
        int at = words.FindIndex(1, fits);
        return at > 0 && at + 1 < words.Count ? at + 1 : null;
    }

    /// <summary>Words as a line: a single one is a line already.</summary>
    public static string Join(List<string> words, int first)
    {
        if (first >= words.Count)
        {
            return "";
        }

        if (first == words.Count - 1)
        {
            return words[first];
        }

        StringBuilder line = new();
        foreach (string word in words.Skip(first))
        {
            bool plain = word.Length > 0 && word.AsSpan().IndexOfAny(s_meaning) < 0;
            line.Append(line.Length == 0 ? "" : " ").Append(plain ? word : $"'{word.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'");
        }

        return line.ToString();
    }

    /// <summary>True for options of PowerShell that the next word belongs to.</summary>
    public static bool TakesValue(string option) =>
        option.TrimStart('-', '/').ToLowerInvariant() is "ep" or "ex" or "exec" or "executionpolicy" or "w" or "win" or "window" or "windowstyle" or "version" or "v" or "inputformat" or "outputformat" or "psconsolefile" or "configurationname" or "workingdirectory" or "wd";

    private static IEnumerable<KeyValuePair<string, CommandClass>> Rows()
    {
        (CommandClass Class, string Names)[] table =
        [
            (CommandClass.Shell, "sh bash zsh dash ksh ash fish csh tcsh cmd powershell pwsh command"),
            (CommandClass.Python, "python"),
            (CommandClass.Download, "curl wget wget2 iwr irm invoke-webrequest invoke-restmethod aria2c axel lwp-download lwp-request tftp bitsadmin start-bitstransfer ftp http https"),
            (CommandClass.Recon, "whoami hostname id uname ifconfig ip ipconfig arp netstat ss ps tasklist systeminfo env printenv set who w last lscpu lsblk dmidecode sw_vers system_profiler getmac quser query dig nslookup host resolve-dnsname nltest gpresult lsb_release hostnamectl"),
            (CommandClass.Build, "cmake make gmake nmake ninja meson gcc g++ cc c++ clang clang++ cl link ld ar ranlib strip nvcc hipcc icc icpx ifort gfortran f77 f95 flang swig protoc flex bison yacc lex autoconf automake autoreconf libtool configure pkg-config pkgconf llvm-config python-config pg_config mysql_config sdl2-config gdal-config geos-config nc-config h5cc mpicc mpicxx go rustc rustup qmake moc uic rcc pyuic5 msbuild devenv vswhere vcvarsall xcodebuild xcrun install_name_tool otool patchelf ldd ldconfig nm objdump readelf cython f2py sphinx-build pytest tox nox black ruff mypy flake8 isort coverage msgfmt xgettext pybabel gettext doxygen pandoc svn hg bzr tsc webpack vite esbuild grunt gulp gradle mvn ant bazel scons waf conan vcpkg dotnet javac scikit-build"),
            (CommandClass.Evade, "taskkill killall pkill kill stop-process wevtutil fsutil attrib icacls auditctl setenforce iptables ufw history shred"),
            (CommandClass.Destroy, "mkfs mkfs.ext4 wipefs dd format cipher diskpart vssadmin wbadmin bcdedit"),
            (CommandClass.Privilege, "runas su chroot visudo setcap psexec fodhelper eventvwr computerdefaults"),
            (CommandClass.Persist, "at batch useradd adduser usermod chpasswd"),
            (CommandClass.Capture, "screencapture scrot gnome-screenshot maim grim spectacle arecord parecord"),
            (CommandClass.Tunnel, "ngrok cloudflared frpc bore localtunnel lt chisel pinggy localxpose zrok"),
            (CommandClass.ReverseShell, "tmate upterm gsocket gs-netcat"),
            (CommandClass.Mine, "xmrig xmr-stak minerd cpuminer ccminer ethminer t-rex nbminer phoenixminer lolminer nanominer cgminer bfgminer"),
            (CommandClass.HuntSecrets, "trufflehog gitleaks detect-secrets noseyparker lazagne mimikatz secretsdump kubectl-secrets cmdkey vaultcmd security secret-tool keyctl laZagne"),
            (CommandClass.Open, "open xdg-open start explorer invoke-item gio sensible-browser"),
            (CommandClass.Clipboard, "xclip xsel wl-copy wl-paste pbcopy pbpaste clip"),
            (CommandClass.Persist, "autostart"),
        ];
        Dictionary<string, CommandClass> rows = [];
        foreach ((CommandClass known, string names) in table)
        {
            foreach (string name in names.Split(' '))
            {
                rows[name] = rows.GetValueOrDefault(name) | known;
            }
        }

        return rows;
    }
}
