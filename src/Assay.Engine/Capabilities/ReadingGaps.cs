using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Python.Meaning;
using Assay.Python.Text;

namespace Assay.Engine.Capabilities;

/// <summary>What could not be read of the Python of an artifact, as gaps.</summary>
internal static class ReadingGaps
{
    public static ImmutableArray<Gap> Of(ImmutableArray<LoadedFile> files, ProgramReading reading, Sites sites)
    {
        List<(int Module, Gap Gap)> gaps = [];
        HashSet<int> named = [.. reading.Shortfalls.Select(static shortfall => shortfall.Site.Module)];
        for (int id = 0; id < files.Length; id++)
        {
            LoadedFile file = files[id];
            if (OfText(file) is Gap gap)
            {
                gaps.Add((id, gap));
            }

            if (file.Source is not null && reading.TreeOf(id) is null && !named.Contains(id))
            {
                gaps.Add((id, Gap.Of(
                    GapKind.PythonBudget, CouldRun(file.File.Context), new MemberPlace(file.File.Path), "not read: the budget of the whole analysis ended before it")));
            }
        }

        foreach (Shortfall shortfall in reading.Shortfalls)
        {
            gaps.Add((shortfall.Site.Module, Gap.Of(
                GapKind.PythonBudget, CouldRun(FactReader.ContextOf(shortfall.Trigger)) && !IsCovered(shortfall), sites.PlaceOf(shortfall.Site), shortfall.Detail, shortfall.Limit)));
        }

        foreach (UnparsedRegion region in reading.Unparsed)
        {
            GapKind kind = region.Error.Limit is null ? GapKind.PythonUnparsed : GapKind.PythonBudget;
            gaps.Add((region.Site.Module, Gap.Of(
                kind, region.Site.Layer == 0 && CouldRunByItself(FactReader.ContextOf(region.Trigger)), sites.PlaceOf(region.Site), region.Error.Message, region.Error.Limit)));
        }

        return [.. gaps.OrderBy(static entry => entry.Module).Select(static entry => entry.Gap)];
    }

    private static Gap? OfText(LoadedFile file)
    {
        PythonFile source = file.File;
        if (file.Problem is string problem)
        {
            return Gap.Of(GapKind.BytecodeUnreadable, CouldRunByItself(source.Context), new MemberPlace(source.Path), problem);
        }

        if (file.Text is not { Problem: not SourceProblem.None } text)
        {
            return null;
        }

        MemberPlace place = new(source.Path, Line: text.ProblemLine > 0 ? text.ProblemLine : null);
        bool deceives = text.Problem is SourceProblem.DeceivingCodec or SourceProblem.UnknownCodec;
        return Gap.Of(GapKind.PythonEncoding, deceives && CouldRun(source.Context), place, text.Problem switch
        {
            SourceProblem.UnknownCodec => "the text is in a codec that Python does not have, so what it says depends on who registers one",
            SourceProblem.DeceivingCodec => $"the text is in the codec {text.Codec}, under which comments and strings can become code",
            SourceProblem.CookieAgainstMark => "a byte order mark of UTF-8 stands against the codec that the file declares",
            _ => $"the bytes are not text of the codec {text.Codec}; what could be decoded was read",
        });
    }

    // What lies too deep in calls is read by itself, and calls that are not kept apart are kept together.
    private static bool IsCovered(Shortfall shortfall) => shortfall.Limit is nameof(ProgramLimits.MaxCallDepth) or nameof(ProgramLimits.MaxObservations);

    private static bool CouldRun(CodeContext context) => context > CodeContext.Test;

    private static bool CouldRunByItself(CodeContext context) => context >= CodeContext.Plugin;
}
