using System.Collections.Immutable;

namespace Assay.Packaging.Requirements;

/// <summary>Turns the lines of one requirements file into items.</summary>
internal sealed class RequirementsLineReader(string file, bool isConstraint, LineIndex lines)
{
    private static readonly string[] s_hashAlgorithms = ["sha256", "sha384", "sha512"];

    private readonly ImmutableArray<RequirementsItem>.Builder _items = ImmutableArray.CreateBuilder<RequirementsItem>();
    private readonly ImmutableArray<RequirementsProblem>.Builder _problems = ImmutableArray.CreateBuilder<RequirementsProblem>();

    /// <summary>The value of the line's first <c>--editable</c>.</summary>
    private MappedText? _editable;

    public ImmutableArray<RequirementsItem> Items => _items.ToImmutable();

    public ImmutableArray<RequirementsProblem> Problems => _problems.ToImmutable();

    public void Refuse(SourceSpan span, string message) => _problems.Add(new RequirementsProblem(file, span, message));

    public void Read(LogicalLine line)
    {
        MappedText text = line.Text;
        if (line.Refused is { } refused)
        {
            Refuse(SpanOf(text), refused);
            return;
        }

        // Options begin at the first blank-separated word with a dash; only they are split by the shell's rules.
        int options = OptionsStart(text);
        MappedText arguments = text.Slice(0, options < 0 ? text.Length : Math.Max(0, options - 1));
        List<RequirementsOptionItem> found = [];
        _editable = null;
        if (options >= 0)
        {
            MappedText rest = text.Slice(options);
            if (ShellWords.TrySplit(rest, out List<ShellWord>? words, out string? problem))
            {
                ReadOptions(line.Line, words, found);
            }
            else
            {
                Refuse(SpanOf(rest), problem);
            }
        }

        RequirementsOptionItem? editable = found.Find(o => o.Option == RequirementsOption.Editable);
        if (arguments.Length > 0 || editable is not null)
        {
            AddRequirement(line.Line, arguments, editable, found);
        }

        bool isRequirement = arguments.Length > 0 || editable is not null;
        foreach (RequirementsOptionItem option in found)
        {
            bool isEffective = isRequirement ? HoldsBesideRequirement(option, editable is not null) : HoldsAlone(option, found);
            _items.Add(isEffective == option.IsEffective ? option : option with { IsEffective = isEffective });
        }
    }

    private void AddRequirement(int line, MappedText arguments, RequirementsOptionItem? editable, List<RequirementsOptionItem> options)
    {
        // With both, pip takes what stands before the options and treats it as editable.
        string text = arguments.Length > 0 ? arguments.ToString() : editable!.Value!;
        SourceSpan span = arguments.Length > 0 ? SpanOf(arguments) : editable!.ValueSpan!.Value;
        bool valid = editable is null
            ? RequirementTarget.TryParse(text, out RequirementTarget? target, out RequirementProblem? problem)
            : RequirementTarget.TryParseEditable(text, out target, out problem);
        if (!valid)
        {
            Refuse(span, UnsetVariable(text) is string variable
                ? $"not a requirement: the variable {variable} is not set"
                : $"not a requirement: {problem!.Message} at character {problem.Position + 1}");
        }

        SourceSpan? address = null;
        if (target?.Address is { } where)
        {
            address = SpanOf((arguments.Length > 0 ? arguments : _editable!).Slice(target.AddressStart, where.Length));
        }

        _items.Add(new RequirementsEntry(file, line, text, span, editable is not null, isConstraint, target, address, Hashes(editable, options),
            [.. options.Where(o => o.Option == RequirementsOption.ConfigSettings).Select(o => o.Value!)]));
    }

    // One that is set has been put in by now. pip knows names in capitals only.
    private static string? UnsetVariable(string text)
    {
        int start = text.IndexOf("${", StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf('}', start);
        string name = end < 0 ? "" : text[(start + 2)..end];
        return name.Length > 0 && name.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') ? name : null;
    }

    private static ImmutableArray<RequirementHash> Hashes(RequirementsOptionItem? editable, List<RequirementsOptionItem> options) =>
        editable is not null
            ? []
            : [.. options.Where(o => o.Option == RequirementsOption.Hash).Select(o =>
            {
                string[] parts = o.Value!.Split(':', 2);
                return new RequirementHash(parts[0], parts[1], o.ValueSpan!.Value);
            })];

    private static int OptionsStart(MappedText text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '-' && (i == 0 || text[i - 1] == ' '))
            {
                return i;
            }
        }

