using System.Collections.Immutable;
using System.CommandLine;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Reports;

namespace Assay.Commands;

/// <summary><c>assay show X [PATH]</c>: what a distribution holds and where it would land, one member's text, or the texts that its code decodes, without installing it.</summary>
public sealed class ShowCommand : ParsedVerb
{
    private const int ShownBytes = 16 << 20;

    public override string Name => "show";

    public override string Summary => "list a distribution's members, print one, or print what hidden code says";

    public override Command Build(Session session)
    {
        Argument<string> what = new("X") { Description = "a file, a folder, NAME or NAME==VERSION" };
        Argument<string?> member = new("PATH") { Description = "a member; NESTED.zip!/PATH for one in an archive inside", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> decoded = new("--decoded") { Description = "print the texts that the code decodes and runs" };
        Option<int?> layer = new("--layer") { Description = "with --decoded: only this text, raw where the output is no terminal", HelpName = "N" };
        Option<string?> index = new("--index-url") { Description = "the index that projects are looked for on", HelpName = "URL" };
        Option<string?> file = new("--file") { Description = "which file of the release, where it has several", HelpName = "NAME" };
        Command command = new(Name, Summary) { what, member, decoded, layer, index, file };
        command.SetAction((parsed, cancellation) => RunAsync(
            session, parsed.GetValue(what)!, parsed.GetValue(member), parsed.GetValue(decoded), parsed.GetValue(layer),
            parsed.GetValue(index), parsed.GetValue(file), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Session session, string what, string? member, bool decoded, int? layer, string? indexUrl, string? file, CancellationToken cancellation)
    {
        if (layer is not null && !decoded)
        {
            throw new UserException("--layer chooses among the texts of --decoded: give both");
        }

        using OpenedDistribution opened = await OpenedDistribution.OpenAsync(session, what, indexUrl, file, like: null, cancellation);
        if (decoded)
        {
            return ShowDecoded(session, opened, member, layer);
        }

        if (member is null)
        {
            MemberList.Write(session.Output, new Ink(session.UsesColor), opened.Reading);
            return opened.Reading.Gaps.Any(static gap => gap.Kind is GapKind.ArchiveUnreadable or GapKind.LimitReached) ? ExitCodes.Incomplete : ExitCodes.Fine;
        }

        ImmutableArray<string> path = Choose(session, opened.Reading.Subject, what, member);
        try
        {
            MemberText.Write(
                session.Output, session.Error,
                opened.Find(path, ShownBytes)
                    ?? throw new UserException($"{TerminalText.Escape(member)} in {TerminalText.Escape(what)} cannot be read: 'assay scan {TerminalText.Escape(what)}' says why"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{TerminalText.Escape(member)} in {TerminalText.Escape(what)} cannot be read: {TerminalText.Escape(e.Message)}");
        }

        return ExitCodes.Fine;
    }

    // The numbers are those of the whole artifact, so that they stay the same with a PATH.
    private static int ShowDecoded(Session session, OpenedDistribution opened, string? member, int? number)
    {
        ArtifactReading reading = opened.Reading;
        ImmutableArray<DecodedLayer> layers = reading.Subject.Behaviour.Layers;
        string what = TerminalText.Escape(opened.What);
        if (number is int one)
        {
            if (one < 1 || one > layers.Length)
            {
                throw new UserException(layers.IsEmpty
                    ? $"no code in {what} was seen to decode and run a text"
                    : $"{what} has the decoded texts 1 to {layers.Length}, not {one}: 'assay show --decoded {what}' lists them");
            }

            LayerText.WriteOne(session.Output, layers[one - 1], escape: session.OutputIsTerminal);
            return ExitCodes.Fine;
        }

        ImmutableArray<string> path = member is null ? [] : Choose(session, reading.Subject, opened.What, member);
        int shown = LayerText.WriteAll(session.Output, new Ink(session.UsesColor), session.Width, layers, path);
        if (shown == 0)
        {
            session.Error.WriteLine($"assay: no code in {(member is null ? what : TerminalText.Escape(member))} was seen to decode and run a text");
        }

        foreach (Gap gap in reading.Gaps.Where(static gap => gap.Weight == GapWeight.Blind))
        {
            session.Error.WriteLine($"assay: not looked at: {TerminalText.Escape(gap.Place.Describe())}: {TerminalText.Escape(gap.Detail)}");
        }

        return reading.Gaps.Any(static gap => gap.Weight == GapWeight.Blind) ? ExitCodes.Incomplete : ExitCodes.Fine;
    }

    // The exact path, else the one member whose path ends in it.
    private static ImmutableArray<string> Choose(Session session, Subject subject, string what, string member)
    {
        string wanted = member.Replace('\\', '/');
        Member[] exact = [.. subject.Members.Where(candidate => string.Join("!/", candidate.Path) is string path && (path == member || path == wanted)).Take(2)];
        Member[] ending = exact.Length > 0
            ? exact
            : [.. subject.Members.Where(candidate => string.Join("!/", candidate.Path).EndsWith("/" + wanted, StringComparison.Ordinal)).Take(2)];
        if (ending.Length == 0)
        {
            throw new UserException($"{TerminalText.Escape(what)} has no member {TerminalText.Escape(member)}; 'assay show {TerminalText.Escape(what)}' lists them");
        }

        if (ending.Length > 1 && exact.Length == 0)
        {
            throw new UserException($"more than one member of {TerminalText.Escape(what)} ends in {TerminalText.Escape(member)}; give its whole path");
        }

        Member chosen = ending[0];
        if (exact.Length > 1)
        {
            session.Error.WriteLine($"assay: {TerminalText.Escape(what)} holds this name more than once; the first is shown");
        }

        if (chosen.Kind is MemberKind.Directory or MemberKind.Link)
        {
            throw new UserException($"{TerminalText.Escape(member)} is a {(chosen.Kind == MemberKind.Link ? $"link to {TerminalText.Escape(chosen.LinkTarget ?? "")}" : "folder")}");
        }

        return chosen.Path;
    }
}
