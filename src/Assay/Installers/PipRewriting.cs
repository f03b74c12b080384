using System.Collections.Immutable;
using System.Globalization;
using Assay.Index;

namespace Assay.Installers;

/// <summary>The work on one pip command: what each argument and setting means behind the guard.</summary>
internal sealed class PipRewriting(
    InstallerInput input, string subcommand, PipSettings settings, ArgumentReading general, ArgumentReading after)
{
    private readonly PlanBuilder _plan = new("pip", input);
    private readonly List<HandedArgument> _arguments = [];
    private readonly SortedDictionary<string, RewrittenText> _variables = new(StringComparer.Ordinal);
    private string? _proxy;
    private IndexSource? _main;

    /// <summary>Reads everything and gives the command.</summary>
    public InstallerCommand Finish(string interpreter, ImmutableArray<string> leading, string target, string prefix)
    {
        ReadSettings();
        RefuseWhatDependsOnVersion();
        foreach (Argument argument in general.Arguments)
        {
            ReadArgument(argument);
        }

        _arguments.Add(new HandedArgument(Argument.Word(subcommand)));
        foreach (Argument argument in after.Arguments)
        {
            ReadArgument(argument);
        }

        SetVariables();
        var outputs = PipOutputs.Of(subcommand, [.. general.Arguments, .. after.Arguments], settings, input, target, prefix);
        InstallerPlan plan = _plan.Build(
            _proxy is null ? ChildEnvironment.UserProxy(input) : ChildEnvironment.ReadProxy(_proxy),
            LastValue("--cert") ?? settings.Find("--cert")?.Value ?? ChildEnvironment.CertificateBundle(input),
            LastValue("--client-cert") ?? settings.Find("--client-cert")?.Value);
        return new InstallerCommand(
            plan, interpreter, leading, [.. _arguments], _variables.ToImmutableSortedDictionary(StringComparer.Ordinal), Removed(), outputs);
    }

    private void ReadSettings()
    {
        _plan.Refusals.AddRange(settings.Refusals);
        PipSetting? index = settings.Find("--index-url");
        _main = index is null
            ? IndexAddress.Read(IndexSource.PublicDefault, null, "default", input.WorkingDirectory)
            : IndexAddress.Read(index.Value, null, index.Origin, input.WorkingDirectory);
        if (LastValue("--index-url") is { } written)
        {
            _main = IndexAddress.Read(written, null, "--index-url", input.WorkingDirectory);
        }

        _main = _plan.Add(_main);
        foreach (PipSetting setting in settings.All)
        {
            ReadSetting(setting);
        }
    }

    private void ReadSetting(PipSetting setting)
    {
        string variable = "PIP_" + setting.Option[2..].Replace('-', '_').ToUpperInvariant();
        switch (setting.Option)
        {
            case "--index-url" or "--timeout":
                break;
            case "--extra-index-url":
                _variables[variable] = RewrittenText.OfIndexes(
                    setting.Values.Select(value => _plan.Add(IndexAddress.Read(value, null, setting.Origin, input.WorkingDirectory))).ToList());
                break;
            case "--find-links":
                _variables[variable] = RewrittenText.OfIndexes(
                    setting.Values.Select(value => _plan.Add(IndexAddress.Read(value, null, setting.Origin, input.WorkingDirectory, true))).ToList());
                break;
            case "--proxy":
                _proxy = setting.Value;
                break;
            case "--isolated" or "--no-proxy-env" when setting.IsOn:
                Refuse(setting.Option, setting.Origin);
                break;
            case "--isolated" or "--no-proxy-env":
                break;
            case "--trusted-host":
                _plan.TrustedHosts.AddRange(setting.Values);
                _variables[variable] = setting.Value;
                break;
            case "--requirement" or "--constraint" or "--build-constraint":
                _variables[variable] = RewrittenText.Join(setting.Values.Select(value => _plan.RequirementsFile(value, setting.Origin) ?? value).ToList());
                break;
            case "--editable":
                foreach (string value in setting.Values)
                {
                    _plan.Requirement(value, setting.Origin, editable: true);
                }

                _variables[variable] = setting.Value;
                break;
            case "--group" or "--requirements-from-script":
                foreach (string value in setting.Values)
                {
                    ReadSource(setting.Option, value);
                }

                _variables[variable] = setting.Value;
                break;
            default:
                // Configuration is switched off as a whole; what it says is handed on as variables, under the spelling it was given.
                _variables["PIP_" + setting.Spelling[2..].Replace('-', '_').ToUpperInvariant()] = setting.Value;
                break;
        }
    }

    private void RefuseWhatDependsOnVersion()
    {
        foreach (string written in general.Ambiguous.Concat(after.Ambiguous))
        {
            _plan.Refusals.Add(new Refusal(
                written, "The abbreviation stands for several of pip's options, and which one depends on pip's version.", "Write the option out."));
        }

        // pip looks for the first argument that equals the subcommand's name and drops that one, even where it is an option's value.
        if (general.Arguments.Any(argument => argument.Tokens.Length == 2 && argument.Tokens[1] == subcommand))
        {
            _plan.Refusals.Add(new Refusal(
                $"{subcommand} as an option's value", "pip would take this value for the subcommand.", "Write the option as --option=value."));
        }

        if (after.Arguments.Any(argument => argument.Option != "--isolated" && argument.Tokens.Contains("--isolated")))
        {
            Refuse("--isolated", "--isolated");
        }
    }

    private void ReadArgument(Argument argument)
    {
        switch (argument.Option)
        {
            case null:
                RewrittenText? word = subcommand is "index" or "list" ? null : _plan.Requirement(argument.Value!, "argument");
                _arguments.Add(new HandedArgument(argument, word));
                break;
            case "--index-url" or "--extra-index-url" when argument.Value is { } value:
                AddIndexArgument(argument, value, isFindLinks: false);
                break;
            case "--find-links" when argument.Value is { } value:
                AddIndexArgument(argument, value, isFindLinks: true);
                break;
            case "--requirement" or "--constraint" or "--build-constraint" when argument.Value is { } value:
                _arguments.Add(new HandedArgument(argument, _plan.RequirementsFile(value, argument.Option)));
                break;
            case "--editable" when argument.Value is { } value:
                _plan.Requirement(value, "--editable", editable: true);
                _arguments.Add(new HandedArgument(argument));
                break;
            case "--group" or "--requirements-from-script" when argument.Value is { } value:
                ReadSource(argument.Option, value);
                _arguments.Add(new HandedArgument(argument));
                break;
            case "--proxy":
                _proxy = argument.Value ?? "";
                _plan.Notices.Add("--proxy: the guard itself goes through this proxy.");
                break;
            case "--isolated" or "--no-proxy-env":
                Refuse(argument.Option, argument.Tokens[0]);
                break;
            case "--timeout" when argument.Value is { } value && IsTooShort(value):
                _plan.Notices.Add($"--timeout {value}: raised to {InstallerCommand.TimeoutSeconds} s, because the guard inspects a file before it serves it.");
                _arguments.Add(new HandedArgument(argument, InstallerCommand.TimeoutSeconds.ToString(CultureInfo.InvariantCulture)));
                break;
            case "--trusted-host" when argument.Value is { } value:
                _plan.TrustedHosts.Add(value);
                _arguments.Add(new HandedArgument(argument));
                break;
            default:
                _arguments.Add(new HandedArgument(argument));
                break;
        }
    }

    private void ReadSource(string option, string value)
    {
        if (option == "--group")
        {
            _plan.Group(value, input.WorkingDirectory);
        }
        else
        {
            _plan.Script(value);
        }
    }

    private void AddIndexArgument(Argument argument, string value, bool isFindLinks)
    {
        IndexSource index = _plan.Add(IndexAddress.Read(value, null, argument.Option!, input.WorkingDirectory, isFindLinks));
        _arguments.Add(new HandedArgument(argument, RewrittenText.Of(new Piece.OfIndex(index))));
    }

    private void Refuse(string option, string where) =>
        _plan.Refusals.Add(option == "--isolated"
            ? new Refusal(where, "pip would ignore the environment, and with it the guard.", "Leave it out: the guard switches pip's configuration files off already.")
            : new Refusal(where, "pip would ignore the guard's proxy, and with it the wall.", "Leave it out: the guard itself goes through the proxy of your environment or of --proxy."));

    private void SetVariables()
    {
        if (_plan.MainOfFiles is { } own)
        {
            // In a requirements file --index-url replaces all indexes that arguments, variables and configuration name.
            _main = own;
            _plan.KeepIndexesOfFiles();
        }

        _variables["PIP_CONFIG_FILE"] = input.Folders.NoFile;
        _variables["PIP_INDEX_URL"] = RewrittenText.Of(new Piece.OfIndex(_main!));
        _variables["PIP_TIMEOUT"] = InstallerCommand.TimeoutSeconds.ToString(CultureInfo.InvariantCulture);
        if (settings.Find("--timeout") is { } timeout && IsTooShort(timeout.Value))
        {
            _plan.Notices.Add($"{timeout.Origin}: the timeout is raised to {InstallerCommand.TimeoutSeconds} s, because the guard inspects a file before it serves it.");
        }

        foreach ((string name, RewrittenText value) in ChildEnvironment.Proxies())
        {
            _variables[name] = value;
        }

        foreach (string name in settings.UnknownVariables)
        {
            _plan.Notices.Add($"{name}: removed, because it names no option of pip that is known here.");
        }
    }

    private ImmutableArray<string> Removed() =>
        [.. input.Environment.Keys
            .Where(name => PipSettings.OptionOfVariable(name) is not null || ChildEnvironment.IsSecret(name))
            .Where(name => !_variables.ContainsKey(name))
            .Order(StringComparer.Ordinal)];

    private static bool IsTooShort(string seconds) =>
        double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out double given) && given < InstallerCommand.TimeoutSeconds;

    private string? LastValue(string option) =>
        general.Arguments.Concat(after.Arguments).LastOrDefault(argument => argument.Option == option)?.Value;
}
