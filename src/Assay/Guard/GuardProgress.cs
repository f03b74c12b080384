namespace Assay.Guard;

/// <summary>Tells a person at a terminal that a file is being looked at, since the installer says nothing while it waits.</summary>
/// <param name="output">Where to write; null: nowhere (a log, a CI job).</param>
public sealed class GuardProgress(TextWriter? output)
{
    /// <summary>Files below this many bytes are looked at before anybody could read a line about it.</summary>
    public const long Slow = 4 << 20;

    /// <summary>Says that a file is being fetched and looked at, if it is a large one.</summary>
    /// <param name="size">Bytes, where the index says.</param>
    public void Begin(string fileName, long? size)
    {
        if (size >= Slow)
        {
            output?.WriteLine($"assay: looking into {Reports.TerminalText.Escape(fileName)} ({size >> 20} MiB) …");
        }
    }
}
