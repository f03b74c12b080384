using System.Globalization;
using System.Text;

namespace Assay.Reports.PipAudit;

/// <summary>Writes JSON byte for byte as Python's <c>json.dumps</c> does by default: blanks behind commas and colons, ASCII only.</summary>
internal sealed class PythonJson
{
    private readonly StringBuilder _text = new();
    private bool _needsComma;

    public PythonJson BeginObject(string? name = null) => Begin(name, '{');

    public PythonJson EndObject() => End('}');

    public PythonJson BeginArray(string? name = null) => Begin(name, '[');

    public PythonJson EndArray() => End(']');

    public PythonJson String(string name, string value)
    {
        Name(name);
        Quote(value);
        _needsComma = true;
        return this;
    }

    public PythonJson Number(string name, int value)
    {
        Name(name);
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
        _needsComma = true;
        return this;
    }

    public PythonJson Strings(string name, IEnumerable<string> values)
    {
        BeginArray(name);
        foreach (string value in values)
        {
            Separate();
            Quote(value);
            _needsComma = true;
        }

        return EndArray();
    }

    public override string ToString() => _text.ToString();

    private PythonJson Begin(string? name, char bracket)
    {
        if (name is null)
        {
            Separate();
        }
        else
        {
            Name(name);
        }

        _text.Append(bracket);
        _needsComma = false;
        return this;
    }

    private PythonJson End(char bracket)
    {
        _text.Append(bracket);
        _needsComma = true;
        return this;
    }

    private void Name(string name)
    {
        Separate();
        Quote(name);
        _text.Append(": ");
    }

    private void Separate()
    {
        if (_needsComma)
        {
            _text.Append(", ");
        }
    }

    private void Quote(string value)
    {
        _text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                '\f' => _text.Append("\\f"),
                '\b' => _text.Append("\\b"),
                < ' ' or > '\u007f' => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => _text.Append(c),
            };
        }

        _text.Append('"');
    }
}
