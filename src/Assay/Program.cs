namespace Assay;

/// <summary>The <c>assay</c> program.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        _ = args;
        return 0;
    }
}
