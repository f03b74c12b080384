using System.Collections.Immutable;

namespace Assay.Packaging.Lockfiles;

/// <summary>Every format, in the order in which they are asked whether a file is theirs. A new format is one file, one line here, and samples.</summary>
public static class Catalogue
{
    public static ImmutableArray<LockfileFormat> All { get; } =
    [
        new UvLockFormat(),
        new PylockFormat(),
        new PoetryLockFormat(),
        new PdmLockFormat(),
        new PipfileLockFormat(),
        new PyprojectFormat(),
        new ScriptFormat(),
        new CondaLockFormat(),
        new CondaEnvironmentFormat(),
        new CycloneDxFormat(),
        new SpdxFormat(),
        new RequirementsFormat(),
    ];

    /// <summary>The format of a file, by its name, else by its content; null where neither tells.</summary>
    /// <param name="fileName">Without folders.</param>
    public static LockfileFormat? Find(string fileName, ReadOnlySpan<byte> content)
    {
        foreach (LockfileFormat format in All)
        {
            if (format.Claims(fileName, content))
            {
                return format;
            }
        }

        foreach (LockfileFormat format in All)
        {
            if (format.Recognises(content))
            {
                return format;
            }
        }

        return null;
    }
}
