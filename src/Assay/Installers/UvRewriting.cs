using System.Collections.Immutable;
using System.Globalization;
using Assay.Index;
using Assay.Packaging.Names;

namespace Assay.Installers;

/// <summary>The work on one uv command: what each argument, variable and setting means behind the guard.</summary>
internal sealed class UvRewriting(
    InstallerInput input, string program, string subcommand, ImmutableArray<Argument> arguments, ImmutableArray<string> rest)
{
    private static readonly ImmutableArray<string> ProjectCommands =
        ["run", "add", "remove", "version", "sync", "lock", "export", "tree", "check", "audit"];

    private readonly PlanBuilder _plan = new("uv", input);
    private readonly List<HandedArgument> _handed = [];
    private readonly SortedDictionary<string, RewrittenText> _variables = new(StringComparer.Ordinal);
    private UvIndexes _indexes = UvIndexes.None;
    private UvProject _project = UvProject.None;
    private string _folder = input.WorkingDirectory;

    /// <summary>Reads everything and gives the command.</summary>
    public InstallerCommand Finish()
    {
        _folder = input.Absolute(LastValue("--directory") ?? input.FilledVariable("UV_WORKING_DIR") ?? input.FilledVariable("UV_WORKING_DIRECTORY") ?? ".");
        RefuseWhatStepsRound();
        ReadSettings();
        int words = subcommand.Contains(' ', StringComparison.Ordinal) ? 2 : 1;
        foreach (Argument argument in arguments)
        {
            if (argument.Option is null && words-- > 0)
            {
                _handed.Add(new HandedArgument(argument));
            }
            else
            {
                ReadArgument(argument);
            }
        }

        ReadProgramRequirement();
        AskAdvisories();
        SetVariables();
        ImmutableArray<string> removed = Removed();
        UvSteps steps = UvSteps.Of(subcommand, _handed, rest, _indexes.AsArguments(), Script() is not null, input);
        _plan.Refusals.AddRange(steps.Refusals);
        InstallerPlan plan = _plan.Build(
            ChildEnvironment.UserProxy(input), input.FilledVariable("SSL_CERT_FILE") ?? input.FilledVariable("REQUESTS_CA_BUNDLE"), input.FilledVariable("SSL_CLIENT_CERT")) with
        {
            InstallsLocked = subcommand is "sync" or "run",
        };
        return new InstallerCommand(
            plan, program, [], steps.Install, _variables.ToImmutableSortedDictionary(StringComparer.Ordinal), removed, UvOutputs.Of(subcommand, arguments, IsOfProject ? _project.Root : null, _folder, input),
            steps.Program is { } own ? new ProgramStep(program, own) : null);
    }

    private void RefuseWhatStepsRound()
    {
        foreach (Argument argument in arguments)
        {
            if (argument.Option == "--config-file")
            {
                _plan.Refusals.Add(new Refusal(
                    "--config-file", "uv would read other indexes and proxies from this file than the guard serves.",
                    "Name the file in UV_CONFIG_FILE: Assay reads it from there."));
            }
            else if (argument.Option is "--offline")
            {
                _plan.Notices.Add("--offline: files already in uv's cache are not asked of the guard again.");
            }
        }

        if (subcommand == "run" && !rest.IsEmpty && IndexAddress.SchemeOf(rest[0]) is "http" or "https")
        {
            _plan.Refusals.Add(new Refusal(rest[0], "This script would be fetched and run unseen.", "Download it, read it, and run the local file."));
        }
    }

    private void ReadSettings()
    {
        UvSettings settings = UvSettings.Read(input, subcommand, _folder, LastValue("--project"), Has("--no-config"), Script());
        _project = settings.Project;
        _plan.Refusals.AddRange(settings.Refusals);
        _plan.TrustedHosts.AddRange(settings.TrustedHosts);
        foreach ((string name, RewrittenText value) in settings.Variables)
        {
            _variables[name] = value;
        }

        _indexes = UvIndexes.Read(arguments, settings, _folder, input);
        foreach (UvIndex index in _indexes.All)
        {
            _plan.Add(index.Source);
        }

        foreach (string path in Locks())
        {
            _plan.Lock(path);
        }

        ReadProjects();
    }

    // Local archives come from disk, past the guard's door: whatever names one is read for it.
    private void ReadProjects()
    {
        if (Script() is { } script)
        {
            string path = input.Absolute(script, _folder);
            if (UvProject.OfScript(path, input) is { } metadata)
            {
                _plan.Settings(metadata);
            }

            return;
        }

        bool isOfPip = subcommand.StartsWith("pip ", StringComparison.Ordinal);
        foreach (UvConfiguration file in isOfPip || IsOfProject || subcommand == "build" ? _project.Files : [])
        {
            _plan.Settings(file, onlyLimits: true);
        }

        if (IsOfProject || subcommand == "build")
        {
            foreach (UvConfiguration file in _project.Files.Where(file => Path.GetFileName(file.Path) == "pyproject.toml"))
            {
                _plan.Project(Path.GetDirectoryName(file.Path) ?? "/");
            }

            if (input.Files.FileExists(Path.Combine(ProjectFolder(), "pyproject.toml")))
            {
                _plan.Project(ProjectFolder());
            }
        }
        else if (isOfPip)
        {
            foreach (string group in arguments.Where(argument => argument.Option == "--group").Select(argument => argument.Value).OfType<string>())
            {
                _plan.Group(group, _folder);
            }
        }
    }

    private string ProjectFolder() => input.Absolute(LastValue("--project") ?? input.FilledVariable("UV_PROJECT") ?? ".", _folder);

    private void ReadArgument(Argument argument)
    {
        switch (argument.Option)
        {
            case null when subcommand is "pip sync" or "pip compile":
                _handed.Add(new HandedArgument(argument, _plan.RequirementsFile(argument.Value!, "argument", _folder)));
                break;
            case null when subcommand is "pip install" or "add" or "tool install" or "build":
                _handed.Add(new HandedArgument(argument, _plan.Requirement(argument.Value!, "argument", folder: _folder)));
                break;
            case "--index" or "--default-index" or "--index-url" or "--extra-index-url" when subcommand == "add" && argument.Value is not null:
                // uv writes these into pyproject.toml, where they are mapped back.
                _handed.Add(new HandedArgument(argument, RewrittenIndexes(argument.Value)));
                break;
            case "--index" or "--default-index" or "--index-url" or "--extra-index-url" or "--find-links":
                break;
            case "--requirements" or "--constraints" or "--overrides" or "--excludes" or "--build-constraints" or "--with-requirements"
                when argument.Value is { } value:
                _handed.Add(new HandedArgument(argument, _plan.RequirementsFile(value, argument.Option, _folder)));
                break;
            case "--with" or "--with-executables-from" when argument.Value is { } value:
                _handed.Add(new HandedArgument(argument, RewrittenList(value, argument.Option)));
                break;
            case "--from" when argument.Value is { } value:
                _handed.Add(new HandedArgument(argument, _plan.Requirement(value, argument.Option, folder: _folder)));
                break;
            case "--editable" or "--with-editable" when argument.Value is { } value:
                _plan.Requirement(value, argument.Option, editable: true, _folder);
                _handed.Add(new HandedArgument(argument));
                break;
            case "--allow-insecure-host" when argument.Value is { } value:
                _plan.TrustedHosts.Add(value);
                _handed.Add(new HandedArgument(argument));
                break;
            default:
                _handed.Add(new HandedArgument(argument));
                break;
        }
    }

    private RewrittenText RewrittenIndexes(string value) =>
        RewrittenText.Join(value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(text =>
        {
            (string? name, string address) = UvIndexes.SplitName(text);
            IndexSource index = _plan.Add(IndexAddress.Read(address, name, "argument", _folder));
            return new RewrittenText([new Piece.Literal(name is null ? "" : $"{name}="), new Piece.OfIndex(index)]);
        }));

    // A comma separates requirements, but not inside brackets; parts of version clauses come to nothing. A list is rewritten only where
    // it holds an address.
    private RewrittenText? RewrittenList(string value, string origin)
    {
        string[] parts = SplitList(value);
        RewrittenText?[] rewritten = [.. parts.Select(part => _plan.Requirement(part, origin, folder: _folder))];
        return Array.TrueForAll(rewritten, text => text is null)
            ? null
            : new RewrittenText([.. parts.SelectMany<string, Piece>((part, i) => [new Piece.Literal(i == 0 ? "" : ","), .. (rewritten[i] ?? part).Pieces])]);
    }

    private static string[] SplitList(string value)
    {
        var parts = new List<string>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < value.Length; i++)
        {
            depth += value[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (value[i] == ',' && depth <= 0)
            {
                parts.Add(value[start..i]);
                start = i + 1;
            }
        }

        return [.. parts, value[start..]];
    }

    // The first word of uvx names the package where --from does not.
    private void ReadProgramRequirement()
    {
        if (subcommand == "tool run" && !rest.IsEmpty && !Has("--from"))
        {
            _plan.Requirement(rest[0], "argument", folder: _folder);
        }
    }

    // The guard answers uv audit and uv's malware check from its own advisories, unless the user chose another service.
    private void AskAdvisories()
    {
        if (subcommand == "audit")
        {
            if (LastValue("--service-url") is { } service)
            {
                _plan.Notices.Add($"--service-url: {service} is asked in place of the guard's own advisories; its host must be among those that your policy allows.");
            }
            else
            {
                _handed.Add(new HandedArgument(new Argument("--service-url", "--service-url", ["--service-url", ""]), RewrittenText.Of(new Piece.OfAdvisories())));
            }
        }

        if (input.FilledVariable("UV_MALWARE_CHECK_URL") is { } own)
        {
            _plan.Notices.Add($"UV_MALWARE_CHECK_URL: {own} is asked in place of the guard's own advisories; its host must be among those that your policy allows.");
            _variables["UV_MALWARE_CHECK_URL"] = own;
        }
        else
        {
            _variables["UV_MALWARE_CHECK_URL"] = RewrittenText.Of(new Piece.OfAdvisories());
        }
    }

    private void SetVariables()
    {
        if (subcommand == "add")
        {
            SetAddVariables();
        }
        else
        {
            if (_plan.MainOfFiles is { } own && _indexes.Main.Source.Origin == "default")
            {
                // Nobody chose a default index but the requirements file, and the variables would outdo it.
                _plan.Drop(_indexes.Main.Source);
                _indexes = _indexes.WithMain(own);
            }

            _variables["UV_DEFAULT_INDEX"] = RewrittenText.Of(new Piece.OfIndex(_indexes.Main.Source));
            _variables["UV_INDEX"] = RewrittenText.Join(_indexes.Asked.Select(UvIndexes.Named));
        }

        if (!_indexes.Links.IsEmpty)
        {
            _variables["UV_FIND_LINKS"] = new RewrittenText([.. _indexes.Links.SelectMany<UvIndex, Piece>((link, i) =>
                [new Piece.Literal(i == 0 ? "" : ","), new Piece.OfIndex(link.Source)])]);
        }

        // The guard asks upstream again itself; what it or the wall refuses stays refused.
        _variables["UV_HTTP_RETRIES"] = input.FilledVariable("UV_HTTP_RETRIES") ?? "1";
        foreach (string variable in new[] { "UV_HTTP_TIMEOUT", "UV_REQUEST_TIMEOUT" })
        {
            if (double.TryParse(input.Variable(variable), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds < InstallerCommand.TimeoutSeconds)
            {
                _plan.Notices.Add($"{variable}: raised to {InstallerCommand.TimeoutSeconds} s, because the guard inspects a file before it serves it.");
            }
        }

        _variables["UV_HTTP_TIMEOUT"] = InstallerCommand.TimeoutSeconds.ToString(CultureInfo.InvariantCulture);
        foreach (string variable in new[] { "UV_CONSTRAINT", "UV_BUILD_CONSTRAINT", "UV_OVERRIDE", "UV_EXCLUDE" })
        {
            if (input.FilledVariable(variable) is { } value)
            {
                _variables[variable] = RewrittenText.Join(value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    .Select(file => _plan.RequirementsFile(file, variable, _folder) ?? file).ToList());
            }
        }

        foreach ((string name, RewrittenText value) in ChildEnvironment.Proxies())
        {
            _variables[name] = value;
        }
    }

    // uv add writes the indexes of its variables into pyproject.toml. So it gets only those that the user set there; the project's own
    // are mapped in place, and the default one comes from a copy of the user's settings.
    private void SetAddVariables()
    {
        foreach (string variable in new[] { "UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL" })
        {
            if (input.FilledVariable(variable) is { } value)
            {
                _variables[variable] = RewrittenIndexes(value);
            }
        }

        foreach ((string name, RewrittenText value) in UvSettings.UserSettings(input, _indexes.Main.Source))
        {
            _variables[name] = value;
        }
    }

    private ImmutableArray<string> Removed()
    {
        string[] removed = [.. input.Environment.Keys
            .Where(name => ChildEnvironment.IsSecret(name) || (UvVariables.IsUv(name) && !UvVariables.Passes(name)))
            .Where(name => !_variables.ContainsKey(name))
            .Order(StringComparer.Ordinal)];
        foreach (string name in removed.Where(name => !ChildEnvironment.IsSecret(name) && !UvVariables.IsReplaced(name)))
        {
            _plan.Notices.Add($"{name}: removed, because it is no setting of uv that is known to leave the guard in place.");
        }

        return [.. removed];
    }

    private IEnumerable<string> Locks()
    {
        if (Script() is { } script)
        {
            return [input.Absolute(script, _folder) + ".lock"];
        }

        if (_project.Root is not { } root || !IsOfProject)
        {
            return [];
        }

        string[] locks = [Path.Combine(root, "uv.lock")];
        return subcommand == "add" ? locks.Concat(_project.Files.Select(file => file.Path)) : locks;
    }

    private bool IsOfProject => ProjectCommands.Contains(subcommand);

    // A script has its own environment only where it carries metadata; any other runs in the project's.
    private string? Script()
    {
        if (LastValue("--script") is { } named)
        {
            return named;
        }

        bool isScript = subcommand == "run" && !rest.IsEmpty
            && (Has("--script") || Has("--gui-script") || Path.GetExtension(rest[0]).ToLowerInvariant() is ".py" or ".pyw" or ".pyc");
        return isScript && UvProject.OfScript(input.Absolute(rest[0], _folder), input) is not null ? rest[0] : null;
    }

    private bool Has(string option) => arguments.Any(argument => argument.Option == option);

    private string? LastValue(string option) => arguments.LastOrDefault(argument => argument.Option == option)?.Value;
}
