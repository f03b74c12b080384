using Assay.Engine.Findings;

namespace Assay.Engine.Verdicts;

/// <summary>The one table that turns a finding's severity, confidence and context into a ruling, and the weights of gaps.</summary>
public static class VerdictTable
{
    private const Ruling Allow = Ruling.Allow;
    private const Ruling Warn = Ruling.Warn;
    private const Ruling Hold = Ruling.Hold;
    private const Ruling Block = Ruling.Block;

    // Five columns, by who makes the content take effect:
    //   itself  at install or at every start of the interpreter: nobody has to ask for it     (Install, Startup)
    //   import  as soon as anybody uses the package                                           (Import, Plugin)
    //   asked   only when a user calls or starts it                                           (Call, Main)
    //   none    it is not code: the archive and the metadata themselves. A lie there decides what every reader
    //           and installer sees, so it weighs as much as code unless the rule is unsure    (None)
    //   test    one step below "asked"                                                        (Test)
    // Down a column and along severity it never gets worse; a test holds that.
    private static readonly (Severity Severity, Confidence Confidence, Ruling Itself, Ruling Import, Ruling Asked, Ruling None, Ruling Test)[] Rows =
    [
        //                                            itself import asked  none   test
        (Severity.Critical, Confidence.Certain,       Block, Block, Block, Block, Hold),
        (Severity.Critical, Confidence.High,          Block, Block, Block, Block, Hold),
        (Severity.Critical, Confidence.Medium,        Hold,  Hold,  Hold,  Hold,  Warn),
        (Severity.Critical, Confidence.Low,           Warn,  Warn,  Warn,  Warn,  Allow),

        (Severity.High,     Confidence.Certain,       Block, Block, Hold,  Block, Warn),
        (Severity.High,     Confidence.High,          Block, Block, Hold,  Hold,  Warn),
        (Severity.High,     Confidence.Medium,        Hold,  Hold,  Warn,  Hold,  Allow),
        (Severity.High,     Confidence.Low,           Warn,  Warn,  Warn,  Warn,  Allow),

        (Severity.Medium,   Confidence.Certain,       Hold,  Warn,  Warn,  Warn,  Allow),
        (Severity.Medium,   Confidence.High,          Warn,  Warn,  Warn,  Warn,  Allow),
        (Severity.Medium,   Confidence.Medium,        Warn,  Warn,  Allow, Allow, Allow),
        (Severity.Medium,   Confidence.Low,           Allow, Allow, Allow, Allow, Allow),

        (Severity.Low,      Confidence.Certain,       Allow, Allow, Allow, Allow, Allow),
        (Severity.Low,      Confidence.High,          Allow, Allow, Allow, Allow, Allow),
        (Severity.Low,      Confidence.Medium,        Allow, Allow, Allow, Allow, Allow),
        (Severity.Low,      Confidence.Low,           Allow, Allow, Allow, Allow, Allow),

        (Severity.Info,     Confidence.Certain,       Allow, Allow, Allow, Allow, Allow),
        (Severity.Info,     Confidence.High,          Allow, Allow, Allow, Allow, Allow),
        (Severity.Info,     Confidence.Medium,        Allow, Allow, Allow, Allow, Allow),
        (Severity.Info,     Confidence.Low,           Allow, Allow, Allow, Allow, Allow),
    ];

    private const int Confidences = 4;

    /// <summary>What a finding leads to where policy says nothing about its rule.</summary>
    public static Ruling Of(Severity severity, Confidence confidence, CodeContext context)
    {
        var row = Rows[((int)Severity.Critical - (int)severity) * Confidences + ((int)Confidence.Certain - (int)confidence)];
        return context switch
        {
            CodeContext.Startup or CodeContext.Install => row.Itself,
            CodeContext.Import or CodeContext.Plugin => row.Import,
            CodeContext.Main or CodeContext.Call => row.Asked,
            CodeContext.Test => row.Test,
            _ => row.None,
        };
    }

    /// <summary>What a gap leads to where policy says nothing about its kind: a blind one is policy's <c>unknown</c>, the others are listed.</summary>
    public static Ruling Of(GapWeight weight, UnknownTreatment unknown) => weight switch
    {
        GapWeight.Opaque or GapWeight.World => Allow,
        _ => unknown == UnknownTreatment.Warn ? Warn : Hold,
    };

    /// <summary>Every row with its cells, for documentation and tests.</summary>
    public static IEnumerable<(Severity Severity, Confidence Confidence, Ruling Itself, Ruling Import, Ruling Asked, Ruling None, Ruling Test)> All => Rows;
}
