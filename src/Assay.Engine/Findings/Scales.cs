namespace Assay.Engine.Findings;

/// <summary>How bad it is if the finding is right.</summary>
public enum Severity { Info, Low, Medium, High, Critical }

/// <summary>How sure the rule is that the finding is right.</summary>
public enum Confidence { Low, Medium, High, Certain }

/// <summary>Who should see the finding: everyone, or only somebody who reads a package closely.</summary>
public enum Audience { Everyone, Auditor }

/// <summary>When the code or content at a place takes effect, from never to every start of the interpreter.</summary>
public enum CodeContext
{
    /// <summary>Not run: data, documentation, the archive itself.</summary>
    None,

    /// <summary>Only by the package's own tests.</summary>
    Test,

    /// <summary>When a user calls it.</summary>
    Call,

    /// <summary>When a user starts it as a program.</summary>
    Main,

    /// <summary>When another program loads its entry points.</summary>
    Plugin,

    /// <summary>When the package is imported.</summary>
    Import,

    /// <summary>When the package is built or installed.</summary>
    Install,

    /// <summary>At every start of the interpreter.</summary>
    Startup,
}
