namespace Assay.Commands;

/// <summary>One line on the error stream that says how far a run is; only on a terminal.</summary>
internal sealed class Progress(Session session, int total, bool isShown)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly bool _isShown = isShown && total > 1;
    private long _last = session.Time.GetTimestamp();

    /// <param name="done">Things that are done, of the total.</param>
    public void Show(int done)
    {
        if (_isShown && session.Time.GetElapsedTime(_last) > s_pause)
        {
            _last = session.Time.GetTimestamp();
            session.Error.Write($"\r{done} of {total}");
        }
    }

    public void Clear()
    {
        if (_isShown)
        {
            session.Error.Write("\r\e[K");
        }
    }
}
