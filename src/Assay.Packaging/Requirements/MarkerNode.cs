using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Requirements;

/// <summary>A side of a comparison: the name of a variable, or a literal.</summary>
internal readonly record struct MarkerOperand(string Text, bool IsVariable)
{
    public bool IsSetVariable => IsVariable && Text is "extras" or "dependency_groups";

    public override string ToString() => IsVariable ? Text : PythonLiteral.Quote(Text);
}

/// <summary>What a marker's part comes to.</summary>
/// <param name="Truth">Null where it hangs on a value that is not known.</param>
/// <param name="IsDefined">False where a comparison in it has no defined answer: installers stop there, whatever the rest says.</param>
internal readonly record struct MarkerAnswer(bool? Truth, bool IsDefined)
{
    public static MarkerAnswer Unknown => new(null, IsDefined: true);

    public static MarkerAnswer Undefined => new(null, IsDefined: false);
}

/// <summary>A comparison, or a group of them in parentheses.</summary>
internal abstract record MarkerNode
{
    public abstract MarkerAnswer Evaluate(MarkerEnvironment environment);

    public abstract void CollectVariables(ISet<string> variables);

    /// <summary>Adds each variable with the literal that it is compared with.</summary>
    public abstract void CollectLiterals(ICollection<(string Variable, string Literal)> literals);

    public abstract void Format(StringBuilder text, bool isOutermost);
}

/// <summary>A comparison such as <c>python_version &gt;= "3.9"</c>.</summary>
internal sealed record MarkerComparison : MarkerNode
{
    public MarkerComparison(MarkerOperand left, string op, MarkerOperand right)
    {
        // Names of extras and groups are compared in their normalised form (PyPA "Dependency specifiers", "Extras").
        bool leftNamesExtra = right is { IsVariable: true, Text: "extra" } || right.IsSetVariable;
        bool rightNamesExtra = left is { IsVariable: true, Text: "extra" };
        Left = leftNamesExtra && !left.IsVariable ? left with { Text = ProjectName.Normalize(left.Text) } : left;
        Right = rightNamesExtra && !right.IsVariable ? right with { Text = ProjectName.Normalize(right.Text) } : right;
        Operator = op;
    }

    public MarkerOperand Left { get; }

    /// <summary>A symbol, <c>in</c> or <c>not in</c>.</summary>
    public string Operator { get; }

    public MarkerOperand Right { get; }

    public override MarkerAnswer Evaluate(MarkerEnvironment environment)
    {
        // Two variables or two literals compare nothing that the specification defines.
        if (Left.IsVariable == Right.IsVariable || Left.IsSetVariable)
        {
            return MarkerAnswer.Undefined;
        }

        if (Right.IsSetVariable)
        {
            return environment.Set(Right.Text) is { } set ? Defined(InSet(set)) : MarkerAnswer.Unknown;
        }

        string variable = Left.IsVariable ? Left.Text : Right.Text;
        return environment.Value(variable) is { } value ? Defined(Compare(value, variable))
            : environment.IsPatchOfSeries(variable) ? CompareEveryPatch(environment.PythonVersion!, variable)
            : MarkerAnswer.Unknown;
    }

    public override void CollectVariables(ISet<string> variables)
    {
        if (Left.IsVariable)
        {
            variables.Add(Left.Text);
        }

        if (Right.IsVariable)
        {
            variables.Add(Right.Text);
        }
    }

    public override void CollectLiterals(ICollection<(string Variable, string Literal)> literals)
    {
        if (Left.IsVariable != Right.IsVariable)
        {
            literals.Add(Left.IsVariable ? (Left.Text, Right.Text) : (Right.Text, Left.Text));
        }
    }

    public override void Format(StringBuilder text, bool isOutermost) =>
        text.Append(Left).Append(' ').Append(Operator).Append(' ').Append(Right);

