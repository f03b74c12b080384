using System.IO.Compression;
using Assay.Commands;

namespace Assay.Tests.Commands;

/// <summary>A run of the command line in this process, with its console, a store and a folder of its own.</summary>
internal sealed class TestConsole : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly Dictionary<string, string> _environment = [];

    public TemporaryFolder Folder { get; } = new();

    public string Store => Folder["store"];

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public Session Session => new(
        _output, _error, OutputIsTerminal: false, ErrorIsTerminal: false, Width: null, name => _environment.GetValueOrDefault(name), Folder.Path, TimeProvider.System);

    public void Set(string variable, string value) => _environment[variable] = value;

    public Task<int> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    /// <summary>Runs in another working folder.</summary>
    public Task<int> RunInAsync(string folder, params string[] arguments) => RunAsync(Session with { Folder = folder }, arguments, CancellationToken.None);

    public Task<int> RunAsync(CancellationToken cancellation, params string[] arguments) => RunAsync(Session, arguments, cancellation);

    private Task<int> RunAsync(Session session, string[] arguments, CancellationToken cancellation)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        _environment["ASSAY_STORE"] = Store;
        return CommandRoot.RunAsync(session, arguments, cancellation);
    }

    /// <summary>Writes a small wheel with a right RECORD, and more members.</summary>
    /// <returns>Its path.</returns>
    public string Wheel(string name, params (string Path, string Text)[] members)
    {
        string[] parts = System.IO.Path.GetFileName(name).Split('-');
        string info = $"{parts[0]}-{parts[1]}.dist-info";
        List<(string Path, string Text)> all =
        [
            .. members,
            ($"{parts[0]}/__init__.py", "# nothing here\n"),
            ($"{info}/METADATA", $"Metadata-Version: 2.1\nName: {parts[0]}\nVersion: {parts[1]}\n"),
            ($"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
        ];
        string record = string.Concat(all.Select(static member =>
        {
            byte[] bytes = System.Text.Encoding.UTF8.GetBytes(member.Text);
            string hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            return $"{member.Path},sha256={hash},{bytes.Length}\n";
        }));
        all.Add(($"{info}/RECORD", record + $"{info}/RECORD,,\n"));

        string path = Folder[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string member, string text) in all)
        {
            using StreamWriter writer = new(archive.CreateEntry(member).Open());
            writer.Write(text);
        }

        return path;
    }

    public void Dispose()
    {
        Folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }
}
