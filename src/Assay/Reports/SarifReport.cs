using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Packaging.Distributions;

namespace Assay.Reports;

/// <summary>
/// SARIF 2.1.0 for code scanning. A finding inside an archive is located at the archive, with the member as a logical location, because
/// readers of SARIF open files of the working tree only; in a source tree it is located at the file and line itself.
/// </summary>
public sealed class SarifReport : ReportFormat
{
    private const string SchemaAddress = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    public override string Id => "sarif";

    public override string Title => "SARIF 2.1.0, for code scanning";

    public override bool SpeaksEarly => false;

    public override void End(TextWriter output, ReportStyle style, IReadOnlyList<AssayedFile> files)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, ReportJson.Writer(indented: true)))
        {
            WriteLog(json, style, files);
        }

        output.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        output.Write('\n');
    }

    private static void WriteLog(Utf8JsonWriter json, ReportStyle style, IReadOnlyList<AssayedFile> files)
    {
        json.WriteStartObject();
        json.WriteString("$schema", SchemaAddress);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();

        ImmutableArray<string> rules = [.. Ids(files, static reason => reason.Finding is not null)];
        ImmutableArray<string> gaps = [.. Ids(files, static reason => reason.Gap is not null)];
        WriteTool(json, style, rules, gaps);
        WriteInvocation(json, style, files, gaps);

        json.WriteStartArray("artifacts");
        foreach (AssayedFile file in files)
        {
            WriteArtifact(json, file);
        }

        json.WriteEndArray();
        json.WriteStartArray("results");
        for (int i = 0; i < files.Count; i++)
        {
            foreach (Reason reason in files[i].Verdict?.Reasons ?? [])
            {
                if (reason.Finding is not null)
                {
                    WriteResult(json, files[i], i, reason, rules.IndexOf(reason.Id));
                }
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static SortedSet<string> Ids(IReadOnlyList<AssayedFile> files, Func<Reason, bool> wanted) =>
        new(files.SelectMany(static file => file.Verdict?.Reasons ?? []).Where(wanted).Select(static reason => reason.Id), StringComparer.Ordinal);

    private static void WriteTool(Utf8JsonWriter json, ReportStyle style, ImmutableArray<string> rules, ImmutableArray<string> gaps)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "assay");
        json.WriteString("semanticVersion", style.Version);
        json.WriteString("version", $"{style.Version}+{style.EngineBuild}");
        WriteDescriptors(json, "rules", rules);
        WriteDescriptors(json, "notifications", gaps.Add("not-looked-at"));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteDescriptors(Utf8JsonWriter json, string property, ImmutableArray<string> ids)
    {
        json.WriteStartArray(property);
        foreach (string id in ids)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            if (RulePages.FindParagraph(id, "What it means") is string meaning)
            {
                WriteText(json, "shortDescription", meaning);
                WriteText(json, "help", RulePages.FindProse(id)!);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInvocation(Utf8JsonWriter json, ReportStyle style, IReadOnlyList<AssayedFile> files, ImmutableArray<string> gaps)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", files.All(static file => file.Error is null));
        json.WriteString("endTimeUtc", ReasonText.Time(style.Created));
        json.WriteStartArray("toolExecutionNotifications");
        for (int i = 0; i < files.Count; i++)
        {
            if (files[i].Error is string error)
            {
                WriteNotification(json, files[i], i, "not-looked-at", gaps.Length, "error", error, null);
            }

            foreach (Reason reason in files[i].Verdict?.Reasons ?? [])
            {
                if (reason.Gap is Gap gap)
                {
                    string level = gap.Weight == GapWeight.Blind ? "error" : gap.Weight == GapWeight.World ? "warning" : "note";
                    WriteNotification(json, files[i], i, gap.Id, gaps.IndexOf(gap.Id), level, gap.Detail, gap.Place);
                }
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteNotification(
        Utf8JsonWriter json, AssayedFile file, int index, string id, int descriptor, string level, string message, Place? place)
    {
        json.WriteStartObject();
        json.WriteStartObject("descriptor");
        json.WriteString("id", id);
        json.WriteNumber("index", descriptor);
        json.WriteEndObject();
        json.WriteString("level", level);
        WriteText(json, "message", message);
        WriteLocations(json, file, index, place);
        json.WriteEndObject();
    }

    private static void WriteArtifact(Utf8JsonWriter json, AssayedFile file)
    {
        json.WriteStartObject();
        json.WriteStartObject("location");
        WriteAddress(json, file.Path);
        json.WriteEndObject();
        if (file.Inspection is { } inspection && inspection.Kind != DistributionKind.Tree)
        {
            json.WriteNumber("length", inspection.Size);
            json.WriteStartObject("hashes");
            json.WriteString("sha-256", inspection.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, AssayedFile file, int index, Reason reason, int rule)
    {
        Finding finding = reason.Finding!;
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", reason.Ruling switch { Ruling.Allow => "note", Ruling.Warn => "warning", _ => "error" });
        WriteText(json, "message", finding.Message);
        WriteLocations(json, file, index, finding.Place);
        json.WriteStartObject("partialFingerprints");
        json.WriteString("assayPlace/v1", Fingerprint(file, finding));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("severity", ReportedFinding.Lower(finding.Severity));
        json.WriteString("confidence", ReportedFinding.Lower(finding.Confidence));
        json.WriteString("context", ReportedFinding.Lower(finding.Context));
        json.WriteString("ruling", Ink.Word(reason.Ruling));
        json.WriteString("by", reason.PolicyLine);
        if (finding.Place is MemberPlace { Layers: { IsEmpty: false } layers })
        {
            json.WriteStartArray("layers");
            foreach (string layer in layers)
            {
                json.WriteStringValue(layer);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLocations(Utf8JsonWriter json, AssayedFile file, int index, Place? place)
    {
        bool tree = file.Inspection?.Kind == DistributionKind.Tree;
        MemberPlace? member = place as MemberPlace is { Path.IsEmpty: false } inside ? inside : null;
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        if (tree && member is not null)
        {
            WriteAddress(json, $"{file.Path.Replace('\\', '/').TrimEnd('/')}/{member.Path[0]}");
        }
        else
        {
            WriteAddress(json, file.Path);
            json.WriteNumber("index", index);
        }

        json.WriteEndObject();
        if (tree && member is { Path.Length: 1, OwnLine: int line })
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", line);
            if (member is { Layers.IsEmpty: true, Column: int column })
            {
                json.WriteNumber("startColumn", column);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (place is not null and not MemberPlace { Path.IsEmpty: true })
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", place.Describe());
            json.WriteString("kind", place is MemberPlace ? "member" : "resource");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    // The line is left out: code above a finding may move without making it a new one.
    private static string Fingerprint(AssayedFile file, Finding finding)
    {
        string place = finding.Place is MemberPlace member ? string.Join("!/", member.Path) : finding.Place.Describe();
        string evidence = string.Join('\n', finding.Evidence.Select(static fact => $"{fact.Label}={fact.Text}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Pin ?? Path.GetFileName(file.Path)}\n{finding.Rule}\n{place}\n{evidence}")))[..32];
    }

    // What a reader takes from the root of the sources is relative (SARIF 2.1.0, section 3.4.4); a full path is an address of its own.
    internal static void WriteAddress(Utf8JsonWriter json, string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            json.WriteString("uri", Address(path));
            json.WriteString("uriBaseId", "%SRCROOT%");
            return;
        }

        json.WriteString("uri", path[0] is '/' or '\\' ? $"file://{Address(path)}" : $"file:///{path[..2]}{Address(path[2..])}");
    }

    // A relative reference (RFC 3986) whatever characters the path holds.
    internal static string Address(string path) =>
        string.Join('/', path.Replace('\\', '/').Split('/').Select(static segment => Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(segment)))));
}
