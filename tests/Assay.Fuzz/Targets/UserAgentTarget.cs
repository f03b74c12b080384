using System.Text;
using Assay.Guard;

namespace Assay.Fuzz.Targets;

/// <summary>An installer's User-Agent with its JSON.</summary>
internal static class UserAgentTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        string text = Encoding.Latin1.GetString(data);
        InstallerClient client = InstallerClient.Read(text);
        if (client.IsPip != text.StartsWith("pip/", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("pip is what calls itself pip, and nothing else");
        }

        _ = InstallerClient.Read(Encoding.UTF8.GetString(data));
    }
}
