namespace Assay.Python.Meaning;

/// <summary>What the program wrote to which path, so that who starts or reads it later is seen to.</summary>
internal sealed class WrittenFiles
{
    private const int MaxFiles = 4_096;
    private const int MaxScanned = 256;
    private const int ShortestName = 5;

    private readonly Dictionary<string, WrittenFile> _files = [];
    private readonly List<WrittenFile> _inOrder = [];
    private bool _hasFolders;

    public bool IsEmpty => _files.Count == 0;

    /// <summary>Remembers a write; what the path holds has the labels of all that was ever written there.</summary>
    public void Write(string path, Value? content, Labels labels, int module, bool isAppended)
    {
        if (_files.TryGetValue(path, out WrittenFile? known))
        {
            known.Labels |= labels;
            known.Content = isAppended && known.Content is TextValue before && content is TextValue more && before.Text.Length + more.Text.Length < 1 << 20
                ? before with { Text = before.Text + more.Text, IsPartial = before.IsPartial || more.IsPartial } : content ?? known.Content;
        }
        else if (_files.Count < MaxFiles)
        {
            WrittenFile file = new(path, module) { Content = content, Labels = labels };
            _files.Add(path, file);
            _inOrder.Add(file);
        }
    }

    /// <summary>The file at a path, or the folder around it into which others were copied.</summary>
    public WrittenFile? Find(string path)
    {
        if (_files.TryGetValue(path, out WrittenFile? file) || !_hasFolders)
        {
            return file;
        }

        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (_files.TryGetValue(path[..slash], out WrittenFile? folder) && folder.IsFolder)
            {
                return folder;
            }
        }

        return null;
    }

    /// <summary>Remembers that what lies at a path may be a folder, whose files are what was copied there.</summary>
    public void MarkFolder(string path)
    {
        if (_files.TryGetValue(path, out WrittenFile? file))
        {
            file.IsFolder = true;
            _hasFolders = true;
        }
    }

    /// <summary>The file of a module that was written last under a name which is not known, such as a temporary one; null where there is none.</summary>
    public WrittenFile? LastUnnamed(int module) =>
        _inOrder.FindLast(file => file.Module == module && file.Path.StartsWith('<'));

    /// <summary>The file that a module of this name would be imported from; null where none was written.</summary>
    public WrittenFile? FindModule(string name, int module)
    {
        for (int i = _inOrder.Count - 1; i >= Math.Max(0, _inOrder.Count - MaxScanned); i--)
        {
            string path = _inOrder[i].Path;
            if (_inOrder[i].Module == module && PathText.NameOf(path) is var file
                && (file.Length > name.Length && file.StartsWith(name, StringComparison.Ordinal) && file.AsSpan(name.Length) is ".py" or ".pyc" or ".so" or ".pyd" or ".abi3.so"
                    || path.EndsWith(name + "/__init__.py", StringComparison.Ordinal)))
            {
                return _inOrder[i];
            }
        }

        return null;
    }

    /// <summary>The file that a text names or contains: its whole path, or in the same module its name.</summary>
    public WrittenFile? FindIn(string text, int module)
    {
        if (_files.TryGetValue(PathText.Normalize(text), out WrittenFile? exact))
        {
            return exact;
        }

        string slashed = text.Replace('\\', '/');
        for (int i = _inOrder.Count - 1; i >= Math.Max(0, _inOrder.Count - MaxScanned); i--)
        {
            WrittenFile file = _inOrder[i];
            if (file.Path.Length >= ShortestName && slashed.Contains(file.Path, StringComparison.Ordinal))
            {
                return file;
            }

            string name = PathText.NameOf(file.Path);
            if (file.Module == module && name.Length >= ShortestName && name.Contains('.', StringComparison.Ordinal) && slashed.Contains(name, StringComparison.Ordinal))
            {
                return file;
            }
        }

        return null;
    }
}

/// <summary>A path to which was written.</summary>
internal sealed class WrittenFile(string path, int module)
{
    public string Path => path;

    public int Module => module;

    /// <summary>What was written, where that is known.</summary>
    public Value? Content { get; set; }

    public Labels Labels { get; set; }

    /// <summary>True where it may be a folder, with what was copied into it.</summary>
    public bool IsFolder { get; set; }
}
