using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Assay.Packaging.Lockfiles;

/// <summary>
/// Reads the first YAML document of a text into <see cref="DataNode"/>s. Every scalar is text, and an alias is nothing: files that
/// list dependencies use neither types nor anchors. What stands before a break is kept.
/// </summary>
internal static class YamlText
{
    /// <summary>The document's root table; empty, with problems, where it is no YAML or no table.</summary>
    public static DataTable Read(ReadOnlySpan<byte> content, ListBuilder list)
    {
        if (list.Text(content) is not { } text)
        {
            return new DataTable(1);
        }

        Reading reading = new(list);
        int line = 1;
        try
        {
            Parser parser = new(new StringReader(text));
            while (parser.MoveNext() && parser.Current is { } at and not DocumentEnd)
            {
                line = (int)at.Start.Line;
                if (!reading.Take(at, line))
                {
                    break;
                }
            }
        }
        catch (YamlException e)
        {
            list.Broken((int)e.Start.Line, $"not YAML: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The scanner's own checks of its state, which crafted text can fail.
            list.Broken(line, "not YAML: the text could not be scanned");
        }

        return list.Root(reading.Root);
    }

    private sealed class Reading(ListBuilder list)
    {
        private readonly Stack<(DataNode Node, string? Key, int KeyLine)> _open = [];

        public DataNode? Root { get; private set; }

        /// <summary>Takes an event; false where the rest must not be read.</summary>
        public bool Take(ParsingEvent at, int line)
        {
            switch (at)
            {
                case MappingStart:
                    return Open(new DataTable(line));
                case SequenceStart:
                    return Open(new DataArray(line));
                case MappingEnd or SequenceEnd:
                    _ = _open.TryPop(out _);
                    return true;
                case Scalar scalar:
                    TakeScalar(scalar, line);
                    return true;
                case AnchorAlias:
                    Put(new DataOther(line, "an alias"));
                    return true;
                default:
                    return true;
            }
        }

        private void TakeScalar(Scalar scalar, int line)
        {
            if (_open.TryPeek(out (DataNode Node, string? Key, int KeyLine) top) && top is { Node: DataTable, Key: null })
            {
                _ = _open.Pop();
                _open.Push((top.Node, scalar.Value, line));
            }
            else if (scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" })
            {
                Put(new DataOther(line, "null"));
            }
            else
            {
                Put(new DataText(line, scalar.Value));
            }
        }

        private bool Open(DataNode node)
        {
            if (_open.Count >= list.Limits.MaxDepth)
            {
                list.Broken(node.Line, $"nested more than {list.Limits.MaxDepth} deep; the rest was not read");
                return false;
            }

            Put(node);
            _open.Push((node, null, 0));
            return true;
        }

        private void Put(DataNode node)
        {
            if (!_open.TryPop(out (DataNode Node, string? Key, int KeyLine) top))
            {
                Root ??= node;
                return;
            }

            if (top.Node is DataArray array)
            {
                array.Items.Add(node);
                _open.Push(top);
                return;
            }

            // A key that is no text is taken for an empty one.
            bool isNew = ((DataTable)top.Node).Add(top.Key ?? "", top.Key is null ? node.Line : top.KeyLine, node);
            if (!isNew)
            {
                list.Problem(top.KeyLine, $"'{top.Key}' is there already", loses: true);
            }

            _open.Push((top.Node, null, 0));
        }
    }
}
