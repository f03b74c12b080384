using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using global::Assay.Packaging.Archives;
using global::Assay.Packaging.Distributions;

namespace Assay.Tests.Guard.Bench;

/// <summary>A distribution as a bench's index publishes and sends it; each part can be made to lie.</summary>
internal sealed record BenchFile(string Project, string FileName, byte[] Bytes)
{
    // What no policy minds unless a test says so: rule program-script.
    private const string Script = "#!/bin/sh\ntrue\n";

    /// <summary>Old enough for every policy.</summary>
    public static DateTimeOffset LongAgo { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What the page says of the file's digests, by algorithm; the truth unless a test sets it.</summary>
    public ImmutableSortedDictionary<string, string> Digests { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty.Add("sha256", Convert.ToHexStringLower(SHA256.HashData(Bytes)));

    /// <summary>Upload time on the page; null: the page gives none.</summary>
    public DateTimeOffset? Uploaded { get; init; } = LongAgo;

    /// <summary>What is served beside the file; null: the page offers none.</summary>
    public byte[]? Metadata { get; init; }

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <summary>The same file, uploaded an hour ago.</summary>
    public BenchFile Young() => this with { Uploaded = DateTimeOffset.UtcNow.AddHours(-1) };

    /// <summary>A wheel with one module; its core metadata lies beside it.</summary>
    public static BenchFile Wheel(string name, string version, params string[] requires) => Wheel(name, version, [], requires);

    /// <summary>A wheel with one module and <paramref name="more"/> members.</summary>
    public static BenchFile Wheel(string name, string version, IReadOnlyList<ArchiveInput> more, params string[] requires)
    {
        WheelWriter.Plan plan = new(
            name, version, [ArchiveInput.Text($"{name}/__init__.py", $"version = '{version}'\n"), ArchiveInput.Text($"{name}/run.sh", Script), .. more],
            Headers: [.. requires.Select(static need => $"Requires-Dist: {need}")]);
        byte[] metadata = WheelWriter.Members(plan).First(static member => member.Path.EndsWith(".dist-info/METADATA", StringComparison.Ordinal)).Bytes.ToArray();
        return new BenchFile(name, plan.FileName, WheelWriter.Write(plan)) { Metadata = metadata };
    }

    /// <summary>A wheel whose <c>.pth</c> would run code at every start of Python; inert here.</summary>
    public static BenchFile Hostile(string name, string version) =>
        Wheel(name, version, [ArchiveInput.Text($"{name}.pth", "import base64; exec(base64.b64decode('cHJpbnQoMSk='))\n")]);

    /// <summary>A source distribution that is built by a backend of its own, which notes that it was run in <c>BENCH_BUILD_LOG</c>.</summary>
    /// <param name="requires">What its build needs.</param>
    /// <param name="build">Python statements that run when it is built.</param>
    public static BenchFile Sdist(string name, string version, IReadOnlyList<string>? requires = null, string build = "pass")
    {
        string metadata = $"Metadata-Version: 2.2\\nName: {name}\\nVersion: {version}\\n";
        string needed = string.Join(", ", (requires ?? []).Select(static need => $"\"{need}\""));
        string backend = $$"""
            import os, zipfile
            def note(what):
                log = os.environ.get("BENCH_BUILD_LOG")
                if log:
                    with open(log, "a") as file:
                        file.write(what + "\n")
            def get_requires_for_build_wheel(config_settings=None):
                note("requires")
                return []
            def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
                note("metadata")
                folder = os.path.join(metadata_directory, "{{name}}-{{version}}.dist-info")
                os.makedirs(folder, exist_ok=True)
                with open(os.path.join(folder, "METADATA"), "w") as file:
                    file.write("{{metadata}}")
                with open(os.path.join(folder, "WHEEL"), "w") as file:
                    file.write("Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
                return "{{name}}-{{version}}.dist-info"
            def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
                note("wheel")
                build()
                file = "{{name}}-{{version}}-py3-none-any.whl"
                with zipfile.ZipFile(os.path.join(wheel_directory, file), "w") as wheel:
                    wheel.writestr("{{name}}/__init__.py", "version = '{{version}}'\n")
                    wheel.writestr("{{name}}-{{version}}.dist-info/METADATA", "{{metadata}}")
                    wheel.writestr("{{name}}-{{version}}.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
                    wheel.writestr("{{name}}-{{version}}.dist-info/RECORD", "{{name}}/__init__.py,,\n{{name}}-{{version}}.dist-info/METADATA,,\n{{name}}-{{version}}.dist-info/WHEEL,,\n{{name}}-{{version}}.dist-info/RECORD,,\n")
                return file
            def build():
            {{string.Join('\n', build.ReplaceLineEndings("\n").Split('\n').Select(static line => "    " + line))}}

            """;
        SdistWriter.Plan plan = new(
            name, version,
            [
                ArchiveInput.Text("pyproject.toml", $"[build-system]\nrequires = [{needed}]\nbuild-backend = \"bench_backend\"\nbackend-path = [\".\"]\n"),
                ArchiveInput.Text("bench_backend.py", backend.ReplaceLineEndings("\n")),
                ArchiveInput.Text("PKG-INFO", metadata.Replace("\\n", "\n", StringComparison.Ordinal)),
                ArchiveInput.Text($"{name}/__init__.py", $"version = '{version}'\n"),
                ArchiveInput.Text($"{name}/run.sh", Script),
            ]);
        return new BenchFile(name, plan.FileName, SdistWriter.Write(plan));
    }

    /// <summary>A source distribution that another project's backend builds.</summary>
    public static BenchFile SdistFor(string name, string version, string requirement, string backend)
    {
        SdistWriter.Plan plan = new(
            name, version,
            [
                ArchiveInput.Text("pyproject.toml", $"[build-system]\nrequires = [\"{requirement}\"]\nbuild-backend = \"{backend}\"\n[project]\nname = \"{name}\"\nversion = \"{version}\"\n"),
                ArchiveInput.Text($"{name}/__init__.py", $"version = '{version}'\n"),
            ]);
        return new BenchFile(name, plan.FileName, SdistWriter.Write(plan));
    }

    /// <summary>A real wheel from beside the repository.</summary>
    public static BenchFile Real(string project, string fileName) =>
        new(project, fileName, File.ReadAllBytes(Path.Combine(SharedTools.Require("wheels"), fileName)));

}
