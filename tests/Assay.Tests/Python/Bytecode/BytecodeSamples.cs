using global::Assay.Python.Bytecode;

namespace Assay.Tests.Python.Bytecode;

/// <summary>Bytecode as interpreters wrote it: <c>Samples/VERSION.pyc.base64</c> of <c>python3.py</c> or <c>python2.py</c>.</summary>
internal static class BytecodeSamples
{
    public static TheoryData<string> Versions => [.. Files().Select(static file => Path.GetFileName(file)[..^".pyc.base64".Length])];

    public static byte[] File(string version) => Convert.FromBase64String(System.IO.File.ReadAllText(Path.Combine(Folder, $"{version}.pyc.base64")));

    public static CodeObject Code(string version)
    {
        BytecodeReading reading = BytecodeReader.ReadFile(File(version), MarshalLimits.Default);
        Assert.Null(reading.Problem);
        return reading.Code!;
    }

    private static string Folder => Repository.PathOf("tests", "Assay.Tests", "Python", "Bytecode", "Samples");

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.base64").Order(StringComparer.Ordinal);
}
