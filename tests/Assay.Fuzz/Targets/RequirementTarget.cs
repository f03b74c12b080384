using System.Text;
using Assay.Packaging.Requirements;

namespace Assay.Fuzz.Targets;

/// <summary>Requirements and markers.</summary>
internal static class RequirementTarget
{
    private static readonly MarkerEnvironment s_environment = new() { PythonVersion = "3.12", PythonFullVersion = "3.12.1", OsName = "posix", SysPlatform = "linux" };

    public static void Run(ReadOnlySpan<byte> data)
    {
        string text = Encoding.UTF8.GetString(data);
        if (Requirement.TryParse(text, out Requirement? requirement)
            && (!Requirement.TryParse(requirement.ToString(), out Requirement? again) || !again.Equals(requirement)))
        {
            throw new InvalidOperationException($"'{text}' does not survive as '{requirement}'");
        }

        _ = requirement?.Marker?.Evaluate(s_environment, ["x"]);
        if (Marker.TryParse(text, out Marker? marker))
        {
            if (!Marker.TryParse(marker.ToString(), out Marker? same) || !same.Equals(marker) || same.Evaluate(s_environment) != marker.Evaluate(s_environment))
            {
                throw new InvalidOperationException($"'{text}' does not survive as '{marker}'");
            }
        }

        _ = Assay.Packaging.Requirements.RequirementTarget.TryParse(text, out _, out _);
        _ = Assay.Packaging.Requirements.RequirementTarget.TryParseEditable(text, out _, out _);
    }
}
