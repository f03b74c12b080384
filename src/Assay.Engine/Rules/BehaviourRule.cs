using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>
/// A rule about what the code does. It stands on facts alone: what a name resolves to, what a value folds to, when code runs and where
/// data comes from. Two facts belong together by the labels of their data, or, as weaker evidence, by module and occasion.
/// </summary>
public abstract class BehaviourRule : Rule
{
    private const int LongestExcerpt = 300;

    public sealed override IEnumerable<Finding> Inspect(Subject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.Behaviour.Modules.IsEmpty ? [] : Limited(WorstOfEachPlace(Judge(new Conduct(subject))));
    }

    /// <summary>Says what it found, in any order; of findings at one place the worst is kept.</summary>
    private protected abstract IEnumerable<Finding> Judge(Conduct conduct);

    /// <summary>A finding at a fact's place whose message says in one sentence what happens and when.</summary>
    /// <param name="does">What it does, and where data goes: <c>sends the environment to https://…</c>.</param>
    private protected Finding Report(
        Conduct conduct, Fact fact, Severity severity, Confidence confidence, string does, params ReadOnlySpan<Evidence> more)
    {
        List<Evidence> evidence = [];
        if (fact.Line.Length > 0)
        {
            evidence.Add(new Evidence("line", Excerpt(fact.Line)));
        }

        // Text that was decoded is shown as such.
        if (fact.Target.Length > 0 && fact.ExecutedLayer == 0)
        {
            evidence.Add(new Evidence("target", Excerpt(fact.Target)));
        }

        foreach (Evidence further in more)
        {
            evidence.Add(further with { Text = Excerpt(further.Text) });
        }

        evidence.AddRange(conduct.LayersOf(fact));

        // What only a package's own tests do happens to nobody who installs it.
        Severity weight = fact.Context == CodeContext.Test && severity > Severity.Low ? Severity.Low : severity;
        return Report(weight, confidence, fact.Context, fact.Place, Sentence(does, fact.Context)) with
        {
            Trail = [.. fact.Trail, .. fact.Place.Layers],
            Evidence = [.. evidence],
        };
    }

    /// <summary>When code of a context runs, to end a sentence with.</summary>
    private protected static string When(CodeContext context) => context switch
    {
        CodeContext.Startup => "at every start of Python",
        CodeContext.Install => "when the package is built or installed",
        CodeContext.Import => "when the package is imported",
        CodeContext.Plugin => "when another program loads its plugins",
        CodeContext.Main => "when it is started as a program",
        CodeContext.Call => "when it is called",
        CodeContext.Test => "in its tests",
        _ => "",
    };

    /// <summary>Where data came from, for sentences: <c>the environment and a wallet</c>; null where no label of these says it.</summary>
    private protected static string? Origin(Labels labels)
    {
        List<string> words = [];
        foreach ((Labels label, string name) in s_origins)
        {
            if ((labels & label) != Labels.None)
            {
                words.Add(name);
            }
        }

        return words.Count switch
        {
            0 => null,
            1 => words[0],
            2 => $"{words[0]} and {words[1]}",
            _ => $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}",
        };
    }

    /// <summary>At most 300 characters of a text, holes shown as <c>{…}</c>.</summary>
    private protected static string Excerpt(string text)
    {
        bool isLong = text.Length > LongestExcerpt;
        string shown = (isLong ? text[..LongestExcerpt] : text).Replace($"{TextValue.Hole}", "{…}", StringComparison.Ordinal).TrimEnd();
        return isLong ? shown + "…" : shown;
    }

    private static readonly ImmutableArray<(Labels Label, string Name)> s_origins =
    [
        (Labels.Environment, "the environment"),
        (Labels.EnvironmentSecret, "a secret of the environment"),
        (Labels.SecretFile, "a file of credentials"),
        (Labels.BrowserStore, "a browser's or chat program's store"),
        (Labels.Wallet, "a wallet"),
        (Labels.Keyring, "the keyring"),
        (Labels.KeyMaterial, "a private key or password"),
        (Labels.Credential, "a password or token"),
        (Labels.CloudIdentity, "a cloud or CI identity"),
        (Labels.Clipboard, "the clipboard"),
        (Labels.Screen, "the screen"),
        (Labels.Keystroke, "keystrokes"),
        (Labels.Recording, "microphone or camera"),
        (Labels.HostInfo, "user and host names"),
        (Labels.CallerArguments, "the arguments of others' calls"),
        (Labels.ProcessOutput, "another program's output"),
        (Labels.UserInput, "the user's input"),
    ];

    private static string Sentence(string does, CodeContext context)
    {
        string sentence = $"{char.ToUpperInvariant(does[0])}{does[1..]} {When(context)}".TrimEnd();
        return sentence.Replace($"{TextValue.Hole}", "{…}", StringComparison.Ordinal);
    }

    private static IEnumerable<Finding> WorstOfEachPlace(IEnumerable<Finding> findings) =>
        findings.GroupBy(static finding => LineOf(finding.Place))
            .Select(static group => group.OrderByDescending(static finding => finding.Severity)
                .ThenByDescending(static finding => finding.Confidence)
                .ThenByDescending(static finding => finding.Context)
                .First());

    // Two calls on one line are one thing to read.
    private static Place LineOf(Place place) => place is MemberPlace member ? member with { Offset = null, Length = null, Column = null } : place;
}
