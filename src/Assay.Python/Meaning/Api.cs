using System.Collections.Immutable;

namespace Assay.Python.Meaning;

/// <summary>What the analysis should know about one function, class or attribute outside the distribution.</summary>
/// <param name="Name">
/// The dotted name under which it is reached: <c>subprocess.Popen</c>, <c>requests.Session().post</c>; <c>?.post</c> is a method of this name
/// on an object of which nothing is known.
/// </param>
/// <remarks>Arguments are named as <see cref="ArgumentSelector"/> reads them: <c>0|args</c>, <c>self</c>.</remarks>
public record Api(string Name)
{
    /// <summary>Another name of the same thing, which counts in its place: <c>posix.system</c> is <c>os.system</c>.</summary>
    public string? SameAs { get; init; }

    /// <summary>Labels of what a call returns, or of the attribute itself.</summary>
    public Labels Yields { get; init; }

    /// <summary>True where the labels of arguments and receiver pass on to the result.</summary>
    public bool Passes { get; init; } = true;

    /// <summary>The name of what a call returns, with its <c>()</c>: <c>socket.socket()</c> for <c>socket.create_connection</c>. Null: the name and <c>()</c>.</summary>
    public string? Returns { get; init; }

    /// <summary>Positions or names of the arguments that it calls, now or later: <c>target</c> of a thread, 0 of <c>atexit.register</c>.</summary>
    public ImmutableArray<string> Invokes { get; init; } = [];

    /// <summary>Labels of what the functions among its arguments are called with: keys for a listener, messages for a chat's handler.</summary>
    public Labels Feeds { get; init; }

    /// <summary>Position or name of the argument that is a path to which it writes; with <see cref="Data"/>, or from its own source (a download).</summary>
    public string? WritesTo { get; init; }

    /// <summary>Position or name of the argument that is a path from which it reads: the path's labels go to the result (and to <see cref="WritesTo"/>).</summary>
    public string? ReadsFrom { get; init; }

    /// <summary>True where what <see cref="ReadsFrom"/> names goes into the object whose method it is: <c>ConfigParser().read</c>.</summary>
    public bool Fills { get; init; }

    /// <summary>True where a call gives back what it was called on, as far as that matters: a cursor of a connection, one blob of a store.</summary>
    public bool IsChained { get; init; }

    /// <summary>Position or name of the argument that holds what is written or sent; null: every argument.</summary>
    public string? Data { get; init; }

    /// <summary>True where a call is worth no observation: it matters only to where values go.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>True where a read of the attribute itself, without a call, is worth an observation (<c>os.environ</c>).</summary>
    public bool IsRead { get; init; }
}

/// <summary>Everything that the analysis knows about the world outside: given by its caller, so that a new fact about an API is a row of data.</summary>
/// <param name="FindApi">An API by its name; null where nothing is known of it.</param>
/// <param name="LabelsOfPath">Labels of the content of a file, by its path as far as it is known (holes as <see cref="TextValue.Hole"/>).</param>
/// <param name="LabelsOfVariable">Labels of an environment variable by its name.</param>
/// <param name="LabelsOfName">Labels that a parameter, field or key has by its name alone (<c>private_key</c>).</param>
/// <param name="LabelsOfAddress">Labels of what is fetched from an address, by the address as far as it is known.</param>
public sealed record Knowledge(
    Func<string, Api?> FindApi,
    Func<string, Labels> LabelsOfPath,
    Func<string, Labels> LabelsOfVariable,
    Func<string, Labels> LabelsOfName,
    Func<string, Labels> LabelsOfAddress)
{
    /// <summary>The names that are known directly below a module outside: those that <c>dir</c> of it would give among others.</summary>
    public Func<string, ImmutableArray<string>> NamesBelow { get; init; } = static _ => [];

    /// <summary>Where data goes within the command line that a call of an API starts; null where it starts none.</summary>
    public Func<Api, ImmutableArray<Argument>, CommandFlow?> FlowOf { get; init; } = static (_, _) => null;

    /// <summary>What a command line fetches.</summary>
    public Func<string, CommandEffect> EffectOf { get; init; } = static _ => CommandEffect.None;
}

/// <summary>What a command line fetches from elsewhere.</summary>
/// <param name="Output">Labels of what it prints.</param>
/// <param name="Files">Files and folders that it fills, as written.</param>
public sealed record CommandEffect(Labels Output, ImmutableArray<string> Files)
{
    public static CommandEffect None { get; } = new(Labels.None, []);
}
