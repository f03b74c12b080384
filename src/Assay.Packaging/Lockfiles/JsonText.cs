using System.Text.Json;

namespace Assay.Packaging.Lockfiles;

/// <summary>Reads JSON into <see cref="DataNode"/>s. What stands before a break is kept.</summary>
internal static class JsonText
{
    /// <summary>The document's root table; empty, with problems, where it is no JSON or no table.</summary>
    public static DataTable Read(ReadOnlySpan<byte> content, ListBuilder list)
    {
        if (!list.Fits(content))
        {
            return new DataTable(1);
        }

        content = ListBuilder.WithoutMark(content);
        Reading reading = new(list);
        Utf8JsonReader reader = new(content, new JsonReaderOptions { MaxDepth = list.Limits.MaxDepth });
        int line = 1;
        int counted = 0;
        try
        {
            while (reader.Read())
            {
                int at = (int)reader.TokenStartIndex;
                line += content[counted..at].Count((byte)'\n');
                counted = at;
                reading.Take(ref reader, line);
            }
        }
        catch (JsonException e)
        {
            list.Broken((int?)e.LineNumber + 1, "not JSON");
        }
        catch (InvalidOperationException)
        {
            // A text that is not UTF-8, or half of a surrogate pair.
            list.Broken(line, "not JSON: a text is not Unicode");
        }

        return list.Root(reading.Root);
    }

    private sealed class Reading(ListBuilder list)
    {
        private readonly Stack<DataNode> _open = [];
        private string _key = "";
        private int _keyLine;

        public DataNode? Root { get; private set; }

        public void Take(ref Utf8JsonReader reader, int line)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    _key = reader.GetString()!;
                    _keyLine = line;
                    break;
                case JsonTokenType.StartObject:
                    Open(new DataTable(line));
                    break;
                case JsonTokenType.StartArray:
                    Open(new DataArray(line));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _ = _open.Pop();
                    break;
                case JsonTokenType.String:
                    Put(new DataText(line, reader.GetString()!));
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    Put(new DataTruth(line, reader.GetBoolean()));
                    break;
                case JsonTokenType.Number:
                    Put(new DataNumber(line, System.Text.Encoding.UTF8.GetString(reader.ValueSpan)));
                    break;
                default:
                    Put(new DataOther(line, "null"));
                    break;
            }
        }

        private void Open(DataNode node)
        {
            Put(node);
            _open.Push(node);
        }

        private void Put(DataNode node)
        {
            if (_open.Count == 0)
            {
                Root ??= node;
            }
            else if (_open.Peek() is DataArray array)
            {
                array.Items.Add(node);
            }
            else if (_open.Peek() is DataTable table && !table.Add(_key, _keyLine, node))
            {
                list.Problem(_keyLine, $"'{_key}' is there already", loses: true);
            }
        }
    }
}
