using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    private bool _broken;
    private string _message = "";
    private string? _limit;
    private int _errorAt;

    /// <summary>Where the text begins that is given up if the current statement breaks.</summary>
    private int _regionStart;

    /// <summary>Whether a region was given up and no statement has been read since: its block, if it had one, is indented without a header.</summary>
    private bool _recovered;

    /// <summary>Errors there were when that region began; later ones go with it.</summary>
    private int _regionErrors;

    private bool _isStopped;
    private int _nulAt;
    private int _openStrings;
    private StringOpening _outerString;

    private void BeginRegion()
    {
        _regionStart = _lexer.Start;
        _regionErrors = _errors.Count;
    }

    /// <summary>The current token cannot stand here.</summary>
    private void Unexpected(string message)
    {
        if (!_broken)
        {
            Break(_token == Token.Error ? _lexer.Message : message, limit: null);
        }
    }

    private void Break(string message, string? limit)
    {
        if (_broken)
        {
            return;
        }

        _broken = true;
        _message = message;
        _limit = limit;
        _errorAt = _lexer.Start;
        _token = Token.Error;
    }

    /// <summary>Gives up the region of the broken statement and reads the first token behind it.</summary>
    /// <param name="mark">Number of nodes to keep.</param>
    private void GiveUp(int mark, ref Children list)
    {
        _count = mark;
        _errors.RemoveRange(_regionErrors, _errors.Count - _regionErrors);
        if (_openStrings > 0)
        {
            _openStrings = 0;
            _lexer.AbandonString(_outerString);
        }

        bool isOver = _limit == nameof(ParserLimits.MaxNodes);
        if (isOver)
        {
            _lexer.SkipToEnd();
        }

        int end = isOver ? _source.Length : Math.Max(_regionStart, _lexer.SkipToStatement());
        Record(ref list, _regionStart, end, _errorAt, _message, _limit);
        _broken = false;
        _recovered = true;
        _previousEnd = _lexer.End;
        _token = _lexer.Next();
    }

    /// <summary>After too many errors, the rest of the text becomes one region.</summary>
    private void Stop(ref Children list)
    {
        _isStopped = true;
        int start = _lexer.Start;
        _lexer.SkipToEnd();
        Record(ref list, start, _source.Length, start, "too many errors", nameof(ParserLimits.MaxErrors));
        Next();
    }

    /// <summary>Adds an error with its node.</summary>
    private void Record(ref Children list, int start, int end, int at, string message, string? limit = null)
    {
        // Regions are few (MaxErrors), so the cap on nodes does not count them.
        if (_count >= _nodes.Length - Reserve)
        {
            Grow();
        }

        int node = _count++;
        _nodes[node] = new Node(start, end, 0, 0, 0, NodeKind.Unparsed, 0, 0);
        Add(ref list, node);
        _errors.Add(new SyntaxError(start, end, at, message, limit));
    }

    /// <summary>Turns a node that no version accepts where it stands into a region of its own; the statement around it is kept.</summary>
    private void Reject(int node, string message)
    {
        if (_broken)
        {
            return;
        }

        ref Node rejected = ref _nodes[node];
        while (_errors.Count > _regionErrors && _errors[^1].Start >= rejected.Start && _errors[^1].End <= rejected.End)
        {
            // Regions within this one go with it.
            _errors.RemoveAt(_errors.Count - 1);
        }

        if (_errors.Count < _limits.MaxErrors)
        {
            _errors.Add(new SyntaxError(rejected.Start, rejected.End, rejected.Start, message));
        }

        rejected.Kind = NodeKind.Unparsed;
        rejected.First = 0;
        rejected.Symbol = 0;
        rejected.Op = 0;
        rejected.Extra = 0;
    }

    /// <summary>
    /// Adds the NUL bytes before the current token: Python 2 ends a line at one, compile refuses it, and editors show nothing. Each run of
    /// them is an error, and is read over.
    /// </summary>
    private void RecordNulBytes(ref Children list)
    {
        ReadOnlySpan<byte> text = _source.Span;
        while (_nulAt < _lexer.Start && _errors.Count < _limits.MaxErrors)
        {
            int length = text[_nulAt..].IndexOfAnyExcept((byte)0);
            int end = length < 0 ? text.Length : _nulAt + length;
            Record(ref list, _nulAt, end, _nulAt, "a NUL byte");
            _nulAt = NextNul(end);
        }
    }

    private int NextNul(int start)
    {
        int next = _source.Span[start..].IndexOf((byte)0);
        return next < 0 ? int.MaxValue : start + next;
    }
}
