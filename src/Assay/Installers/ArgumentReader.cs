using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>The parser that an installer's command line is meant for.</summary>
public enum ArgumentDialect
{
    /// <summary>Python's <c>optparse</c> (pip): long options may be abbreviated.</summary>
    Optparse,

    /// <summary>Rust's <c>clap</c> (uv): no abbreviations; <c>-i=VALUE</c> is a spelling of <c>-i VALUE</c>.</summary>
    Clap,
}

/// <summary>What a command line says to its installer's parser.</summary>
/// <param name="Arguments">In order.</param>
/// <param name="Ambiguous">Abbreviations that stand for several options, so that it depends on the installer's version what they mean.</param>
/// <param name="Rest">Tokens after the first word, where reading stops there.</param>
public sealed record ArgumentReading(ImmutableArray<Argument> Arguments, ImmutableArray<string> Ambiguous, ImmutableArray<string> Rest);

/// <summary>Reads arguments as the installer's parser does: abbreviations of long options, clusters of short ones, values attached or apart.</summary>
public static class ArgumentReader
{
    /// <summary>Reads all tokens, or only up to the first word.</summary>
    public static ArgumentReading Read(ReadOnlySpan<string> tokens, OptionTable table, ArgumentDialect dialect, bool stopAtFirstWord)
    {
        var arguments = ImmutableArray.CreateBuilder<Argument>();
        var ambiguous = ImmutableArray.CreateBuilder<string>();
        int at = 0;
        while (at < tokens.Length)
        {
            string token = tokens[at];
            if (token == "--")
            {
                arguments.Add(new Argument("--", null, [token]));
                at++;
                if (stopAtFirstWord)
                {
                    break;
                }

                for (; at < tokens.Length; at++)
                {
                    arguments.Add(Argument.Word(tokens[at]));
                }
            }
            else if (token.StartsWith("--", StringComparison.Ordinal))
            {
                at += ReadLong(tokens[at..], table, dialect, arguments, ambiguous);
            }
            else if (token.Length > 1 && token[0] == '-')
            {
                at += ReadShort(tokens[at..], table, dialect, arguments);
            }
            else if (stopAtFirstWord)
            {
                break;
            }
            else
            {
                arguments.Add(Argument.Word(token));
                at++;
            }
        }

        return new ArgumentReading(arguments.ToImmutable(), ambiguous.ToImmutable(), [.. tokens[at..]]);
    }

    private static int ReadLong(
        ReadOnlySpan<string> tokens,
        OptionTable table,
        ArgumentDialect dialect,
        ImmutableArray<Argument>.Builder arguments,
        ImmutableArray<string>.Builder ambiguous)
    {
        string token = tokens[0];
        int equals = token.IndexOf('=', StringComparison.Ordinal);
        string written = equals < 0 ? token : token[..equals];
        KnownOption? option = table.Find(written);
        if (option is null && dialect == ArgumentDialect.Optparse)
        {
            string[] candidates = [.. table.StartingWith(written)];
            option = candidates.Length == 0 ? null : table.Find(candidates[0]);
            if (candidates.Length > 1)
            {
                ambiguous.Add(written);
            }
        }

        if (equals >= 0)
        {
            arguments.Add(new Argument(option?.Canonical ?? written, token[(equals + 1)..], [token]));
            return 1;
        }

        if (option is { TakesValue: true } && tokens.Length > 1)
        {
            arguments.Add(new Argument(option.Canonical, tokens[1], [token, tokens[1]]));
            return 2;
        }

        arguments.Add(new Argument(option?.Canonical ?? written, null, [token]));
        return 1;
    }

    private static int ReadShort(
        ReadOnlySpan<string> tokens, OptionTable table, ArgumentDialect dialect, ImmutableArray<Argument>.Builder arguments)
    {
        string token = tokens[0];
        for (int i = 1; i < token.Length; i++)
        {
            string name = $"-{token[i]}";
            KnownOption? option = table.Find(name);
            if (option is not { TakesValue: true })
            {
                arguments.Add(new Argument(option?.Canonical ?? name, null, [name]));
                continue;
            }

            if (i + 1 < token.Length)
            {
                string value = token[(i + 1)..];
                bool hasEquals = dialect == ArgumentDialect.Clap && value[0] == '=';
                arguments.Add(new Argument(option.Canonical, hasEquals ? value[1..] : value, [name + value]));
                return 1;
            }

            if (tokens.Length > 1)
            {
                arguments.Add(new Argument(option.Canonical, tokens[1], [name, tokens[1]]));
                return 2;
            }

            arguments.Add(new Argument(option.Canonical, null, [name]));
        }

        return 1;
    }
}
