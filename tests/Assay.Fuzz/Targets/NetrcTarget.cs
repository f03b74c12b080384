using System.Text;
using Assay.Index;

namespace Assay.Fuzz.Targets;

/// <summary>A netrc file.</summary>
internal static class NetrcTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        Netrc netrc = Netrc.Parse(Encoding.UTF8.GetString(data));
        if (netrc.Find("a.example.invalid") is IndexCredentials credentials && credentials.ToString().Contains(credentials.Password, StringComparison.Ordinal) && credentials.Password.Length > 3)
        {
            throw new InvalidOperationException("a password is printed");
        }
    }
}
