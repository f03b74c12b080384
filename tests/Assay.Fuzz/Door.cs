using System.Collections.Immutable;

namespace Assay.Fuzz;

/// <summary>A place where foreign bytes enter, and what is asked of it: it answers, and what it answers holds together.</summary>
internal delegate void DoorTarget(ReadOnlySpan<byte> data);

/// <summary>One line of the table of doors.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Run">Throws where the door breaks its promise.</param>
/// <param name="Seeds">Small inputs that lead into the door, in the order in which they are tried.</param>
internal sealed record Door(string Name, DoorTarget Run, Func<ImmutableArray<byte[]>> Seeds);
