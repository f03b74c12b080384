using Assay.Feeds;

namespace Assay.Fuzz.Targets;

/// <summary>OSV's list of changes: in order, of ids that can stand in an address, or of no use.</summary>
internal static class ModifiedListTarget
{
    private static readonly Uri s_base = new("https://mirror.example.invalid/PyPI/");

    public static void Run(ReadOnlySpan<byte> data)
    {
        ModifiedList list = ModifiedList.Read(data);
        if (list.Problem is null == list.Entries.IsEmpty)
        {
            throw new InvalidOperationException("a list with a problem and entries, or with neither");
        }

        for (int i = 0; i < list.Entries.Length; i++)
        {
            if (i > 0 && list.Entries[i].Modified > list.Entries[i - 1].Modified)
            {
                throw new InvalidOperationException("a list that is not in order");
            }

            if (!ModifiedEntry.AddressOf(s_base, list.Entries[i].Id).AbsoluteUri.StartsWith(s_base.AbsoluteUri, StringComparison.Ordinal))
            {
                throw new InvalidOperationException("an id that leaves the folder");
            }
        }
    }
}