    private bool? InSet(ImmutableHashSet<string> set) => Operator switch
    {
        "in" => set.Contains(Left.Text),
        "not in" => !set.Contains(Left.Text),
        _ => null,
    };

    private bool? Compare(string value, string variable) =>
        Left.IsVariable ? Compare(value, Right.Text, variable) : Compare(Left.Text, value, variable);

    // Releases of one series that the literal does not name stand either all before or all behind those that it does.
    private MarkerAnswer CompareEveryPatch(string series, string variable)
    {
        bool? answer = null;
        foreach (int patch in PatchReleases.Around(Left.IsVariable ? Right.Text : Left.Text))
        {
            if (Compare(string.Create(CultureInfo.InvariantCulture, $"{series}.{patch}"), variable) is not { } one)
            {
                return MarkerAnswer.Undefined;
            }

            if (answer is not null && answer != one)
            {
                return MarkerAnswer.Unknown;
            }

            answer = one;
        }

        return Defined(answer);
    }

    private static MarkerAnswer Defined(bool? truth) => new(truth, truth is not null);

    private bool? Compare(string left, string right, string variable)
    {
        bool isVersion = variable is "python_version" or "python_full_version" or "implementation_version" or "platform_release";
        if (isVersion && Operator == "===" && PythonText.Trim(right).IsEmpty)
        {
            // The reference once read "===" with nothing behind it as a clause and has no answer since; it can equal no version.
            return left.Length == 0;
        }

        if (isVersion && VersionSpecifier.TryParse(Operator + right, out VersionSpecifier? specifier))
        {
            return specifier.Matches(left);
        }

        return Operator switch
        {
            "in" => right.Contains(left, StringComparison.Ordinal),
            "not in" => !right.Contains(left, StringComparison.Ordinal),
            "==" or "<=" or ">=" => string.Equals(left, right, StringComparison.Ordinal),
            "!=" => !string.Equals(left, right, StringComparison.Ordinal),
            "<" or ">" => false,
            _ => null,
        };
    }
}

/// <summary>Operands joined by <c>and</c> and <c>or</c>, of which <c>and</c> binds closer.</summary>
/// <param name="JoinedByOr">For each operand but the first, whether <c>or</c> stands before it.</param>
internal sealed record MarkerGroup(ImmutableArray<MarkerNode> Operands, ImmutableArray<bool> JoinedByOr) : MarkerNode
{
    public override MarkerAnswer Evaluate(MarkerEnvironment environment)
    {
        // The lifted operators are Kleene's: what is not known counts only where the rest leaves the answer open.
        bool? any = false;
        bool? all = true;
        bool isDefined = true;
        for (int i = 0; i < Operands.Length; i++)
        {
            if (i > 0 && JoinedByOr[i - 1])
            {
                any |= all;
                all = true;
            }

            MarkerAnswer answer = Operands[i].Evaluate(environment);
            isDefined &= answer.IsDefined;
            all &= answer.Truth;
        }

        return new MarkerAnswer(isDefined ? any | all : null, isDefined);
    }

    public override void CollectVariables(ISet<string> variables)
    {
        foreach (MarkerNode operand in Operands)
        {
            operand.CollectVariables(variables);
        }
    }

    public override void CollectLiterals(ICollection<(string Variable, string Literal)> literals)
    {
        foreach (MarkerNode operand in Operands)
        {
            operand.CollectLiterals(literals);
        }
    }

    public override void Format(StringBuilder text, bool isOutermost)
    {
        if (Operands is [MarkerGroup only])
        {
            only.Format(text, isOutermost);
            return;
        }

        text.Append(isOutermost ? "" : "(");
        for (int i = 0; i < Operands.Length; i++)
        {
            text.Append(i == 0 ? "" : JoinedByOr[i - 1] ? " or " : " and ");
            Operands[i].Format(text, isOutermost: false);
        }

        text.Append(isOutermost ? "" : ")");
    }
}
