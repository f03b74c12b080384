using System.Collections.Immutable;
using System.Text;
using Assay.Installers;

namespace Assay.Fuzz.Targets;

/// <summary>Command lines of pip and uv, with a requirements file of the same words; the first byte chooses, arguments end at NUL.</summary>
internal static class CommandLineTarget
{
    private static readonly ImmutableSortedDictionary<string, string> s_environment =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("PATH", "/usr/bin").Add("HOME", "/home/u");

    private static readonly GuardAddresses s_guard = new("http://127.0.0.1:9000/secret", "http://user:token@127.0.0.1:9000");

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        byte[] needs = data[1..].ToArray().Select(static b => b == 0 ? (byte)'\n' : b).ToArray();
        InstallerInput input = new(
            [.. Encoding.UTF8.GetString(data[1..]).Split('\0')],
            s_environment,
            "/work",
            new InstallerFiles(path => path == "/work/needs.txt" ? needs : null, static path => path is "/usr/bin/python3" or "/usr/bin/uv", static path => path == "/work"),
            InstallerFolders.Of(s_environment, InstallerPlatform.Linux, static _ => false));
        InstallerCommand command = data[0] == (byte)'p' ? PipReader.Read(input) : UvReader.Read(input);
        if (!command.Plan.Refusals.IsEmpty)
        {
            return;
        }

        foreach (HandedArgument handed in command.Arguments)
        {
            _ = handed.Value?.Render(s_guard, static file => file.Original);
        }

        foreach (RewrittenText variable in command.Variables.Values)
        {
            _ = variable.Render(s_guard, static file => file.Original);
        }

        if (command.Plan.Fetches && command.Plan.Indexes.IsEmpty)
        {
            throw new InvalidOperationException("a command that fetches, from no index");
        }

        if (command.Plan.Fetches && !command.Variables.ContainsKey("HTTP_PROXY"))
        {
            throw new InvalidOperationException("a command that fetches, without the wall");
        }
    }
}
