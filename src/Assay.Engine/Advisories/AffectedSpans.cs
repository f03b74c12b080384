using System.Collections.Immutable;
using Assay.Packaging.Versions;

namespace Assay.Engine.Advisories;

/// <summary>A bound of a span.</summary>
/// <param name="Key">The version's <see cref="VersionKey"/>.</param>
/// <param name="Text">As the record writes it.</param>
internal readonly record struct SpanBound(byte[] Key, string Text);

/// <summary>Versions without a gap between them.</summary>
/// <param name="Lower">Null: everything below is in.</param>
/// <param name="Upper">Null: everything above is in.</param>
/// <param name="UpperIsFix">The record calls the upper bound a fix.</param>
internal sealed record AffectedSpan(SpanBound? Lower, bool LowerIsIn, SpanBound? Upper, bool UpperIsIn, bool UpperIsFix)
{
    public bool IsEverything => Lower is null && Upper is null;

    public bool Holds(ReadOnlySpan<byte> key)
    {
        if (Lower is { } lower)
        {
            int order = key.SequenceCompareTo(lower.Key);
            if (order < 0 || (order == 0 && !LowerIsIn))
            {
                return false;
            }
        }

        if (Upper is { } upper)
        {
            int order = key.SequenceCompareTo(upper.Key);
            return order < 0 || (order == 0 && UpperIsIn);
        }

        return true;
    }

    /// <summary>For people: <c>&gt;=1.0,&lt;2.2.5</c>; <c>*</c> for every version.</summary>
    public string Describe()
    {
        string lower = Lower is { } l ? (LowerIsIn ? ">=" : ">") + l.Text : "";
        string upper = Upper is { } u ? (UpperIsIn ? "<=" : "<") + u.Text : "";
        return IsEverything ? "*" : lower.Length > 0 && upper.Length > 0 ? $"{lower},{upper}" : lower + upper;
    }
}

/// <summary>
/// What one record says of one project, ready to be asked: the OSV schema's evaluation (section "Evaluation") of all its ranges worked out into
/// spans, with the listed versions that no span holds.
/// </summary>
/// <param name="Spans">In order, without overlap.</param>
/// <param name="Points">Listed versions that no span holds, in order.</param>
/// <param name="Texts">Listed texts that are no versions of PEP 440, as written: they are equal to the same text only. In ordinal order.</param>
/// <param name="OtherFixes">Fixed events that end no span and that the record does not call affected, in order.</param>
/// <param name="Unordered">The first bound that is no version of PEP 440; the range that has it is undecided. Null where all are.</param>
internal sealed record AffectedSpans(
    ImmutableArray<AffectedSpan> Spans,
    ImmutableArray<SpanBound> Points,
    ImmutableArray<string> Texts,
    ImmutableArray<SpanBound> OtherFixes,
    string? Unordered)
{
    /// <summary>Neither ranges nor versions: the record can't clear a version either.</summary>
    public bool SaysNothing => Spans.IsEmpty && Points.IsEmpty && Texts.IsEmpty && Unordered is null;

    /// <summary>Versions that the record says fix it, in no order.</summary>
    public IEnumerable<SpanBound> Fixes => Spans.Where(static span => span.UpperIsFix).Select(static span => span.Upper!.Value).Concat(OtherFixes);

    /// <summary>The spans for people, and the bound that is no version.</summary>
    public ImmutableArray<string> Bounds => [.. Spans.Select(static span => span.Describe()), .. Unordered is null ? (string[])[] : [Unordered]];

    /// <summary>For text that is no version of PEP 440. True: affected; false: not; null: undecided, for it has no place among the bounds.</summary>
    public bool? HoldsText(string text) =>
        Spans is [{ IsEverything: true }] || Texts.Contains(text, StringComparer.Ordinal) ? true
        : Spans.IsEmpty && Unordered is null ? false
        : null;
}
