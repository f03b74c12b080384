namespace Assay.Trials;

/// <summary>How a check came out.</summary>
public enum Standing
{
    /// <summary>Nothing stepped round the guard.</summary>
    Ok,

    /// <summary>Something steps round the guard.</summary>
    Open,

    /// <summary>It could not be tried, or does not work behind the guard.</summary>
    Failed,
}

/// <summary>One line of <c>assay doctor</c>. Texts are unescaped.</summary>
/// <param name="Subject">The installer, or <c>store</c>, <c>policy</c>.</param>
/// <param name="Check">What was tried.</param>
/// <param name="Reason">What was seen, one sentence.</param>
/// <param name="NextStep">What to do; null where nothing is to be done.</param>
public sealed record TrialResult(string Subject, string Check, Standing Standing, string Reason, string? NextStep = null);
