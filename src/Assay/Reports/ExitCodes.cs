namespace Assay.Reports;

/// <summary>What the process says to its caller; the first that applies, in the order 2, 1, 3, 0.</summary>
public static class ExitCodes
{
    public const int Fine = 0;

    /// <summary>Findings at or above the threshold, or something was refused.</summary>
    public const int Found = 1;

    /// <summary>Wrong use, an internal error, or the guard or its upstream failed.</summary>
    public const int Failed = 2;

    /// <summary>Something that can run could not be looked at.</summary>
    public const int Incomplete = 3;

    /// <summary>Stopped by the user, as shells report it (128 + SIGINT).</summary>
    public const int Stopped = 130;
}
