using System.Collections.Immutable;

namespace Assay.Engine.Capabilities;

/// <summary>
/// A pattern of a path in lower case with <c>/</c>: <c>*</c> stands for characters of one segment, a leading <c>/</c> for the root, a
/// trailing one for everything below, <c>~</c> in front for a folder of the user's or of the programs' data.
/// </summary>
internal sealed record PathRow(string Pattern, PathClass Class, string What)
{
    public bool IsRooted { get; } = Pattern.StartsWith('/');

    public bool IsFolder { get; } = Pattern.EndsWith('/');

    public ImmutableArray<string> Segments { get; } = [.. (Pattern.EndsWith('/') ? Pattern[..^1] : Pattern).Split('/')];

    /// <summary>Characters that one segment of a path needs at least.</summary>
    public int LeastLength { get; } = Pattern.Split('/').Max(static segment => segment.Length - segment.Count(static unit => unit is '*' or '~'));

    /// <summary>The longest of the segments that a path must have as they are; null where there is none.</summary>
    public string? Word { get; } = Pattern.Split('/').Where(static segment => segment is not ("" or "~") && !segment.Contains('*', StringComparison.Ordinal))
        .MaxBy(static segment => segment.Length);
}

/// <summary>The table of places on a disk: from the manuals of the programs that keep their files there. The first row that fits counts.</summary>
internal static class PathTable
{
    public static ImmutableArray<PathRow> Rows { get; } =
    [
        // SSH, GnuPG and version control.
        new(".ssh/authorized_keys", PathClass.Autostart, "who may log in over SSH"),
        new(".ssh/authorized_keys2", PathClass.Autostart, "who may log in over SSH"),
        new(".ssh/known_hosts", PathClass.Ordinary, ""),
        new(".ssh/*.pub", PathClass.Ordinary, ""),
        new(".ssh/config", PathClass.Ordinary, ""),
        new(".ssh/", PathClass.Secret, "SSH keys"),
        .. Of(PathClass.Secret, "SSH keys", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk", "/etc/ssh/ssh_host_*_key",
            "ssh_host_*_key", "*.ppk"),
        .. Of(PathClass.Secret, "GnuPG keys", ".gnupg/", "gnupg/private-keys-v1.d/", "secring.gpg"),
        .. Of(PathClass.Secret, "version control credentials", ".git-credentials", "git/credentials", ".git/config", ".gitconfig", ".netrc", "_netrc", ".subversion/auth/",
            ".config/gh/hosts.yml", "gh/hosts.yml", "github cli/hosts.yml", ".config/hub", ".config/glab-cli/config.yml",
            "github-copilot/hosts.json", "github-copilot/apps.json"),

        // Clouds, clusters, containers.
        new(".aws/amazonq/", PathClass.AgentConfiguration, "instructions or tools of an AI agent"),
        .. Of(PathClass.Secret, "AWS credentials", ".aws/credentials", ".aws/config", ".aws/sso/cache/", ".aws/cli/cache/", ".aws/", ".s3cfg",
            ".boto", ".elasticbeanstalk/"),
        .. Of(PathClass.Secret, "Google Cloud credentials", "gcloud/", "application_default_credentials.json", "gcloud/credentials.db",
            "service_account.json", "service-account.json", "google_credentials.json"),
        .. Of(PathClass.Secret, "Azure credentials", ".azure/", "accesstokens.json", "azureprofile.json", "msal_token_cache.json",
            "msal_token_cache.bin"),
        .. Of(PathClass.Secret, "cloud credentials", ".oci/config", ".oci/", ".aliyun/config.json", ".tccli/", ".config/doctl/config.yaml",
            "doctl/config.yaml", ".config/linode-cli", ".config/hcloud/cli.toml", ".bluemix/config.json", ".fly/config.yml", ".vercel/auth.json",
            "com.vercel.cli/auth.json", ".netlify/config.json", ".config/netlify/config.json", ".railway/config.json", ".supabase/access-token",
            ".cloudflared/cert.pem", ".wrangler/config/default.toml", ".config/.wrangler/", ".pulumi/credentials.json",
            ".terraform.d/credentials.tfrc.json", ".terraformrc", "terraform.tfstate", ".vault-token", ".config/op/config", ".config/heroku/",
            ".snowflake/", ".snowsql/config", ".databrickscfg", ".dbt/profiles.yml", ".mc/config.json", ".rclone.conf", "rclone/rclone.conf"),
        .. Of(PathClass.Secret, "Kubernetes credentials", ".kube/config", ".kube/", "/etc/kubernetes/admin.conf", "/etc/kubernetes/",
            "/etc/rancher/k3s/k3s.yaml", "kubeconfig", "/var/lib/kubelet/"),
        .. Of(PathClass.Secret, "container registry credentials", ".docker/config.json", ".dockercfg", ".config/containers/auth.json",
            "containers/auth.json", "/run/containers/0/auth.json", "/kaniko/.docker/config.json"),
        .. Of(PathClass.ClusterToken, "the cluster's service account", "/var/run/secrets/kubernetes.io/", "/run/secrets/kubernetes.io/",
            "secrets/kubernetes.io/serviceaccount/", "/var/run/secrets/eks.amazonaws.com/", "/var/run/secrets/azure/tokens/"),

        // Package publishing.
        .. Of(PathClass.PublishingSecret, "package publishing credentials", ".pypirc", ".npmrc", ".yarnrc", ".yarnrc.yml", ".gem/credentials",
            ".cargo/credentials", ".cargo/credentials.toml", ".m2/settings.xml", ".m2/settings-security.xml", ".gradle/gradle.properties",
            ".nuget/nuget.config", ".composer/auth.json", "composer/auth.json", "pypoetry/auth.toml", ".config/pypoetry/auth.toml",
            "uv/credentials/", ".hex/hex.config", ".pub-cache/credentials.json", ".bowerrc"),

        // The machine's own secrets, other programs' secrets, histories.
        .. Of(PathClass.Secret, "password hashes", "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/master.passwd", "/etc/sudoers",
            "/etc/security/opasswd", "config/sam", "system32/config/sam", "system32/config/system", "system32/config/security", "repair/sam",
            "ntds.dit", "/etc/krb5.keytab"),
        .. Of(PathClass.Secret, "environment files", ".env", ".env.local", ".env.production", ".env.development", ".env.prod", ".env.staging",
            ".envrc", ".flaskenv"),
        .. Of(PathClass.Secret, "command histories", ".bash_history", ".zsh_history", ".history", ".sh_history", ".python_history", ".mysql_history",
            ".psql_history", ".node_repl_history", ".rediscli_history", ".sqlite_history", "fish/fish_history", "psreadline/consolehost_history.txt",
            "consolehost_history.txt", "psreadline/*_history.txt"),
        .. Of(PathClass.Secret, "database credentials", ".pgpass", "pgpass.conf", ".my.cnf", ".mylogin.cnf", ".mongorc.js", "dbeaverdata/",
            ".dbeaver4/", "credentials-config.json"),
        .. Of(PathClass.Secret, "credentials of other programs", "filezilla/recentservers.xml", "filezilla/sitemanager.xml", ".filezilla/",
            "winscp.ini", ".remmina/", "mremoteng/confcons.xml", ".config/rclone/", "~/openvpn/", "~/openvpn connect/profiles/", "~/nordvpn/",
            "~/protonvpn/", "~/wireguard/", "/etc/wireguard/", ".msmtprc", ".fetchmailrc", ".mutt/", ".purple/accounts.xml", "psi+/profiles/",
            ".huggingface/token", "huggingface/token", ".cache/huggingface/token", ".cache/huggingface/stored_tokens", ".kaggle/kaggle.json",
            ".netrc.gpg", ".config/openai/", ".anthropic/", ".claude/.credentials.json", ".codex/auth.json", ".gemini/oauth_creds.json",
            ".streamlit/secrets.toml", "microsoft/credentials/", "microsoft/protect/", "microsoft/vault/", "~/sticky notes/", "ngrok/ngrok.yml",
            ".ngrok2/ngrok.yml", "/etc/letsencrypt/live/", "/etc/letsencrypt/archive/", "/etc/ssl/private/", "*.kdbx", "privkey.pem", "private.key",
            "private_key.pem"),
        .. Of(PathClass.Secret, "memory of other processes", "/proc/*/mem", "/proc/*/environ", "/proc/*/maps", "/dev/mem", "/dev/kmem"),

        // Browsers. A file name that other programs use too needs its folder.
        .. Of(PathClass.BrowserStore, "a browser's store",
            "login data", "login data for account", "web data", "local state", "network/cookies", "default/cookies", "profile */cookies",
            "default/history", "profile */history", "extension cookies", "safe browsing network/", "ya passman data", "account web data",
            "logins.json", "key4.db", "key3.db", "cert9.db", "cookies.sqlite", "formhistory.sqlite", "places.sqlite", "signons.sqlite",
            "sessionstore.jsonlz4", "cookies.binarycookies", "webappsstore.sqlite",
            "google/chrome/user data/", "google/chrome beta/user data/", "google/chrome sxs/user data/", "google/chrome/default/",
            "library/application support/google/chrome/", ".config/google-chrome/", ".config/chromium/", "chromium/user data/",
            "bravesoftware/brave-browser/", "microsoft/edge/user data/", "microsoft edge/default/", ".config/microsoft-edge/",
            "opera software/opera stable/", "opera software/opera gx stable/", "opera software/opera neon/", "com.operasoftware.opera/",
            "vivaldi/user data/", "yandex/yandexbrowser/user data/", "epic privacy browser/user data/", "amigo/user data/", "torch/user data/",
            "kometa/user data/", "orbitum/user data/", "centbrowser/user data/", "7star/7star/user data/", "sputnik/sputnik/user data/",
            "uran/user data/", "iridium/user data/", "comodo/dragon/user data/", "coccoc/browser/user data/", "slimjet/user data/",
            "avast software/browser/user data/", "thorium/user data/", "arc/user data/", "mozilla/firefox/profiles/", ".mozilla/firefox/",
            "firefox/profiles/", "waterfox/profiles/", "librewolf/profiles/", "moonchild productions/pale moon/profiles/", "thunderbird/profiles/",
            ".thunderbird/", "library/safari/", "library/cookies/"),

        // Chat programs, games.
        .. Of(PathClass.BrowserStore, "a chat program's session",
            "local storage/leveldb/", "session storage/", "indexeddb/", "discord/local storage/", "~/discordcanary/", "~/discordptb/",
            "~/discorddevelopment/", "~/lightcord/", "discord/leveldb/", "roaming/discord/", ".config/discord/", "telegram desktop/tdata/",
            "telegramdesktop/tdata/", "tdata/", "~/whatsapp/", "signal/config.json", "signal/sql/", "skype for desktop/", "slack/storage/",
            "slack/cookies", "~/viberpc/", "element/indexeddb/", "icq/0001/", ".purple/", "microsoft/teams/"),
        .. Of(PathClass.BrowserStore, "a game's session",
            "steam/config/", "steam/ssfn*", "ssfn*", "loginusers.vdf", "steam/local.vdf", "launcher_accounts.json", "launcher_profiles.json",
            "launcher_msa_credentials.json", ".minecraft/launcher_accounts.json", ".feather/accounts.json",
            ".lunarclient/settings/game/accounts.json", "impact/alts.json", "badlion client/accounts.json", "meteor-client/accounts.nbt",
            "polymc/accounts.json", "prismlauncher/accounts.json", "epicgameslauncher/saved/config/", "riot games/riot client/data/",
            "ubisoft game launcher/", "~/battle.net/", "electronic arts/ea desktop/", "growtopia/save.dat", "roblox/localstorage/",
            "~/nationsglory/"),

        // Wallets: programs, and the extensions of browsers by their published ids.
        .. Of(PathClass.Wallet, "a wallet",
            "exodus/exodus.wallet/", "~/exodus/", "roaming/binance/", "roaming/phantom/", "roaming/dogecoin/", "roaming/zcash/", "roaming/armory/",
            "roaming/bytecoin/", "local/yoroi/", "exodus.wallet/", "electrum/wallets/", ".electrum/", "electrum-ltc/wallets/",
            "electroncash/wallets/", "electrumsv/", "atomic/local storage/", "atomicwallet/", "ledger live/", "ledger wallet/", "trezor suite/",
            "@trezor/suite-desktop/", "wallet.dat", "default_wallet", "bitcoin/wallets/", ".bitcoin/", "litecoin/wallets/", ".litecoin/",
            ".dogecoin/", "dashcore/", ".dashcore/", ".zcash/", "monero/wallets/", "bitmonero/", ".bitmonero/", "ethereum/keystore/",
            ".ethereum/keystore/", ".ethereum/", "com.liberty.jaxx/", "jaxx/local storage/", "guarda/local storage/", "coinomi/wallets/",
            "coinomi/coinomi/wallets/", "~/multibit/", "~/multibithd/", "wasabi wallet/", "walletwasabi/client/wallets/", ".walletwasabi/",
            "daedalus mainnet/wallets/", "~/mymonero/", "sparrow/wallets/", ".sparrow/", "green/wallets/", "~/blockstream/green/", "solana/id.json",
            ".config/solana/", ".config/solana/id.json", "keypair.json", "solana-keypair.json", "sui_config/sui.keystore", ".sui/", ".aptos/",
            ".near-credentials/", ".cardano/", ".brownie/accounts/", ".foundry/keystores/", ".ape/accounts/", "keystore/utc--*", "utc--*",
            "seed.seco", "passphrase.json", "~/tonkeeper/", "~/bither/", "~/toastwallet/"),
        .. Of(PathClass.Wallet, "a wallet's browser extension",
            Extensions("nkbihfbeogaeaoehlefnkodbefgpgknn", "ejbalbakoplchlghecdalmeeeajnimhm", "bfnaelmomeimhlpmgjnjophhpkkoljpa",
            "hnfanknocfeofbddgcijnmhnfnkdnaad", "fhbohimaelbohpjbbldcngcnapndodjp", "ibnejdfjmmkpcnlpebklmnkoeoihofec",
            "egjidjbpglichdcondbcbdnbeeppgdph", "fnjhmkhhmkbjkkabndcnnogagogbneec", "bhhhlbepdkbapadjdnnojkbgioiodbic",
            "aholpfdialjgjfhomihkjbmgjidlcdno", "lgmpcpglpngdoalbgeoldeajfclnhafa", "mcohilncbfahbmgdjkbpemcciiolgcge",
            "acmacodkjbdgmoleebolmdjonilkdbch", "dmkamcknogkgcdfhhbddcghachkejeap", "ffnbelfdoeiohenkjibnmadjiehjhajb",
            "aeachknmefphepccionboohckonoeemg", "afbcbjpbpfadlkmhmclhkeeodmamcflc", "opcgpfmipidbgpenhmajoajpbobppdil",
            "ppbibelpcjmhbdihakflkdcoccbgbkpo", "kncchdigobghenbbaddojjnnaogfppfj", "nphplpgoakhhjchkkhmiggakijnkhfnd",
            "cgeeodpfagjceefieflmdfphplkenlfk", "mkpegjkblkkefacfnmkajcjmabijhclg", "efbglgofoippbgcjepnhiblaibcnclgk",
            "ejjladinnckdgjemekebdpeokbikhfci", "phkbamefinggmakgklpkljjmgibohnba", "omaabbefbmiijedngplfjmnooppbclkk",
            "dkdedlpgdmmkkfjabffeganieamfklkm", "nlbmnnijcnlegkjjpcfjclmcfggfefdm", "cjelfplplebdjjenllpjcblmjkfcffne",
            "jblndlipeogpafnldhgmapagcccfchpi", "klnaejjgbibmhlephnhpmaofohgkpgkd", "jojhfeoedkpkglbfimdfabpdfjaoolaf",
            "onofpnbbkehpmmoabgpcpmigafmmnjhl", "fihkakfobkmkjojpchpfgcmhfjnmnfpi", "aiifbnbfobpmeekipheeijimdpnlpgpp")),
        .. Of(PathClass.Keyring, "a keyring", "library/keychains/", "login.keychain", "login.keychain-db", "/library/keychains/",
            ".local/share/keyrings/", "share/keyrings/", ".gnome2/keyrings/", "kwalletd/", ".local/share/kwalletd/",
            "python_keyring/keyring_pass.cfg", "~/keepass/", "~/keepassxc/", "~/bitwarden/", "bitwarden cli/data.json", "~/1password/",
            "~/lastpass/", "~/dashlane/", "~/nordpass/", "~/roboform/"),

        // What runs again.
        .. Of(PathClass.PythonStartup, "what Python runs at every start", "site-packages/*.pth", "dist-packages/*.pth", "sitecustomize.py",
            "usercustomize.py", "site-packages/sitecustomize.py", ".pythonrc", ".pythonrc.py", ".pythonstartup.py",
            ".ipython/profile_default/startup/", "pip.conf", "pip/pip.ini", ".pip/pip.conf", "pydistutils.cfg", ".pydistutils.cfg"),
        .. Of(PathClass.Autostart, "the startup folder", "start menu/programs/startup/", "programs/startup/", "startmenu/programs/startup/"),
        .. Of(PathClass.Autostart, "launch agents", "library/launchagents/", "library/launchdaemons/", "launchagents/", "launchdaemons/",
            "/library/startupitems/", "com.apple.loginitems.plist"),
        .. Of(PathClass.Autostart, "systemd units", "/etc/systemd/system/", "/etc/systemd/user/", "/lib/systemd/system/", "/usr/lib/systemd/",
            ".config/systemd/user/", "systemd/user/", "systemd/system/", ".local/share/systemd/user/"),
        .. Of(PathClass.Autostart, "jobs of cron", "/etc/crontab", "/etc/cron.d/", "/etc/cron.daily/", "/etc/cron.hourly/", "/etc/cron.weekly/",
            "/etc/cron.monthly/", "/var/spool/cron/", "/var/spool/at/", "/etc/anacrontab"),
        .. Of(PathClass.Autostart, "the login of shells", ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile",
            ".zshrc", ".zprofile", ".zshenv", ".zlogin", ".kshrc", ".cshrc", ".tcshrc", ".login", ".xprofile", ".xinitrc", ".xsession",
            ".xsessionrc", "fish/config.fish", "fish/conf.d/", "/etc/profile", "/etc/profile.d/", "/etc/bash.bashrc", "/etc/zsh/zshrc", "/etc/zshrc",
            "/etc/environment", ".pam_environment", "windowspowershell/profile.ps1", "powershell/profile.ps1", "microsoft.powershell_profile.ps1"),
        .. Of(PathClass.Autostart, "what the system starts", ".config/autostart/", "/etc/xdg/autostart/", "autostart/*.desktop", "/etc/init.d/",
            "/etc/rc.local", "/etc/rc.d/", "/etc/inittab", "/etc/ld.so.preload", "/etc/udev/rules.d/", "/etc/pam.d/", "/etc/update-motd.d/",
            "/etc/apt/apt.conf.d/", "system32/tasks/", "system32/grouppolicy/", ".git/hooks/", "/etc/sudoers.d/", ".config/plasma-workspace/env/"),
        .. Of(PathClass.Autostart, "what a program runs when it starts", "discord_desktop_core/index.js", ".vimrc", "nvim/init.vim", "nvim/init.lua", ".emacs", ".jupyter/jupyter_notebook_config.py",
            ".jupyter/jupyter_server_config.py", ".jupyter/jupyter_lab_config.py", ".ipython/profile_default/ipython_config.py"),
        .. Of(PathClass.Autostart, "the registry's run keys", "microsoft/windows/currentversion/run/", "microsoft/windows/currentversion/runonce/",
            "microsoft/windows/currentversion/runservices/", "microsoft/windows/currentversion/policies/explorer/run/",
            "microsoft/windows nt/currentversion/winlogon/", "microsoft/windows nt/currentversion/image file execution options/",
            "microsoft/windows/currentversion/explorer/user shell folders/", "software/microsoft/active setup/installed components/",
            "microsoft/command processor/", "software/classes/ms-settings/", "classes/exefile/shell/"),

        // Agents, editors, CI.
        .. Of(PathClass.AgentConfiguration, "instructions or tools of an AI agent", "claude.md", "claude.local.md", ".claude/settings.json",
            ".claude/settings.local.json", ".claude/commands/", ".claude/agents/", ".claude/skills/", ".claude/hooks/", ".claude/",
            "claude_desktop_config.json", ".claude.json", "agents.md", "agent.md", "gemini.md", ".gemini/settings.json", ".gemini/",
            ".codex/config.toml", ".codex/", ".cursorrules", ".cursor/mcp.json", ".cursor/rules/", ".cursor/", ".windsurfrules", ".windsurf/",
            ".codeium/windsurf/mcp_config.json", "mcp.json", ".mcp.json", "mcp_config.json", "mcp_settings.json", "cline_mcp_settings.json",
            ".clinerules", ".clinerules/", ".roo/", ".roorules", ".continue/config.json", ".continue/", ".aider.conf.yml", ".amazonq/",
            "amazonq/mcp.json", ".kiro/", ".junie/", ".trae/", "copilot-instructions.md", ".github/copilot-instructions.md", ".github/instructions/",
            ".github/chatmodes/", ".github/prompts/", "opencode.json", ".opencode/", ".goosehints", "goose/config.yaml", ".zed/settings.json"),
        .. Of(PathClass.AgentConfiguration, "what an editor runs", ".vscode/tasks.json", ".vscode/settings.json", ".vscode/launch.json",
            ".vscode/extensions/", ".vscode-server/extensions/", "code/user/settings.json", "code/user/tasks.json",
            ".devcontainer/devcontainer.json", ".devcontainer.json", ".idea/workspace.xml", ".idea/runconfigurations/", "sublime-project"),
        .. Of(PathClass.CiWorkflow, "what a CI service runs", ".github/workflows/", ".github/actions/", ".gitlab-ci.yml", ".circleci/config.yml",
            ".circleci/", ".travis.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", "jenkinsfile", ".drone.yml", ".buildkite/",
            ".woodpecker.yml", ".gitea/workflows/", ".forgejo/workflows/", "appveyor.yml", "cloudbuild.yaml", ".pre-commit-config.yaml"),
        .. Of(PathClass.SystemTrust, "where names lead or whose keys are trusted", "/etc/hosts", "system32/drivers/etc/hosts", "drivers/etc/hosts",
            "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/ssl/certs/", "/usr/local/share/ca-certificates/", "/etc/passwd", "/etc/apt/sources.list",
            "/etc/apt/sources.list.d/", "/etc/apt/trusted.gpg.d/", "/etc/yum.repos.d/"),
    ];

    private static IEnumerable<PathRow> Of(PathClass known, string what, params string[] patterns) =>
        patterns.Select(pattern => new PathRow(pattern, known, what));

    private static string[] Extensions(params string[] ids) => [.. ids.Select(static id => $"*{id}*/")];
}
