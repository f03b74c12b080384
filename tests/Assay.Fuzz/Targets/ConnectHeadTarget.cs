using System.Text;
using Assay.Guard;

namespace Assay.Fuzz.Targets;

/// <summary>The head of a tunnel's request.</summary>
internal static class ConnectHeadTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        if (ProxyHead.Parse(Encoding.Latin1.GetString(data)) is not ProxyHead head)
        {
            return;
        }

        if (head.Host.Length == 0 || head.Port is < 1 or > 65535 || head.Host.AsSpan().IndexOfAny(" \r\n/@") >= 0)
        {
            throw new InvalidOperationException($"'{head.Host}' is no host to reach, or {head.Port} no port");
        }

        if (head.Host.Any(char.IsAsciiLetterUpper))
        {
            throw new InvalidOperationException("a host that rules would not recognise");
        }
    }
}
