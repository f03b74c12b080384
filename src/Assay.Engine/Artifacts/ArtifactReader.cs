using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Artifacts;

/// <summary>Turns bytes into a <see cref="Subject"/>: sniffs, reads every archive once, types by content, places each member.</summary>
public static class ArtifactReader
{
    private const int HashBufferBytes = 128 << 10;

    /// <summary>Reads a distribution file. Broken and hostile content gives a subject with gaps, never an exception.</summary>
    /// <param name="seekable">The file; read from its first byte, left open.</param>
    /// <param name="fileName">The name under which it was offered, without folders.</param>
    /// <exception cref="IOException">The stream itself fails.</exception>
    /// <exception cref="OperationCanceledException">By <paramref name="cancellation"/>.</exception>
    public static ArtifactReading Read(Stream seekable, string fileName, InspectionLimits limits, CancellationToken cancellation)
    {
        string sha256 = Hash(seekable, cancellation);
        ImmutableArray<InstallerSight> sights = InstallerView.Of(fileName, seekable);
        ArchiveFormat? opened = Choose(sights, seekable);
        Census census = new(limits, cancellation);

        // Its buffers are given back before its findings are put together, which takes the most memory.
        using (census)
        {
            if (opened is ArchiveFormat format)
            {
                census.ReadArchive(seekable, format, []);
            }
            else
            {
                const string Reason = "the file is no archive of a format that installers take";
                census.Anomalies.Add(new NestedAnomaly([], new ArchiveAnomaly(AnomalyKind.Unreadable, null, 0, Reason)));
                census.AddGap(Gap.Of(GapKind.ArchiveUnreadable, MemberPlace.Whole, Reason));
            }
        }

        census.Members.Sort(RawMember.Compare);
        DistributionShape shape = DistributionShape.Of(census.Members, opened);
        if (opened is not null && shape.Kind == DistributionKind.Unknown)
        {
            census.AddGap(Gap.Of(GapKind.MetadataUnreadable, MemberPlace.Whole, "by its content the archive is neither a wheel, nor a source distribution, nor an egg"));
        }

        return SubjectBuilder.Build(census, shape, fileName, [.. sights.Select(static sight => new InstallerReading(sight.Installer, sight.Sees))], sha256, seekable.Length);
    }

    /// <summary>Reads a folder of sources.</summary>
    /// <param name="name">The folder's name, for reports.</param>
    public static ArtifactReading ReadTree(string name, IEnumerable<TreeFile> files, InspectionLimits limits, CancellationToken cancellation)
    {
        using Census census = new(limits, cancellation);
        foreach (TreeFile file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            RawMember member = new()
            {
                Path = [file.Path],
                Type = file.LinkTarget is null ? MemberType.File : MemberType.SymbolicLink,
                Mode = file.Mode,
                LinkTarget = file.LinkTarget,
            };
            if (!census.TryAddFile(member, file))
            {
                break;
            }
        }

        census.Members.Sort(RawMember.Compare);
        DistributionShape shape = DistributionShape.Of(census.Members, null) with { Kind = DistributionKind.Tree, Root = "" };
        return SubjectBuilder.Build(census, shape, name, [], HashOfTree(census.Members), census.Members.Sum(static member => member.IsOutermost ? member.Size : 0));
    }

    /// <summary>As what an archive is opened; null where it is none that installers take.</summary>
    internal static ArchiveFormat? FormatOf(Stream seekable, string fileName) => Choose(InstallerView.Of(fileName, seekable), seekable);

    // What a current installer opens under this name; where none opens it, what an older one would; else what the content is.
    private static ArchiveFormat? Choose(ImmutableArray<InstallerSight> sights, Stream stream)
    {
        ArchiveFormat? Opens(string installer)
        {
            foreach (InstallerSight sight in sights)
            {
                if (sight.Installer == installer)
                {
                    return sight.Opens;
                }
            }

            return null;
        }

        return Opens(InstallerView.NewPip) ?? Opens(InstallerView.Uv) ?? Opens(InstallerView.OldPip) ?? FormatSniffer.Foremost(FormatSniffer.Sniff(stream));
    }

    private static string Hash(Stream stream, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(HashBufferBytes);
        try
        {
            stream.Position = 0;
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, read));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string HashOfTree(List<RawMember> sorted)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (RawMember member in sorted)
        {
            if (member.IsOutermost)
            {
                // NUL stands in no path.
                hash.AppendData(Encoding.UTF8.GetBytes($"{member.Name}\0{member.LinkTarget}\0{member.Sha256}\n"));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
