using System.Collections.Immutable;

namespace Assay.Python.Meaning;

/// <summary>
/// Finds the arguments that an <see cref="Api"/> names: positions from 0 and names, <c>|</c> between those that may stand for one
/// another (<c>0|args</c>). <c>self</c> is the receiver.
/// </summary>
public static class ArgumentSelector
{
    /// <summary>The word for the receiver.</summary>
    public const string Receiver = "self";

    /// <summary>The first argument that is there; null where none is. Of an unpacked sequence the item, else the sequence itself.</summary>
    public static Value? Find(ImmutableArray<Argument> arguments, Value? receiver, string selector)
    {
        foreach (Range range in selector.AsSpan().Split('|'))
        {
            ReadOnlySpan<char> word = selector.AsSpan(range);
            Value? found = word.SequenceEqual(Receiver) ? receiver
                : char.IsAsciiDigit(word[0]) ? At(arguments, int.Parse(word))
                : Named(arguments, word);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static Value? At(ImmutableArray<Argument> arguments, int position)
    {
        foreach (Argument argument in arguments)
        {
            if (argument.Name is null)
            {
                if (position-- == 0)
                {
                    return argument.Value;
                }
            }
            else if (argument.Name == "*")
            {
                if (argument.Value is not SequenceValue { IsPartial: false } items)
                {
                    return argument.Value;
                }

                if (position < items.Items.Length)
                {
                    return items.Items[position];
                }

                position -= items.Items.Length;
            }
        }

        return null;
    }

    private static Value? Named(ImmutableArray<Argument> arguments, ReadOnlySpan<char> name)
    {
        Value? unpacked = null;
        foreach (Argument argument in arguments)
        {
            if (argument.Name is "**" && argument.Value is MappingValue mapping)
            {
                foreach ((Value key, Value value) in mapping.Items)
                {
                    unpacked = key is TextValue text && name.SequenceEqual(text.Text) ? value : unpacked;
                }
            }
            else if (argument.Name is string given && name.SequenceEqual(given))
            {
                return argument.Value;
            }
        }

        return unpacked;
    }
}
