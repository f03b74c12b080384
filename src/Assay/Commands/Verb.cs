using System.Collections.Immutable;
using System.CommandLine;
using Assay.Reports;

namespace Assay.Commands;

/// <summary>One verb of the command line. <see cref="Catalogue"/> lists them.</summary>
public abstract class Verb
{
    public abstract string Name { get; }

    /// <summary>What it does, in one line of the help text.</summary>
    public abstract string Summary { get; }
}

/// <summary>A verb whose arguments Assay itself parses.</summary>
public abstract class ParsedVerb : Verb
{
    /// <summary>Builds arguments, options and action; the action returns an exit code of <see cref="ExitCodes"/>.</summary>
    /// <param name="session">The world with the options before the verb.</param>
    public abstract Command Build(Session session);
}

/// <summary>A verb that hands everything behind it to another program as it stands: no option of Assay is looked for there.</summary>
public abstract class PassedVerb : Verb
{
    /// <summary>Runs it.</summary>
    /// <param name="arguments">Everything behind the verb, untouched.</param>
    /// <returns>An exit code of <see cref="ExitCodes"/>, or the other program's own.</returns>
    public abstract Task<int> RunAsync(Session session, ImmutableArray<string> arguments, CancellationToken cancellation);
}
