using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Index;
using Assay.Office;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary>Reads things and lists what their code can do: no rule is asked, no policy read, nothing judged or kept but fetched files.</summary>
/// <param name="store">Null: nothing is kept.</param>
/// <param name="client">Null where no item comes from an index.</param>
internal sealed class ProfileRun(AssayStore? store, IndexClient? client)
{
    /// <returns>2 where something could not be read at all, 3 where something that can run could not, else 0.</returns>
    public async Task<int> RunAsync(
        Session session, ReportStyle style, ProfileFormat format, ImmutableArray<ScanItem> items, int jobs, CancellationToken cancellation)
    {
        List<ProfiledFile> files = new(items.Length);
        await foreach (ProfiledFile file in OrderedWork.RunAsync(items, jobs, static item => item.IsLarge, ReadAsync, cancellation))
        {
            files.Add(file);
            if (format == ProfileFormat.Text)
            {
                ProfileText.Write(session.Output, style, file);
            }
        }

        if (format == ProfileFormat.Json)
        {
            ReportedProfiles.Write(session.Output, style, files);
        }

        session.Output.Flush();
        return files.Any(static file => file.Profile is null) ? ExitCodes.Failed
            : files.Any(static file => !file.IsComplete) ? ExitCodes.Incomplete
            : ExitCodes.Fine;
    }

    private async Task<ProfiledFile> ReadAsync(ScanItem item, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            switch (item)
            {
                case ScanItem.File one:
                    using (FileStream stream = AssayOffice.OpenFile(one.Path))
                    {
                        return Of(one.Shown, ArtifactReader.Read(stream, Path.GetFileName(one.Path), InspectionLimits.Default, cancellation));
                    }

                case ScanItem.Tree one:
                    string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(one.Folder));
                    return Of(one.Shown, ArtifactReader.ReadTree(Path.GetFileName(root), SourceTree.Walk(root, one.Besides), InspectionLimits.Default, cancellation));
                case ScanItem.Offered one:
                    using (OfferedFile fetched = await OfferedFile.FetchAsync(one, client!, store, cancellation))
                    {
                        return fetched.Content is null
                            ? ProfiledFile.Failed(one.Shown, fetched.Problem!)
                            : Of(one.Shown, ArtifactReader.Read(fetched.Content, one.Entry.FileName, InspectionLimits.Default, cancellation));
                    }

                case ScanItem.Unusable one:
                    return ProfiledFile.Failed(one.Shown, one.Problem);
                default:
                    throw new ArgumentException($"there is no way to read {item.GetType().Name}", nameof(item));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ProfiledFile.Failed(item.Shown, $"unreadable: {e.Message}");
        }
    }

    private static ProfiledFile Of(string shown, ArtifactReading reading) =>
        new(shown, reading.Sha256, reading.Size, reading.Subject.Kind, Profile.Of(reading.Subject.Behaviour), reading.Gaps, null);
}
