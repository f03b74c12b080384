using System.Collections.Immutable;
using System.CommandLine;
using Assay.Engine.Artifacts;
using Assay.Index;
using Assay.Office;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary><c>assay show X [PATH]</c>: what a distribution holds and where it would land, or one member's text, without installing it.</summary>
public sealed class ShowCommand : ParsedVerb
{
    private const int ShownBytes = 16 << 20;

    public override string Name => "show";

    public override string Summary => "list a distribution's members, or print one";

    public override Command Build(Session session)
    {
        Argument<string> what = new("X") { Description = "a file, a folder, NAME or NAME==VERSION" };
        Argument<string?> member = new("PATH") { Description = "a member; NESTED.zip!/PATH for one in an archive inside", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> index = new("--index-url") { Description = "the index that projects are looked for on", HelpName = "URL" };
        Option<string?> file = new("--file") { Description = "which file of the release, where it has several", HelpName = "NAME" };
        Command command = new(Name, Summary) { what, member, index, file };
        command.SetAction((parsed, cancellation) =>
            RunAsync(session, parsed.GetValue(what)!, parsed.GetValue(member), parsed.GetValue(index), parsed.GetValue(file), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Session session, string what, string? member, string? indexUrl, string? file, CancellationToken cancellation)
    {
        try
        {
            if (Directory.Exists(what))
            {
                ShowTree(session, what, member, cancellation);
            }
            else if (ScanTargets.IsRequirement(what))
            {
                await ShowOfferedAsync(session, what, member, IndexAccess.IndexOf(indexUrl), file, cancellation);
            }
            else if (!File.Exists(what))
            {
                throw new UserException($"there is no file {TerminalText.Escape(what)}, and it is no NAME or NAME==VERSION either");
            }
            else
            {
                using FileStream stream = AssayOffice.OpenFile(what);
                ShowArchive(session, stream, Path.GetFileName(what), what, member, cancellation);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{TerminalText.Escape(what)} cannot be read: {TerminalText.Escape(e.Message)}");
        }

        return ExitCodes.Fine;
    }

    private static async Task ShowOfferedAsync(
        Session session, string what, string? member, IndexSource index, string? file, CancellationToken cancellation)
    {
        using AssayStore? store = session.OpenStore();
        using IndexClient client = IndexAccess.Connect(session, index);
        ImmutableArray<ScanItem> items = await ScanTargets.OfRequirementAsync(what, client, index, cancellation);
        if (items.OfType<ScanItem.Unusable>().FirstOrDefault() is ScanItem.Unusable problem)
        {
            throw new UserException(TerminalText.Escape(problem.Problem));
        }

        ImmutableArray<ScanItem.Offered> files = [.. items.OfType<ScanItem.Offered>()];
        ScanItem.Offered chosen = files.FirstOrDefault(offered => offered.Entry.FileName == file)
            ?? (file is null
                ? Likeliest(files)
                : throw new UserException($"the release has no file {TerminalText.Escape(file)}; it has {Names(files)}"));
        if (files.Length > 1 && file is null)
        {
            session.Error.WriteLine($"assay: showing {TerminalText.Escape(chosen.Entry.FileName)}; --file NAME chooses among {Names(files)}");
        }

        using OfferedFile fetched = await OfferedFile.FetchAsync(chosen, client, store, cancellation);
        if (fetched.Content is null)
        {
            throw new UserException(TerminalText.Escape(fetched.Problem!));
        }

        ShowArchive(session, fetched.Content, chosen.Entry.FileName, what, member, cancellation);
    }

    // A wheel is what most installers would take, and the one for every platform is what most readers mean.
    private static ScanItem.Offered Likeliest(ImmutableArray<ScanItem.Offered> files) =>
        files.OrderBy(static offered => offered.Entry.FileName.EndsWith("-none-any.whl", StringComparison.Ordinal) ? 0
            : offered.Entry.FileName.EndsWith(".whl", StringComparison.Ordinal) ? 1 : 2).First();

    private static string Names(ImmutableArray<ScanItem.Offered> files) =>
        string.Join(", ", files.Take(20).Select(static offered => TerminalText.Escape(offered.Entry.FileName))) + (files.Length > 20 ? " …" : "");

    private static void ShowArchive(Session session, Stream content, string fileName, string what, string? member, CancellationToken cancellation)
    {
        ArtifactReading reading = ArtifactReader.Read(content, fileName, InspectionLimits.Default, cancellation);
        if (member is null)
        {
            MemberList.Write(session.Output, new Ink(session.UsesColor), reading);
            return;
        }

        ImmutableArray<string> path = Choose(session, reading.Subject, what, member);
        if (MemberContent.Find(content, fileName, path.AsSpan(), InspectionLimits.Default, ShownBytes) is not MemberContent found)
        {
            throw new UserException($"{TerminalText.Escape(member)} in {TerminalText.Escape(what)} cannot be read: 'assay scan {TerminalText.Escape(what)}' says why");
        }

        MemberText.Write(session.Output, session.Error, found);
    }

    private static void ShowTree(Session session, string folder, string? member, CancellationToken cancellation)
    {
        string root = Path.GetFullPath(folder);
        ArtifactReading reading = ArtifactReader.ReadTree(Path.GetFileName(root), SourceTree.Walk(root), InspectionLimits.Default, cancellation);
        if (member is null)
        {
            MemberList.Write(session.Output, new Ink(session.UsesColor), reading);
            return;
        }

        ImmutableArray<string> path = Choose(session, reading.Subject, folder, member);
        using FileStream stream = AssayOffice.OpenFile(Path.Combine(root, path[0]));
        MemberContent? found = path.Length == 1
            ? MemberContent.Read(stream, ShownBytes)
            : MemberContent.Find(stream, path[0], path.AsSpan()[1..], InspectionLimits.Default, ShownBytes);
        MemberText.Write(session.Output, session.Error, found ?? throw new UserException($"{TerminalText.Escape(member)} in {TerminalText.Escape(folder)} cannot be read"));
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