        return -1;
    }

    // As optparse: values follow '=' or come next whatever they look like; words that are no options are passed over; the first
    // mistake ends it.
    private void ReadOptions(int line, List<ShellWord> words, List<RequirementsOptionItem> found)
    {
        int next = 0;
        while (next < words.Count)
        {
            ShellWord word = words[next++];
            MappedText text = word.Text;
            if (text.Span is "--")
            {
                return;
            }

            bool going = text.Length < 2 || text[0] != '-'
                || (text[1] == '-' ? ReadLong(line, word, words, ref next, found) : ReadCluster(line, word, words, ref next, found));
            if (!going)
            {
                return;
            }
        }
    }

    private bool ReadLong(int line, ShellWord word, List<ShellWord> words, ref int next, List<RequirementsOptionItem> found)
    {
        MappedText text = word.Text;
        int equals = text.Span.IndexOf('=');
        string spelling = (equals < 0 ? text.Span : text.Span[..equals]).ToString();
        if (!RequirementsOptionTable.TryFindLong(spelling, out RequirementsOptionRule? rule, out string? problem))
        {
            return Stop(word, problem);
        }

        if (!rule.TakesValue)
        {
            return equals < 0 ? Add(line, rule, spelling, word, null, found) : Stop(word, $"{spelling} takes no value");
        }

        if (equals >= 0)
        {
            int whenEmpty = text.Source(equals, 1, 0).End;
            return Add(line, rule, spelling, word, (text.Slice(equals + 1), whenEmpty), found);
        }

        return TakeNext(line, rule, spelling, word, words, ref next, found);
    }

    private bool ReadCluster(int line, ShellWord word, List<ShellWord> words, ref int next, List<RequirementsOptionItem> found)
    {
        // No option of one letter goes without a value, so the first letter takes all that follows.
        MappedText text = word.Text;
        string spelling = text.Span[..2].ToString();
        if (RequirementsOptionTable.FindShort(text[1]) is not { } rule)
        {
            return Stop(word, $"there is no option {spelling}");
        }

        return text.Length > 2
            ? Add(line, rule, spelling, word, (text.Slice(2), 0), found)
            : TakeNext(line, rule, spelling, word, words, ref next, found);
    }

    private bool TakeNext(
        int line, RequirementsOptionRule rule, string spelling, ShellWord word, List<ShellWord> words, ref int next, List<RequirementsOptionItem> found)
    {
        if (next == words.Count)
        {
            return Stop(word, $"{spelling} needs a value");
        }

        ShellWord value = words[next++];
        return Add(line, rule, spelling, word, (value.Text, value.Opened), found);
    }

    private bool Add(
        int line, RequirementsOptionRule rule, string spelling, ShellWord word, (MappedText Text, int WhenEmpty)? value, List<RequirementsOptionItem> found)
    {
        SourceSpan? valueSpan = null;
        int end = SpanOf(word.Text).End;
        if (value is { } given)
        {
            (int start, int valueEnd) = given.Text.Source(0, given.Text.Length, given.WhenEmpty);
            valueSpan = lines.Span(start, valueEnd);
            end = Math.Max(end, valueEnd);
            if (ValueProblem(rule.Option, given.Text.ToString()) is { } problem)
            {
                return Stop(word, problem);
            }
        }

        if (rule.Option == RequirementsOption.Editable)
        {
            _editable ??= value!.Value.Text;
        }

        found.Add(new RequirementsOptionItem(file, line, rule.Option, spelling, value?.Text.ToString(), lines.Span(word.Opened, end), valueSpan, IsEffective: true));
        return true;
    }

    private static string? ValueProblem(RequirementsOption option, string value)
    {
        switch (option)
        {
            case RequirementsOption.Hash:
                int colon = value.IndexOf(':', StringComparison.Ordinal);
                return colon < 0 ? "a hash must be written as ALGORITHM:DIGEST"
                    : !s_hashAlgorithms.Contains(value[..colon], StringComparer.Ordinal) ? $"a hash must be one of {string.Join(", ", s_hashAlgorithms)}"
                    : null;
            case RequirementsOption.ConfigSettings:
                return value.Contains('=', StringComparison.Ordinal) ? null : "a setting must be written as KEY=VALUE";
            case RequirementsOption.NoBinary or RequirementsOption.OnlyBinary or RequirementsOption.AllReleases or RequirementsOption.OnlyFinal:
                return value.StartsWith('-') ? "a list of projects cannot begin with a dash" : null;
            default:
                return null;
        }
    }

    // pip applies these while it parses, wherever they stand.
    private static bool HoldsAnywhere(RequirementsOption option) =>
        option is RequirementsOption.NoBinary or RequirementsOption.OnlyBinary or RequirementsOption.AllReleases or RequirementsOption.OnlyFinal;

    private static bool HoldsBesideRequirement(RequirementsOptionItem option, bool isEditable) =>
        HoldsAnywhere(option.Option)
        || option.Option is RequirementsOption.ConfigSettings or RequirementsOption.Editable
        || (!isEditable && option.Option is RequirementsOption.Hash or RequirementsOption.GlobalOption or RequirementsOption.InstallOption);

    private static bool HoldsAlone(RequirementsOptionItem option, List<RequirementsOptionItem> all)
    {
        if (HoldsAnywhere(option.Option))
        {
            return true;
        }

        // A line that includes a file does nothing else, and includes one only: a requirements file before a constraints file.
        RequirementsOptionItem? include = all.Find(o => o.Option == RequirementsOption.Requirement) ?? all.Find(o => o.Option == RequirementsOption.Constraint);
        if (include is not null)
        {
            return ReferenceEquals(option, include);
        }

        return option.Option switch
        {
            RequirementsOption.Hash or RequirementsOption.ConfigSettings or RequirementsOption.GlobalOption or RequirementsOption.InstallOption => false,
            RequirementsOption.IndexUrl => ReferenceEquals(option, all.FindLast(o => o.Option == RequirementsOption.IndexUrl)) && option.Value!.Length > 0,
            RequirementsOption.FindLinks => ReferenceEquals(option, all.Find(o => o.Option == RequirementsOption.FindLinks)),
            _ => true,
        };
    }

    private bool Stop(ShellWord word, string problem)
    {
        (int start, int end) = word.Text.Source(0, word.Text.Length, word.Opened);
        Refuse(lines.Span(start, end), problem);
        return false;
    }

    private SourceSpan SpanOf(MappedText text)
    {
        (int start, int end) = text.Source(0, text.Length, 0);
        return lines.Span(start, end);
    }
}
