namespace Assay.Engine.Findings;

/// <summary>The one order of places: members by path, layer and position, then lines of input, then the rest by what they say.</summary>
internal static class PlaceOrder
{
    public static int Compare(Place x, Place y)
    {
        if (x is MemberPlace a && y is MemberPlace b)
        {
            int order = Compare(a.Path.AsSpan(), b.Path.AsSpan());
            order = order != 0 ? order : Compare(a.Layers.AsSpan(), b.Layers.AsSpan());
            order = order != 0 ? order : Nullable.Compare(a.Line, b.Line);
            order = order != 0 ? order : Nullable.Compare(a.Column, b.Column);
            order = order != 0 ? order : Nullable.Compare(a.Offset, b.Offset);
            return order != 0 ? order : Nullable.Compare(a.Length, b.Length);
        }

        if (x is InputPlace c && y is InputPlace d)
        {
            int order = string.CompareOrdinal(c.File, d.File);
            order = order != 0 ? order : Nullable.Compare(c.Line, d.Line);
            return order != 0 ? order : Nullable.Compare(c.Column, d.Column);
        }

        int kind = Kind(x).CompareTo(Kind(y));
        return kind != 0 ? kind : string.CompareOrdinal(x.Describe(), y.Describe());
    }

    /// <summary>Texts one by one, then the shorter list first.</summary>
    public static int Compare(ReadOnlySpan<string> x, ReadOnlySpan<string> y)
    {
        for (int at = 0; at < x.Length && at < y.Length; at++)
        {
            int order = string.CompareOrdinal(x[at], y[at]);
            if (order != 0)
            {
                return order;
            }
        }

        return x.Length.CompareTo(y.Length);
    }

    private static int Kind(Place place) => place switch
    {
        MemberPlace => 0,
        ListingPlace => 1,
        InputPlace => 2,
        _ => 3,
    };
}
