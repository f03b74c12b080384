using System.Collections.Frozen;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>Names that say by themselves that what they stand for is secret: of environment variables, parameters, fields, keys.</summary>
public static class SecretNames
{
    private const char Separator = '_';
    private const int LongestKeyName = 64;

    private static readonly FrozenSet<string> s_cloudIdentity = FrozenSet.Create(
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_RUNTIME_TOKEN", "ACTIONS_CACHE_URL", "CI_JOB_JWT", "CI_JOB_JWT_V2", "CI_JOB_TOKEN",
        "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AZURE_FEDERATED_TOKEN_FILE", "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT", "MSI_SECRET", "SYSTEM_ACCESSTOKEN", "CIRCLE_OIDC_TOKEN", "CIRCLE_OIDC_TOKEN_V2", "BUILDKITE_AGENT_ACCESS_TOKEN");

    private static readonly FrozenSet<string> s_variables = FrozenSet.Create(
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CREDENTIALS", "GCP_SA_KEY", "AZURE_CLIENT_SECRET", "AZURE_CREDENTIALS",
        "DATABASE_URL", "MONGODB_URI", "MONGO_URI", "REDIS_URL", "SENTRY_DSN", "SLACK_WEBHOOK_URL", "DISCORD_WEBHOOK_URL", "GH_PAT", "GITHUB_PAT", "PAT", "KUBECONFIG", "DOCKER_AUTH_CONFIG", "SSH_AUTH_SOCK", "NETRC",
        "PGPASSWORD", "MYSQL_PWD", "TWINE_USERNAME", "UV_PUBLISH_TOKEN", "NPM_CONFIG__AUTH", "CARGO_REGISTRY_TOKEN", "VAULT_TOKEN", "MNEMONIC", "SEED_PHRASE", "PRIVATE_KEY", "WALLET_PRIVATE_KEY");

    // Words that end a secret's name.
    private static readonly FrozenSet<string> s_lastWords = FrozenSet.Create(
        "TOKEN", "TOKENS", "SECRET", "SECRETS", "PASSWORD", "PASSWORDS", "PASSWD", "PASSPHRASE", "PASS", "PWD", "PAT", "CREDENTIAL", "CREDENTIALS", "APIKEY", "AUTHTOKEN", "MNEMONIC", "DSN");

    // Two words that end a secret's name.
    private static readonly FrozenSet<string> s_lastPairs = FrozenSet.Create(
        "API_KEY", "ACCESS_KEY", "SECRET_KEY", "PRIVATE_KEY", "AUTH_KEY", "SIGNING_KEY", "ENCRYPTION_KEY", "MASTER_KEY", "DEPLOY_KEY", "ACCOUNT_KEY", "STORAGE_KEY", "SSH_KEY", "GPG_KEY", "SERVICE_KEY",
        "KEY_ID", "CONNECTION_STRING", "CLIENT_SECRET", "SEED_PHRASE", "WEBHOOK_URL", "ACCESS_ID");

    private static readonly FrozenSet<string> s_notSecret = FrozenSet.Create("PWD", "OLDPWD", "COMP_PASS", "TWINE_USERNAME", "BYPASS", "PASS", "NO_TOKEN");

    private static readonly FrozenSet<string> s_namesOfUserAndHost = FrozenSet.Create(
        "USER", "USERNAME", "LOGNAME", "HOSTNAME", "COMPUTERNAME", "USERDOMAIN", "USERDNSDOMAIN", "LOGONSERVER", "SUDO_USER", "SESSIONNAME");

    // Key material by name alone; the words without their separators, in lower case.
    private static readonly FrozenSet<string> s_keyMaterial = FrozenSet.Create(
        StringComparer.Ordinal,
        "privatekey", "privatekeys", "privkey", "privkeys", "privatekeyhex", "privatekeybytes", "privatekeypem", "privkeyhex", "walletprivatekey", "accountprivatekey", "walletkey", "secretkey", "secretkeybytes",
        "mnemonic", "mnemonics", "mnemonicphrase", "mnemonicwords", "seedphrase", "seedphrases", "seedwords", "recoveryphrase", "recoverywords", "secretphrase", "secretrecoveryphrase", "walletseed", "masterseed",
        "keypair", "keypairs", "signingkey", "spendkey", "wif", "xprv", "xpriv", "tprv", "zprv", "extendedprivatekey", "sshprivatekey", "secretexponent", "bip39phrase", "keystorepassword", "walletpassword");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_keyMaterialWords = s_keyMaterial.GetAlternateLookup<ReadOnlySpan<char>>();

    // What a user hands to clients of services, written as above.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_credentialWords = FrozenSet.Create(
        StringComparer.Ordinal,
        "password", "passwd", "passphrase", "pwd", "token", "accesstoken", "authtoken", "apitoken", "bottoken", "refreshtoken", "sessiontoken", "bearertoken", "apikey", "apisecret", "clientsecret", "secret",
        "cvv", "cvc", "cardnumber", "cardno", "ccnumber", "creditcard", "creditcardnumber", "ssn", "otp", "auth", "authorization", "credentials").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True for an environment variable whose name says that it is secret. Holes: what is known of the name decides.</summary>
    public static bool IsSecretVariable(string name)
    {
        string upper = name.Trim().ToUpperInvariant().Replace('-', Separator);
        if (s_variables.Contains(upper) || s_cloudIdentity.Contains(upper))
        {
            return true;
        }

        if (s_notSecret.Contains(upper))
        {
            return false;
        }

        int last = upper.LastIndexOf(Separator);
        if (last <= 0)
        {
            return s_lastWords.Contains(upper);
        }

        int before = upper.LastIndexOf(Separator, last - 1);
        return s_lastWords.Contains(upper[(last + 1)..]) || s_lastPairs.Contains(upper[(before + 1)..]);
    }

    /// <summary>True for variables through which a CI runner or a cloud hands out an identity.</summary>
    public static bool IsCloudIdentity(string name) => s_cloudIdentity.Contains(name.Trim().ToUpperInvariant());

    /// <summary>True for the name of a parameter, field or key that stands for a private key, a seed phrase, a wallet's secret.</summary>
    public static bool IsKeyMaterial(string name) => LabelsOfName(name).HasFlag(Labels.KeyMaterial);

    /// <summary>Labels of a parameter, field or key by its name alone.</summary>
    public static Labels LabelsOfName(string name)
    {
        if (name.Length is < 3 or > LongestKeyName)
        {
            return Labels.None;
        }

        Span<char> word = stackalloc char[LongestKeyName];
        int length = 0;
        foreach (char unit in name)
        {
            if (char.IsAsciiLetterOrDigit(unit))
            {
                word[length++] = char.ToLowerInvariant(unit);
            }
        }

        return s_keyMaterialWords.Contains(word[..length]) ? Labels.KeyMaterial
            : s_credentialWords.Contains(word[..length]) ? Labels.Credential
            : Labels.None;
    }

    /// <summary>Labels of an environment variable: one of them is not the environment as a whole.</summary>
    public static Labels LabelsOfVariable(string name) =>
        (IsSecretVariable(name) ? Labels.EnvironmentSecret : Labels.None)
        | (IsCloudIdentity(name) ? Labels.CloudIdentity : Labels.None)
        | (s_namesOfUserAndHost.Contains(name.Trim().ToUpperInvariant()) ? Labels.HostInfo : Labels.None);
}
