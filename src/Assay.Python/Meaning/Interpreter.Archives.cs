using System.Collections.Immutable;

namespace Assay.Python.Meaning;

/// <summary>Archives that the distribution carries, and from which it imports or reads: <c>sys.path</c>, <c>zipimport</c>, <c>zipfile</c>.</summary>
internal sealed partial class Interpreter
{
    private const int MaxArchives = 64;

    /// <summary>Archives on <c>sys.path</c>, in the order in which they were put there.</summary>
    private readonly List<string> _archives = [];

    /// <summary>Labels of what was fetched and put onto <c>sys.path</c>, until something is imported that may be in it.</summary>
    private Labels _fetchedPaths;

    private void NotePath(Value entry)
    {
        if (WrittenAt(entry) is { } written)
        {
            _fetchedPaths |= written.Labels & Labels.Downloaded;
        }

        if (PathOf(entry) is { IsPartial: false } text && _archives.Count < MaxArchives && ArchiveAt(text.Text) is { } archive && !_archives.Contains(archive))
        {
            _archives.Add(archive);
        }
    }

    /// <summary>The path of an archive of the distribution within which files are known; null where it is none.</summary>
    private string? ArchiveAt(string path)
    {
        string normal = PathText.Normalize(path);
        return normal.Length > 0 && HasBelow(normal + ProgramSource.InnerSeparator) ? normal : null;
    }

    /// <summary>The archive of the distribution that an object was opened on; null where it is no such object, or another archive.</summary>
    /// <param name="made">The name of what the call that opens one returns.</param>
    private string? ArchiveOf(Value? opened, string made) =>
        opened is ResultValue { Arguments: [var archive, ..] } result && result.Name == made && PathOf(archive.Value) is { IsPartial: false } text ? ArchiveAt(text.Text) : null;

    /// <summary>A module within an archive on <c>sys.path</c>, run if it is there; null where it is not.</summary>
    private Value? ImportFromArchive(string name, int node)
    {
        foreach (string archive in _archives)
        {
            if (ModuleInArchive(archive, name) is { } module)
            {
                RunImported(module, node);
                return new Objects.ModuleValue(module, Labels.PackageData);
            }
        }

        return null;
    }

    private Objects.ModuleState? ModuleInArchive(string archive, string name)
    {
        string inner = archive + ProgramSource.InnerSeparator + name.Replace('.', '/');
        return _modules.ByPath(inner + ".py") ?? _modules.ByPath(inner + "/__init__.py");
    }

    /// <summary>The module that <c>zipimport.zipimporter(archive).load_module(name)</c> loads; null where it is not known.</summary>
    private Objects.ModuleState? ModuleOfImporter(Value loader, ImmutableArray<Argument> arguments) =>
        ArchiveOf(loader, "zipimport.zipimporter()") is { } known && arguments.Length > 1 && PlainText(arguments[1].Value) is { } name ? ModuleInArchive(known, name) : null;

    /// <summary>The content of a member that <c>zipfile</c> reads; null where it is not known.</summary>
    private Value? ReadMember(SymbolValue callee, ImmutableArray<Argument> arguments) =>
        ArchiveOf(callee.Receiver, "zipfile.ZipFile()") is { } known && arguments.Length > 0 && PlainText(arguments[0].Value) is { } member
            && FindData(known + ProgramSource.InnerSeparator + member) is { } data && data.Length <= _limits.MaxValueBytes
            ? new BytesValue(data, false, Labels.PackageData | Labels.File) : null;
}
