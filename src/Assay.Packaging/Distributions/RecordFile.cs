using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Assay.Packaging.Distributions;

/// <summary>One row of RECORD.</summary>
/// <param name="Line">Line from 1 on which the row begins.</param>
/// <param name="Path">As written, with <c>\</c> turned to <c>/</c> and a leading <c>./</c> dropped.</param>
/// <param name="Algorithm">Lower case, or null where the row has no hash.</param>
/// <param name="Digest">The decoded digest; empty where the row has no hash.</param>
/// <param name="Size">Bytes, or null where the row has none.</param>
public sealed record RecordRow(int Line, string Path, string? Algorithm, ImmutableArray<byte> Digest, long? Size);

/// <summary>Something in a file that could not be read as its format demands.</summary>
/// <param name="Line">Line from 1.</param>
public sealed record FormatProblem(int Line, string Text);

/// <summary>RECORD: what a wheel or an installed distribution says it holds (PyPA "Recording installed projects", section RECORD).</summary>
/// <param name="Rows">In the file's order; a row with a problem is still here, with what could be read of it.</param>
public sealed record RecordFile(ImmutableArray<RecordRow> Rows, ImmutableArray<FormatProblem> Problems)
{
    /// <summary>Reads the CSV dialect that Python's <c>csv</c> module reads by default: quotes may hold commas, newlines and doubled quotes.</summary>
    public static RecordFile Parse(ReadOnlySpan<char> text)
    {
        ImmutableArray<RecordRow>.Builder rows = ImmutableArray.CreateBuilder<RecordRow>();
        ImmutableArray<FormatProblem>.Builder problems = ImmutableArray.CreateBuilder<FormatProblem>();
        List<string> fields = [];
        CsvScanner scanner = new(text.StartsWith('\uFEFF') ? text[1..] : text);
        while (scanner.NextRow(fields, out int line, out bool unclosed))
        {
            if (unclosed)
            {
                problems.Add(new FormatProblem(line, "a quoted field is never closed"));
            }

            if (fields is not [""])
            {
                rows.Add(ReadRow(fields, line, problems));
            }
        }

        return new RecordFile(rows.DrainToImmutable(), problems.DrainToImmutable());
    }

    private static RecordRow ReadRow(List<string> fields, int line, ImmutableArray<FormatProblem>.Builder problems)
    {
        if (fields.Count != 3)
        {
            problems.Add(new FormatProblem(line, $"{fields.Count} fields where three belong"));
        }

        string? algorithm = null;
        ImmutableArray<byte> digest = [];
        if (fields.Count > 1 && fields[1].Length > 0)
        {
            int equals = fields[1].IndexOf('=', StringComparison.Ordinal);
            algorithm = equals < 1 ? "" : fields[1][..equals].ToLowerInvariant();
            if (equals < 1 || !TryDecode(fields[1].AsSpan(equals + 1), out digest))
            {
                problems.Add(new FormatProblem(line, $"'{fields[1]}' is not ALGORITHM=BASE64"));
            }
        }

        long? size = null;
        if (fields.Count > 2 && fields[2].Length > 0)
        {
            if (long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
            {
                size = bytes;
            }
            else
            {
                problems.Add(new FormatProblem(line, $"'{fields[2]}' is not a size"));
            }
        }

        return new RecordRow(line, Normalize(fields[0]), algorithm, digest, size);
    }

    /// <summary>The form in which paths of RECORD and of archive members are compared.</summary>
    public static string Normalize(string path)
    {
        string slashed = path.Replace('\\', '/');
        while (slashed.StartsWith("./", StringComparison.Ordinal))
        {
            slashed = slashed[2..];
        }

        return slashed;
    }

    // URL-safe base64 without padding; padding is taken too, as installers do.
    private static bool TryDecode(ReadOnlySpan<char> text, out ImmutableArray<byte> digest)
    {
        byte[] bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        OperationStatus status = Base64Url.DecodeFromChars(text, bytes, out _, out int written);
        digest = status != OperationStatus.Done ? []
            : ImmutableCollectionsMarshal.AsImmutableArray(written == bytes.Length ? bytes : bytes[..written]);
        return !digest.IsEmpty;
    }

    private ref struct CsvScanner(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private readonly StringBuilder _field = new();
        private int _at;
        private int _line = 1;

        public bool NextRow(List<string> fields, out int line, out bool unclosed)
        {
            fields.Clear();
            line = _line;
            unclosed = false;
            if (_at >= _text.Length)
            {
                return false;
            }

            while (true)
            {
                ReadField(ref unclosed);
                fields.Add(_field.ToString());
                if (_at >= _text.Length)
                {
                    return true;
                }

                char end = _text[_at++];
                if (end == ',')
                {
                    continue;
                }

                if (end == '\r' && _at < _text.Length && _text[_at] == '\n')
                {
                    _at++;
                }

                _line++;
                return true;
            }
        }

        // Stops on the comma or newline that ends the field, or at the end of the text.
        private void ReadField(ref bool unclosed)
        {
            _field.Clear();
            if (_at < _text.Length && _text[_at] == '"')
            {
                _at++;
                unclosed = !ReadQuoted();
            }

            int plain = _text[_at..].IndexOfAny(',', '\r', '\n');
            plain = plain < 0 ? _text.Length - _at : plain;
            _field.Append(_text.Slice(_at, plain));
            _at += plain;
        }

        private bool ReadQuoted()
        {
            while (_at < _text.Length)
            {
                char c = _text[_at++];
                if (c == '"')
                {
                    if (_at >= _text.Length || _text[_at] != '"')
                    {
                        return true;
                    }

                    _at++;
                }
                else if (c == '\n')
                {
                    _line++;
                }

                _field.Append(c);
            }

            return false;
        }
    }
}
