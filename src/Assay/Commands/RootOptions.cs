using System.Collections.Immutable;

namespace Assay.Commands;

/// <summary>
/// The command line cut in two: Assay's own options, which stand before the verb, and everything from the verb on. It is cut before any
/// parser sees it, because what follows <c>pip</c> or <c>uv</c> belongs to them.
/// </summary>
/// <param name="Verb">The verb, or null where none was given.</param>
/// <param name="Rest">Everything behind the verb.</param>
/// <param name="Problem">What is wrong with the options before the verb; null where nothing is.</param>
public sealed record RootOptions(Session Session, bool Help, bool Version, string? Verb, ImmutableArray<string> Rest, string? Problem)
{
    /// <summary>The options and what they do, for the help text.</summary>
    public static ImmutableArray<(string Usage, string Summary)> Known { get; } =
    [
        ("--policy FILE", "judge by this policy as well"),
        ("--store DIR", "keep inspections and files in this folder (ASSAY_STORE)"),
        ("--no-store", "keep nothing, reuse nothing"),
        ("--report FILE", "write what a guarded run allowed, steered and refused as JSON"),
        ("--allow-vcs", "let requirements from version control pass a guarded run unseen"),
        ("--color WHEN", "auto, always or never (NO_COLOR)"),
        ("--version", "print the version"),
        ("-h, --help", "print this, or a verb's help behind the verb"),
    ];

    /// <summary>Cuts a command line.</summary>
    public static RootOptions Read(Session session, ReadOnlySpan<string> arguments)
    {
        RootOptions result = new(session, Help: false, Version: false, Verb: null, Rest: [], Problem: null);
        int i = 0;
        while (i < arguments.Length && arguments[i].StartsWith('-'))
        {
            (string name, string? value) = SplitAtEquals(arguments[i]);
            bool takesValue = name is "--policy" or "--store" or "--color" or "--report";
            if (takesValue && value is null)
            {
                if (i + 1 == arguments.Length)
                {
                    return result with { Problem = $"{name} needs a value behind it" };
                }

                value = arguments[++i];
            }

            result = Apply(result, name, value);
            if (result.Problem is not null)
            {
                return result;
            }

            i++;
        }

        return i == arguments.Length ? result : result with { Verb = arguments[i], Rest = [.. arguments[(i + 1)..]] };
    }

    private static RootOptions Apply(RootOptions result, string name, string? value)
    {
        Session session = result.Session;
        return (name, value) switch
        {
            ("--policy" or "--store" or "--report", "") => result with { Problem = $"{name} needs a value behind it" },
            ("--policy", string file) => result with { Session = session with { Policy = file } },
            ("--store", string folder) => result with { Session = session with { Store = folder } },
            ("--color", string when) => Enum.TryParse(when, ignoreCase: true, out ColorChoice choice) && !int.TryParse(when, out _)
                ? result with { Session = session with { Color = choice } }
                : result with { Problem = $"--color takes auto, always or never, not '{Reports.TerminalText.Escape(when)}'" },
            ("--report", string file) => result with { Session = session with { ReportFile = Path.GetFullPath(file, session.Folder) } },
            ("--allow-vcs", null) => result with { Session = session with { AllowVersionControl = true } },
            ("--no-store", null) => result with { Session = session with { NoStore = true } },
            ("--version", null) => result with { Version = true },
            ("-h" or "--help" or "-?", null) => result with { Help = true },
            _ => result with { Problem = $"'{Reports.TerminalText.Escape(name)}' is not an option that stands before the verb" },
        };
    }

    private static (string Name, string? Value) SplitAtEquals(string argument)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 || !argument.StartsWith("--", StringComparison.Ordinal) ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }
}
