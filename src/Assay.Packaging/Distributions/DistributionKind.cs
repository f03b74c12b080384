namespace Assay.Packaging.Distributions;

/// <summary>What a distribution file is, by its content.</summary>
public enum DistributionKind
{
    /// <summary>Neither of the others: an archive that no installer would take.</summary>
    Unknown,

    /// <summary>A wheel (PyPA "Binary distribution format").</summary>
    Wheel,

    /// <summary>A source distribution (PyPA "Source distribution format"), also in its older ZIP form.</summary>
    Sdist,

    /// <summary>A setuptools egg.</summary>
    Egg,

    /// <summary>A folder of sources, not packed.</summary>
    Tree,
}
