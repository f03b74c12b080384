using System.Collections.Immutable;
using Assay.Index;

namespace Assay.Installers;

/// <summary>Reads a pip command line, with its environment and configuration, as pip itself would, and says how to run it behind the guard.</summary>
public static class PipReader
{
    private const string Installer = "pip";

    /// <summary>
    /// What stands before pip's own arguments. Not <c>-m pip</c>: that puts the current folder before everything else on <c>sys.path</c>, so a
    /// <c>pip.py</c> in a checkout would run in pip's place.
    /// </summary>
    public static ImmutableArray<string> Leading { get; } =
        ["-c", "import sys; sys.path[:1] == [''] and sys.path.pop(0); import runpy; runpy.run_module('pip', run_name='__main__', alter_sys=True)"];

    /// <summary>Reads the command; a command that cannot be run behind the guard carries refusals in its plan.</summary>
    public static InstallerCommand Read(InstallerInput input)
    {
        ArgumentReading general = ArgumentReader.Read(input.Arguments.AsSpan(), PipOptions.BeforeSubcommand, ArgumentDialect.Optparse, stopAtFirstWord: true);
        string? python = general.Arguments.LastOrDefault(argument => argument.Option == "--python")?.Value ?? input.FilledVariable("PIP_PYTHON");
        string interpreter = PythonOnPath.Find(input) ?? "python3";
        ImmutableArray<string> leading = Leading;
        string subcommand = general.Rest.IsEmpty ? "" : general.Rest[0];
        bool onlySpeaks = general.Arguments.Any(argument => argument.Option is "--help" or "--version");
        bool isClear = general.Ambiguous.IsEmpty && general.Arguments.All(argument => argument.Option is { } option && PipOptions.BeforeSubcommand.Find(option) is not null);
        OptionTable? table = PipOptions.Of(subcommand);
        if (onlySpeaks || (isClear && table is null))
        {
            return InstallerCommand.PassingThrough(InstallerPlan.OfNothing(Installer), interpreter, leading, input.Arguments);
        }

        ArgumentReading after = ArgumentReader.Read(general.Rest.AsSpan()[Math.Min(1, general.Rest.Length)..], table ?? PipOptions.All, ArgumentDialect.Optparse, stopAtFirstWord: false);
        PipSettings settings = PipSettings.Read(input, subcommand, PrefixOf(TargetOf(python, interpreter, input), interpreter, input));
        if (!Fetches(subcommand, after, settings))
        {
            return InstallerCommand.PassingThrough(InstallerPlan.OfNothing(Installer), interpreter, leading, input.Arguments);
        }

        var work = new PipRewriting(input, subcommand, settings, general, after);
        string target = TargetOf(python ?? settings.Find("--python")?.Value, interpreter, input);
        return work.Finish(interpreter, leading, target, PrefixOf(target, interpreter, input));
    }

    private static bool Fetches(string subcommand, ArgumentReading after, PipSettings settings)
    {
        if (after.Arguments.Any(argument => argument.Option == "--help"))
        {
            return false;
        }

        return subcommand != "list"
            || after.Arguments.Any(argument => argument.Option is "--outdated" or "--uptodate")
            || settings.Find("--outdated") is { IsOn: true } || settings.Find("--uptodate") is { IsOn: true };
    }

    private static string PrefixOf(string target, string interpreter, InstallerInput input) =>
        target == interpreter && input.Prefix is { } asked ? asked : PythonOnPath.PrefixOf(target, input);

    private static string TargetOf(string? python, string interpreter, InstallerInput input)
    {
        if (python is null)
        {
            return interpreter;
        }

        string absolute = input.Absolute(python);
        return input.Files.FolderExists(absolute) ? PythonOnPath.OfEnvironment(absolute, input) ?? absolute : absolute;
    }
}
