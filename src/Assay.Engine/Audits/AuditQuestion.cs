using System.Collections.Immutable;
using Assay.Packaging.Requirements;

namespace Assay.Engine.Audits;

/// <summary>What an audit is asked about.</summary>
/// <param name="Items">In the order of the input.</param>
/// <param name="Problems">What could not be read of the inputs.</param>
/// <param name="Environment">What markers of policy are held against; null where no interpreter and platform is named.</param>
/// <param name="AsOf">Only what was known on that day (UTC); null: all that the index knows.</param>
public sealed record AuditQuestion(
    ImmutableArray<AuditSource> Sources,
    ImmutableArray<AuditItem> Items,
    ImmutableArray<AuditProblem> Problems,
    MarkerEnvironment? Environment,
    DateOnly? AsOf);
