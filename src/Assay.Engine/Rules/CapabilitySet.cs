using Assay.Engine.Capabilities;

namespace Assay.Engine.Rules;

/// <summary>A set of capabilities.</summary>
internal readonly record struct CapabilitySet(ulong Bits)
{
    public static CapabilitySet Of(params ReadOnlySpan<Capability> capabilities)
    {
        CapabilitySet set = default;
        foreach (Capability capability in capabilities)
        {
            set = set.With(capability);
        }

        return set;
    }

    public CapabilitySet With(Capability capability) => new(Bits | (1UL << (int)capability));

    public bool Has(Capability capability) => (Bits & (1UL << (int)capability)) != 0;

    public bool Intersects(CapabilitySet other) => (Bits & other.Bits) != 0;
}
