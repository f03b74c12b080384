using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>What a file or folder is for, by the place where it lies.</summary>
public enum PathClass
{
    Ordinary,

    /// <summary>Keys and credentials: SSH, clouds, version control, shadow files, <c>.env</c>, shell histories.</summary>
    Secret,

    /// <summary>Credentials with which packages are published: <c>.pypirc</c>, <c>.npmrc</c>.</summary>
    PublishingSecret,

    /// <summary>Passwords, cookies and tokens of browsers and chat programs.</summary>
    BrowserStore,
    Wallet,

    /// <summary>A keyring or keychain.</summary>
    Keyring,

    /// <summary>Tokens that a cluster or a CI runner hands to its jobs.</summary>
    ClusterToken,

    /// <summary>What is written here is started again: startup folders, agents, units, tables of jobs, shell profiles.</summary>
    Autostart,

    /// <summary>What is written here runs at every start of Python.</summary>
    PythonStartup,

    /// <summary>What an AI agent or an editor takes instructions or tools from.</summary>
    AgentConfiguration,

    /// <summary>What a CI service runs.</summary>
    CiWorkflow,

    /// <summary>What says which names lead where, or whose keys are trusted.</summary>
    SystemTrust,
}

/// <summary>What a path leads to.</summary>
/// <param name="What">In words: <c>SSH keys</c>; empty for an ordinary path.</param>
public readonly record struct PathReading(PathClass Class, string What)
{
    /// <summary>Labels of what is read there.</summary>
    public Labels Labels => Labels.File | Class switch
    {
        PathClass.Secret or PathClass.PublishingSecret => Labels.SecretFile,
        PathClass.BrowserStore => Labels.BrowserStore,
        PathClass.Wallet => Labels.Wallet,
        PathClass.Keyring => Labels.Keyring,
        PathClass.ClusterToken => Labels.SecretFile | Labels.CloudIdentity,
        PathClass.SystemTrust => Labels.HostInfo,
        _ => Labels.None,
    };
}
