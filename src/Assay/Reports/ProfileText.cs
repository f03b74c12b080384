using System.Globalization;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>A profile for people: what the code can do, when, how often, where first, and to what.</summary>
public static class ProfileText
{
    private const int TargetsShown = 6;

    public static void Write(TextWriter output, ReportStyle style, ProfiledFile file)
    {
        Ink ink = new(style.Color);
        string name = TerminalText.Escape(file.Path);
        if (file.Profile is not Profile profile)
        {
            Lines.Write(output, ink.Error("error") + "  ", 7, $"{name}: {TerminalText.Escape(file.Error ?? "not looked at")}", style.Width);
            return;
        }

        string layers = profile.Layers == 0 ? "" : $", {ReasonText.Count(profile.Layers, "decoded text")}";
        string unread = profile.Unread == 0 ? "" : $", {profile.Unread.ToString(CultureInfo.InvariantCulture)} not read";
        output.WriteLine(ink.Bold(name));
        Lines.Write(
            output, "  ", 2,
            ink.Faint($"{ReportedFinding.Lower(file.Kind!.Value)}, {ReasonText.Bytes(file.Size!.Value)}, {ReasonText.Count(profile.Modules, "Python file")} read{unread}{layers}, sha256 {file.Sha256}"),
            style.Color ? null : style.Width);
        foreach (IGrouping<Capability, ProfileEntry> capability in profile.Entries.GroupBy(static entry => entry.Capability))
        {
            output.WriteLine($"  {ink.Bold(CapabilityNames.WordsOf(capability.Key))} {ink.Faint($"({CapabilityNames.IdOf(capability.Key)})")}");
            foreach (ProfileEntry entry in capability)
            {
                WriteEntry(output, style, ink, entry);
            }
        }

        if (profile.Entries.IsEmpty)
        {
            output.WriteLine(profile.Modules == 0 ? "  no Python was read" : "  nothing that the catalogue of functions knows");
        }

        foreach (IGrouping<GapKind, Gap> kind in file.Gaps.GroupBy(static gap => gap.Kind))
        {
            Gap gap = kind.First();
            string more = kind.Count() == 1 ? "" : $" (and {ReasonText.Count(kind.Count() - 1, "more place")})";
            Lines.Write(output, "  not looked at: ", 17, $"{TerminalText.Escape(gap.Place.Describe())}: {TerminalText.Escape(gap.Detail)}{more} [{gap.Id}: {ReasonText.Meaning(gap.Weight)}]", style.Width);
        }
    }

    private static void WriteEntry(TextWriter output, ReportStyle style, Ink ink, ProfileEntry entry)
    {
        string when = ReasonText.When(entry.Context);
        string places = string.Join(", ", entry.First.Select(static place => TerminalText.Escape((place with { Column = null }).Describe())).Distinct(StringComparer.Ordinal));
        string more = entry.Count > entry.First.Length ? $" and {ReasonText.Count(entry.Count - entry.First.Length, "more place")}" : "";
        Lines.Write(output, $"    {when,-24} ", 29, places + more, style.Width);
        string[] targets = [.. entry.Targets.Take(TargetsShown).Select(static target => TerminalText.Escape(target))];
        int others = entry.Targets.Length - targets.Length + entry.OtherTargets;
        if (targets.Length > 0)
        {
            Lines.Write(output, $"{new string(' ', 29)}{ink.Faint("to")} ", 32, string.Join("  ", targets) + (others > 0 ? $"  … {others.ToString(CultureInfo.InvariantCulture)} more" : ""), style.Width);
        }
    }
}
