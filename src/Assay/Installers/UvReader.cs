using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>Reads a uv command line, with its environment and settings, as uv itself would, and says how to run it behind the guard.</summary>
public static class UvReader
{
    private const string Installer = "uv";

    /// <summary>Reads a command of <c>uv</c>; a command that cannot be run behind the guard carries refusals in its plan.</summary>
    public static InstallerCommand Read(InstallerInput input)
    {
        string? program = PythonOnPath.FindProgram("uv", input);
        if (program is null && PythonOnPath.Programs("uv", input).FirstOrDefault() is string shim)
        {
            // Started by its bare name, the shim would start Assay again, without end.
            Refusal refusal = new(shim, "It is only a shim, which starts assay, and there is no uv behind it on PATH.", "Install uv, or take the shim away: assay shim remove DIR.");
            return InstallerCommand.PassingThrough(InstallerPlan.OfNothing(Installer) with { Fetches = true, Refusals = [refusal] }, "uv", [], input.Arguments);
        }

        return Read(input, program ?? "uv");
    }

    /// <summary>Reads it without looking for the program.</summary>
    internal static InstallerCommand Read(InstallerInput input, string program)
    {
        var arguments = ImmutableArray.CreateBuilder<Argument>();
        ReadOnlySpan<string> rest = input.Arguments.AsSpan();
        string subcommand = NextWord(ref rest, arguments);
        if (subcommand is "pip" or "tool" or "python")
        {
            subcommand = $"{subcommand} {NextWord(ref rest, arguments)}".TrimEnd();
        }

        OptionTable? table = UvOptions.Of(subcommand);
        bool onlySpeaks = arguments.Any(argument => argument.Option is "--help" or "--version");
        if (table is null || onlySpeaks)
        {
            return PassThrough(program, input);
        }

        ArgumentReading after = ArgumentReader.Read(rest, table, ArgumentDialect.Clap, stopAtFirstWord: subcommand is "run" or "tool run");
        arguments.AddRange(after.Arguments);
        if (after.Arguments.Any(argument => argument.Option == "--help") || !Fetches(subcommand, after))
        {
            return PassThrough(program, input);
        }

        return new UvRewriting(input, program, subcommand, arguments.ToImmutable(), after.Rest).Finish();
    }

    /// <summary>Reads a command of <c>uvx</c>, which is <c>uv tool run</c>.</summary>
    public static InstallerCommand ReadUvx(InstallerInput input) => Read(input with { Arguments = ["tool", "run", .. input.Arguments] });

    private static InstallerCommand PassThrough(string program, InstallerInput input) =>
        InstallerCommand.PassingThrough(InstallerPlan.OfNothing(Installer), program, [], input.Arguments);

    private static bool Fetches(string subcommand, ArgumentReading after) => subcommand switch
    {
        "pip list" or "pip tree" => after.Arguments.Any(argument => argument.Option == "--outdated"),
        "version" => after.Arguments.Any(argument => argument.Option == "--bump" || argument.Option is null),
        "run" or "tool run" => !after.Rest.IsEmpty || after.Arguments.Any(argument => argument.Option is "--with" or "--with-editable" or "--with-requirements"),
        _ => true,
    };

    private static string NextWord(ref ReadOnlySpan<string> tokens, ImmutableArray<Argument>.Builder arguments)
    {
        ArgumentReading reading = ArgumentReader.Read(tokens, UvOptions.BeforeSubcommand, ArgumentDialect.Clap, stopAtFirstWord: true);
        arguments.AddRange(reading.Arguments);
        if (reading.Rest.IsEmpty)
        {
            tokens = [];
            return "";
        }

        arguments.Add(Argument.Word(reading.Rest[0]));
        tokens = reading.Rest.AsSpan()[1..];
        return reading.Rest[0];
    }
}
