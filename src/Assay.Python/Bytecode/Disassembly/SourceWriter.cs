using System.Text;

namespace Assay.Python.Bytecode.Disassembly;

/// <summary>Collects lines of Python text up to a size.</summary>
internal sealed class SourceWriter
{
    // Text is put together from parts before it is known to be needed; this much of that for each byte of the result.
    private const int WorkPerByte = 16;
    private const int LeastWork = 1 << 20;

    // A short line takes this much memory all the same.
    private const int LeastBytes = 24;

    private readonly List<(int Indent, string Text)> _lines = [];
    private readonly int _maxBytes;
    private long _left;
    private long _work;
    private int _temporaries;

    /// <param name="maxBytes">Most bytes of text.</param>
    public SourceWriter(int maxBytes)
    {
        _maxBytes = maxBytes;
        _left = maxBytes;
        _work = LeastWork + ((long)maxBytes * WorkPerByte);
    }

    /// <summary>True where something is missing.</summary>
    public bool IsPartial { get; set; }

    /// <summary>True where there is no room for more.</summary>
    public bool IsFull { get; private set; }

    /// <summary>UTF-16 units for which there is room.</summary>
    public int Room => (int)Math.Max(0, _left);

    /// <summary>How deep lines stand.</summary>
    public int Indent { get; set; }

    /// <summary>Number of lines.</summary>
    public int Count => _lines.Count;

    public void Line(string text)
    {
        long bytes = Math.Max(LeastBytes, (IsFull ? 0 : Encoding.UTF8.GetByteCount(text)) + Indent + 1);
        if (IsFull || bytes > _left)
        {
            Fill();
            return;
        }

        _left -= bytes;
        _lines.Add((Indent, text));
    }

    /// <summary>A line that must be there for the text to parse: a block's only statement.</summary>
    public void Pass()
    {
        _left -= Indent + 5;
        _lines.Add((Indent, "pass"));
    }

    /// <summary>Counts text that was put together.</summary>
    public void Charge(int length)
    {
        _work -= length + 16;
        if (_work < 0)
        {
            Fill();
        }
    }

    public string LineAt(int index) => _lines[index].Text;

    public void Replace(int index, string text) => _lines[index] = (_lines[index].Indent, text);

    public void RemoveFrom(int index) => _lines.RemoveRange(index, _lines.Count - index);

    /// <summary>A name that the code itself does not have.</summary>
    public string Temporary(string what) => $"_{what}_{++_temporaries}";

    public override string ToString()
    {
        StringBuilder text = new();
        foreach ((int indent, string line) in _lines)
        {
            text.Append(' ', indent).Append(line).Append('\n');
        }

        return text.ToString();
    }

    private void Fill()
    {
        IsFull = true;
        IsPartial = true;
    }
}
