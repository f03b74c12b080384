using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>
/// A uv command in one or two steps. Commands that run the user's program get an install step that runs nothing of the user's, and then
/// the program without network and without the guard's variables: uv finds all it needs in its cache, under the guard's addresses, which are
/// given as arguments because variables would reach the program.
/// </summary>
/// <param name="Program">The arguments of the second step; null where there is none.</param>
internal sealed record UvSteps(ImmutableArray<HandedArgument> Install, ImmutableArray<HandedArgument>? Program, ImmutableArray<Refusal> Refusals)
{
    private static readonly ImmutableArray<string> NotForSync =
        ["--module", "--script", "--gui-script", "--env-file", "--no-env-file", "--exact", "--with", "--with-editable", "--with-requirements", "--no-project", "--no-sync"];

    /// <param name="handed">Arguments up to the program, subcommand words included.</param>
    /// <param name="rest">The program and its arguments.</param>
    /// <param name="isScript">True where the program is a script that may carry its own metadata.</param>
    public static UvSteps Of(
        string subcommand,
        List<HandedArgument> handed,
        ImmutableArray<string> rest,
        ImmutableArray<HandedArgument> indexArguments,
        bool isScript,
        InstallerInput input)
    {
        HandedArgument[] program = [.. rest.Select(text => new HandedArgument(Argument.Word(text)))];
        if (subcommand == "tool run")
        {
            return OfTool(handed, program, indexArguments);
        }

        if (subcommand != "run")
        {
            return new UvSteps([.. handed], null, []);
        }

        bool has(string option) => handed.Exists(argument => argument.Argument.Option == option);
        bool hasWith = has("--with") || has("--with-editable") || has("--with-requirements");
        if (has("--isolated") || input.FilledVariable("UV_ISOLATED") is not null)
        {
            return Refused("--isolated", "The environment would have to be made a second time, outside the guard.", "Leave it out, or use 'assay run --' with the command.");
        }

        if (isScript && hasWith)
        {
            return Refused("--with beside a script", "The script's environment would have to be made outside the guard.", "Add the requirement to the script: 'assay uv add --script'.");
        }

        if (rest is ["-", ..])
        {
            return Refused("-", "A script from standard input can be read once only, and the install step needs it too.", "Save it as a file.");
        }

        if (isScript)
        {
            return OfScript(handed, program, indexArguments);
        }

        HandedArgument[] before = [.. handed.Where(argument => argument.Argument.Option is not ("--" or "--module" or "--script" or "--gui-script"))];

        // Offline whatever the program is: should uv read more out of it than was read here (a script's own metadata), it finds no network.
        return new UvSteps(
            [.. before, .. NoProgram()],
            [handed[0], .. has("--no-sync") ? [] : new[] { Flag("--no-sync") }, Flag("--offline"), .. indexArguments, .. handed.Skip(1), .. program],
            []);
    }

    private static UvSteps OfTool(List<HandedArgument> handed, HandedArgument[] program, ImmutableArray<HandedArgument> indexArguments)
    {
        bool hasFrom = handed.Exists(argument => argument.Argument.Option == "--from");
        HandedArgument[] before = [.. handed.Where(argument => argument.Argument.Option != "--")];
        IEnumerable<HandedArgument> from = hasFrom || program.Length == 0 ? [] : [new HandedArgument(new Argument("--from", "", []), program[0].Argument.Value!)];
        int words = handed.FindLastIndex(argument => argument.Argument is { Option: null }) + 1;
        return new UvSteps(
            [.. before, .. from, .. NoProgram()],
            [.. handed.Take(words), Flag("--offline"), .. indexArguments, .. handed.Skip(words), .. program],
            []);
    }

    private static UvSteps OfScript(List<HandedArgument> handed, HandedArgument[] program, ImmutableArray<HandedArgument> indexArguments)
    {
        HandedArgument[] shared = [.. handed.Skip(1).Where(argument => argument.Argument.Option is { } option && option != "--" && !NotForSync.Contains(option))];
        return new UvSteps(
            [new HandedArgument(Argument.Word("sync")), .. shared, new HandedArgument(new Argument("--script", "", []), program[0].Argument.Value!)],
            [handed[0], Flag("--offline"), .. indexArguments, .. handed.Skip(1), .. program],
            []);
    }

    private static UvSteps Refused(string what, string why, string next) => new([], null, [new Refusal(what, why, next)]);

    // An interpreter that ends at once: uv makes the environment and has nothing of the user's to run.
    private static IEnumerable<HandedArgument> NoProgram() =>
        new[] { "--", "python", "-c", "" }.Select(text => new HandedArgument(new Argument(text, null, [text])));

    private static HandedArgument Flag(string name) => new(new Argument(name, null, [name]));
}
