using System.Collections.Immutable;
using Assay.Commands.PipAudit;

namespace Assay.Commands;

/// <summary>Every verb, in the order of the help text. A new verb is one file and one line here.</summary>
public static class Catalogue
{
    public static ImmutableArray<Verb> All { get; } =
    [
        new PipCommand(),
        new UvCommand(),
        new UvxCommand(),
        new RunCommand(),
        new ScanCommand(),
        new AuditCommand(),
        new PipAuditCommand(),
        new ShowCommand(),
        new DiffCommand(),
        new ExplainCommand(),
        new RulesCommand(),
        new PolicyCommand(),
        new DbCommand(),
        new StoreCommand(),
        new DoctorCommand(),
        new ShimCommand(),
        new DemoCommand(),
    ];

    public static Verb? Find(string name) => All.FirstOrDefault(verb => verb.Name == name);
}
