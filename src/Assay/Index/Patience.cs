namespace Assay.Index;

/// <summary>The two clocks of a request: a server's silence, and the whole.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _whole;
    private readonly CancellationTokenSource _any;
    private readonly TimeSpan _silence;

    /// <param name="whole">Null: no limit on the whole.</param>
    public Patience(TimeSpan silence, TimeSpan? whole, TimeProvider time, CancellationToken caller)
    {
        _silence = silence;
        _idle = new CancellationTokenSource(silence, time);
        _whole = new CancellationTokenSource(whole ?? Timeout.InfiniteTimeSpan, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(_idle.Token, _whole.Token, caller);
    }

    public CancellationToken Token => _any.Token;

    /// <summary>What ran out, in words; null if neither did.</summary>
    public string? Exhausted =>
        _whole.IsCancellationRequested ? "it took longer than a page may"
        : _idle.IsCancellationRequested ? $"it was silent for {_silence.TotalSeconds:0.##} s"
        : null;

    /// <summary>The server said something: its silence begins anew.</summary>
    public void Heard() => _idle.CancelAfter(_silence);

    /// <summary>We are waiting on purpose, not for the server.</summary>
    public void Pause() => _idle.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _any.Dispose();
        _whole.Dispose();
        _idle.Dispose();
    }
}
