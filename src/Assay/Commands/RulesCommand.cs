using System.CommandLine;
using System.Globalization;
using Assay.Engine.Findings;
using Assay.Reports;

namespace Assay.Commands;

/// <summary><c>assay rules [ID]</c>: what Assay reports, and one rule's page.</summary>
public sealed class RulesCommand : ParsedVerb
{
    public override string Name => "rules";

    public override string Summary => "every rule, or one rule's page";

    public override Command Build(Session session)
    {
        Argument<string?> id = new("ID") { Description = "a rule's id", Arity = ArgumentArity.ZeroOrOne };
        Command command = new(Name, Summary) { id };
        command.SetAction(parsed => parsed.GetValue(id) is string wanted ? Show(session, wanted) : List(session));
        return command;
    }

    private static int List(Session session)
    {
        Ink ink = new(session.UsesColor);
        foreach ((string id, string title) in Engine.Rules.Catalogue.Titles)
        {
            session.Output.WriteLine($"{ink.Bold(id)}{new string(' ', Math.Max(1, 34 - id.Length))}{title}");
        }

        session.Output.WriteLine();
        session.Output.WriteLine("what could not be looked at, and what that means; policy may name these like rules:");
        foreach ((_, string id, GapWeight weight) in Gaps.All)
        {
            session.Output.WriteLine($"{ink.Bold(id)}{new string(' ', Math.Max(1, 34 - id.Length))}{ReasonText.Meaning(weight)}");
        }

        return ExitCodes.Fine;
    }

    private static int Show(Session session, string id)
    {
        if (RulePages.Find(id) is string page)
        {
            session.Output.Write(page);
            return ExitCodes.Fine;
        }

        if (Gaps.Find(id) is GapKind kind)
        {
            session.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id}: something could not be looked at; {ReasonText.Meaning(Gaps.WeightOf(kind))}"));
            return ExitCodes.Fine;
        }

        throw new UserException($"there is no rule '{TerminalText.Escape(id)}'; 'assay rules' lists them");
    }
}
