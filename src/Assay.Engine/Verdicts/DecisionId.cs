namespace Assay.Engine.Verdicts;

/// <summary>The short id under which a refusal can be explained later: <c>assay explain ID</c>.</summary>
public static class DecisionId
{
    /// <summary>Hex digits in an id.</summary>
    public const int Length = 8;

    /// <summary>The first 8 lower-case hex digits of a SHA-256 over all four parts; the same parts always give the same id.</summary>
    /// <param name="pin">Project and version as decided on.</param>
    /// <param name="digestOrUrl">The file's sha256 where it is known, else its address without credentials.</param>
    /// <param name="rule">The rule or gap kind that led to the decision.</param>
    /// <param name="policyDigest"><see cref="Policy.Digest"/>.</param>
    public static string Of(string pin, string digestOrUrl, string rule, string policyDigest)
    {
        CanonicalHash hash = new("assay decision 1");
        hash.Add(pin);
        hash.Add(digestOrUrl);
        hash.Add(rule);
        hash.Add(policyDigest);
        return hash.Finish()[..Length];
    }
}
