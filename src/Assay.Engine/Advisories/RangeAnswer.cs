namespace Assay.Engine.Advisories;

/// <summary>How much of what a requirement allows is affected.</summary>
public enum RangeShare { None, Some, All }

/// <summary>The answer about a range of versions, found without a resolver.</summary>
/// <param name="Tightened">The smallest narrowing of the requirement that allows no version known to be affected; null where none is needed or none exists.</param>
public sealed record RangeAnswer(RangeShare Share, string? Tightened);
