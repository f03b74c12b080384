using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Index;
using Assay.Office;
using Assay.Packaging.Distributions;
using Assay.Packaging.Versions;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary>One distribution or folder of sources, read once, whose members can be asked for: what <c>show</c> and <c>diff</c> look at.</summary>
internal sealed class OpenedDistribution : IDisposable
{
    private readonly Stream? _archive;
    private readonly string? _root;
    private readonly IDisposable? _owned;

    private OpenedDistribution(string what, string fileName, Pin? pin, ArtifactReading reading, Stream? archive, string? root, IDisposable? owned)
    {
        What = what;
        FileName = fileName;
        Pin = pin;
        Reading = reading;
        _archive = archive;
        _root = root;
        _owned = owned;
    }

    /// <summary>As the user named it.</summary>
    public string What { get; }

    /// <summary>The file's or folder's own name.</summary>
    public string FileName { get; }

    /// <summary>What was asked for, where it was a project.</summary>
    public Pin? Pin { get; }

    public ArtifactReading Reading { get; }

    /// <summary>Opens and reads what a word names: a folder, a file, or a project on an index.</summary>
    /// <param name="file">Which file of the release; null: the likeliest.</param>
    /// <param name="like">A file whose kind and tags are wanted, where the release has one of the same.</param>
    /// <exception cref="UserException">There is nothing to read, with the next step.</exception>
    public static async Task<OpenedDistribution> OpenAsync(
        Session session, string what, string? indexUrl, string? file, string? like, CancellationToken cancellation)
    {
        try
        {
            if (Directory.Exists(what))
            {
                string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(what));
                string name = Path.GetFileName(root);
                return new OpenedDistribution(
                    what, name, null, ArtifactReader.ReadTree(name, SourceTree.Walk(root, []), InspectionLimits.Default, cancellation), null, root, null);
            }

            if (ScanTargets.IsRequirement(what))
            {
                return await OpenOfferedAsync(session, what, IndexAccess.IndexOf(session, indexUrl), file, like, cancellation);
            }

            if (!File.Exists(what))
            {
                throw new UserException($"there is no file {TerminalText.Escape(what)}, and it is no NAME or NAME==VERSION either");
            }

            FileStream stream = AssayOffice.OpenFile(what);
            return OfStream(what, Path.GetFileName(what), null, stream, stream, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{TerminalText.Escape(what)} cannot be read: {TerminalText.Escape(e.Message)}");
        }
    }

    /// <summary>The content of a member; null where it cannot be read.</summary>
    /// <param name="maxBytes">Most bytes to return.</param>
    public MemberContent? Find(ImmutableArray<string> path, int maxBytes)
    {
        if (_root is null)
        {
            return MemberContent.Find(_archive!, FileName, path.AsSpan(), InspectionLimits.Default, maxBytes);
        }

        using FileStream stream = AssayOffice.OpenFile(Path.Combine(_root, path[0]));
        return path.Length == 1
            ? MemberContent.Read(stream, maxBytes)
            : MemberContent.Find(stream, path[0], path.AsSpan()[1..], InspectionLimits.Default, maxBytes);
    }

    /// <summary>The contents of members of the distribution itself, those that can be read, in one pass.</summary>
    /// <param name="maxBytes">Most bytes to return of each.</param>
    /// <param name="maxTotalBytes">Bytes after which no further member is read.</param>
    public Dictionary<string, MemberContent> FindAll(IReadOnlySet<string> names, int maxBytes, long maxTotalBytes)
    {
        if (_root is null)
        {
            return MemberContent.FindAll(_archive!, FileName, names, InspectionLimits.Default, maxBytes, maxTotalBytes);
        }

        Dictionary<string, MemberContent> found = new(StringComparer.Ordinal);
        long total = 0;
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            if (total < maxTotalBytes && TryRead(Path.Combine(_root, name), maxBytes) is MemberContent content)
            {
                found.Add(name, content);
                total += content.Bytes.Length;
            }
        }

        return found;
    }

    public void Dispose()
    {
        _archive?.Dispose();
        _owned?.Dispose();
    }

    private static MemberContent? TryRead(string path, int maxBytes)
    {
        try
        {
            using FileStream stream = AssayOffice.OpenFile(path);
            return MemberContent.Read(stream, maxBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static OpenedDistribution OfStream(
        string what, string fileName, Pin? pin, Stream stream, IDisposable owned, CancellationToken cancellation)
    {
        try
        {
            return new OpenedDistribution(what, fileName, pin, ArtifactReader.Read(stream, fileName, InspectionLimits.Default, cancellation), stream, null, owned);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    private static async Task<OpenedDistribution> OpenOfferedAsync(
        Session session, string what, IndexSource index, string? file, string? like, CancellationToken cancellation)
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
                ? files.FirstOrDefault(offered => like is not null && IsLike(offered.Entry.FileName, like)) ?? Likeliest(files)
                : throw new UserException($"the release has no file {TerminalText.Escape(file)}; it has {Names(files)}"));
        if (files.Length > 1 && file is null)
        {
            session.Error.WriteLine($"assay: taking {TerminalText.Escape(chosen.Entry.FileName)} of {Names(files)}");
        }

        OfferedFile fetched = await OfferedFile.FetchAsync(chosen, client, store, cancellation);
        if (fetched.Content is null)
        {
            fetched.Dispose();
            throw new UserException(TerminalText.Escape(fetched.Problem!));
        }

        if (fetched.Mismatch is not null)
        {
            session.Error.WriteLine($"assay: the bytes of {TerminalText.Escape(chosen.Entry.FileName)} are not those whose digest the index publishes; they are shown all the same");
        }

        return OfStream(what, chosen.Entry.FileName, chosen.Pin, fetched.Content, fetched, cancellation);
    }

    // Of two releases the files are compared that an installer would take in each other's place.
    private static bool IsLike(string fileName, string like) =>
        WheelFileName.TryParse(like, out WheelFileName? wheel)
            ? WheelFileName.TryParse(fileName, out WheelFileName? other) && other.TagText == wheel.TagText
            : !fileName.EndsWith(".whl", StringComparison.Ordinal) && !like.EndsWith(".whl", StringComparison.Ordinal);

    // A wheel is what most installers would take, and the one for every platform is what most readers mean.
    private static ScanItem.Offered Likeliest(ImmutableArray<ScanItem.Offered> files) =>
        files.OrderBy(static offered => offered.Entry.FileName.EndsWith("-none-any.whl", StringComparison.Ordinal) ? 0
            : offered.Entry.FileName.EndsWith(".whl", StringComparison.Ordinal) ? 1 : 2).First();

    private static string Names(ImmutableArray<ScanItem.Offered> files) =>
        string.Join(", ", files.Take(20).Select(static offered => TerminalText.Escape(offered.Entry.FileName))) + (files.Length > 20 ? " …" : "");
}
