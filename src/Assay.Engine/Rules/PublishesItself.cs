using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Code that publishes packages, pushes commits or changes workflows with the rights of whoever installed it: a worm's way.</summary>
public sealed class PublishesItself : BehaviourRule
{
    private static readonly ImmutableArray<string> s_hunters = ["trufflehog", "gitleaks", "noseyparker"];

    public override string Id => "publishes-itself";

    public override string Title => "Publishing with the rights of whoever installed it";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Facts)
        {
            if (What(fact) is not { } what)
            {
                continue;
            }

            bool reads = (fact.AllLabels & (Labels.SecretFile | Labels.EnvironmentSecret)) != Labels.None
                || conduct.Facts.Any(other => other.RunsByItself && IsPublishersToken(other));

            // "python setup.py publish" is an old habit: the maintainer's own shortcut, never taken by an installer.
            bool isShortcut = fact.Context == CodeContext.Install && !reads && fact.Capability == Capability.Spawn && fact.Layer == 0
                && CommandClasses.Of(fact.Target).Is(CommandClass.Publish);
            (Severity severity, Confidence confidence) = (fact.RunsByItself, isShortcut, reads) switch
            {
                (false, _, _) => (Severity.Low, Confidence.Medium),
                (_, true, _) => (Severity.Low, Confidence.Medium),
                (_, _, true) => (Severity.Critical, Confidence.High),
                _ => (Severity.High, Confidence.High),
            };
            yield return Report(conduct, fact, severity, confidence, reads ? $"reads publishing tokens and {what}" : what);
        }
    }

    private static string? What(Fact fact) => fact.Capability switch
    {
        Capability.Publish => "uploads to an index or a code host",
        Capability.Spawn => OfCommand(fact.Target),
        Capability.WriteFile when PathClasses.Of(fact.Target).Class == PathClass.CiWorkflow => "writes a workflow that a code host runs",
        Capability.Fetch when s_hunters.Any(hunter => fact.Target.Contains(hunter, StringComparison.OrdinalIgnoreCase)) => "fetches a program that hunts for secrets",
        Capability.Send when IsWorkflowOfCodeHost(fact.Target) => "puts a workflow into repositories of a code host",
        Capability.Send or Capability.Connect when IsUpload(fact.Target) => "uploads to an index or a code host",
        _ => null,
    };

    private static string? OfCommand(string line)
    {
        CommandReading command = CommandClasses.Of(line);
        return command.Is(CommandClass.Publish) ? "publishes with the tools of the one who installed it"
            : command.Is(CommandClass.HuntSecrets) ? "starts a program that hunts for secrets"
            : null;
    }

    // PUT /repos/{owner}/{repo}/contents/{path} (REST API, "Create or update file contents"); the same of GitLab with its path encoded.
    private static bool IsWorkflowOfCodeHost(string address) =>
        (address.Contains("/contents/.github/workflows/", StringComparison.Ordinal) || address.Contains("/repository/files/.gitlab-ci.yml", StringComparison.Ordinal))
        && HostClasses.Of(address).Class is HostClass.CodeHost or HostClass.Unknown or HostClass.Ordinary;

    private static bool IsUpload(string address)
    {
        HostReading host = HostClasses.Of(address);
        return host.Class == HostClass.PackageIndex && (address.Contains("/legacy", StringComparison.Ordinal) || host.Host.StartsWith("upload.", StringComparison.Ordinal));
    }

    private static bool IsPublishersToken(Fact fact) => fact.Capability switch
    {
        Capability.ReadFile => PathClasses.Of(fact.Target).Class == PathClass.PublishingSecret,
        Capability.ReadEnvironment => fact.Target.StartsWith("TWINE_", StringComparison.Ordinal)
            || fact.Target is "NPM_TOKEN" or "NODE_AUTH_TOKEN" or "PYPI_TOKEN" or "PYPI_API_TOKEN" or "UV_PUBLISH_TOKEN" or "GITHUB_TOKEN" or "GH_TOKEN",
        _ => false,
    };
}
