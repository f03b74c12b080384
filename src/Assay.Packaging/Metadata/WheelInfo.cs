using System.Collections.Immutable;

namespace Assay.Packaging.Metadata;

/// <summary>The file <c>WHEEL</c> of a wheel (PyPA "Binary distribution format"). Reading never fails.</summary>
/// <param name="WheelVersion">As written; null where it is missing.</param>
/// <param name="Generator">What built the wheel, as written.</param>
/// <param name="RootIsPurelib">Null where the file says neither <c>true</c> nor <c>false</c>.</param>
/// <param name="Tags">As written, one a line, each possibly a compressed set.</param>
/// <param name="Build">The build tag as written; null for none.</param>
public sealed record WheelInfo(
    string? WheelVersion,
    string? Generator,
    bool? RootIsPurelib,
    ImmutableArray<string> Tags,
    string? Build,
    ImmutableArray<MetadataField> Fields,
    ImmutableArray<MetadataProblem> Problems)
{
    private static readonly string[] s_single = ["Wheel-Version", "Generator", "Root-Is-Purelib", "Build"];

    /// <summary>The highest major version of the format that installers take.</summary>
    private const int SupportedMajor = 1;

    public static WheelInfo Parse(ReadOnlySpan<byte> bytes, int maxFields = 20_000)
    {
        HeaderBlock block = HeaderBlock.Parse(bytes, maxFields);
        ILookup<string, MetadataField> byName = block.Fields.ToLookup(field => field.Name, StringComparer.OrdinalIgnoreCase);
        ImmutableArray<MetadataProblem>.Builder problems = ImmutableArray.CreateBuilder<MetadataProblem>();
        problems.AddRange(block.Problems);
        foreach (string name in s_single)
        {
            foreach (MetadataField again in byName[name].Skip(1))
            {
                problems.Add(new MetadataProblem(MetadataProblemKind.DuplicateField, name, again.Line, $"{name} is given more than once"));
            }
        }

        foreach (MetadataField field in block.Fields.Where(field => !IsKnown(field.Name)))
        {
            problems.Add(new MetadataProblem(MetadataProblemKind.UnknownField, null, field.Line, $"the specification knows no field {field.Name}"));
        }

        string? version = Text("Wheel-Version");
        if (version is null)
        {
            problems.Add(new MetadataProblem(MetadataProblemKind.MissingField, "Wheel-Version", 0, "Wheel-Version is missing; installers refuse the wheel"));
        }
        else if (!IsSupported(version))
        {
            problems.Add(new MetadataProblem(MetadataProblemKind.InvalidValue, "Wheel-Version", byName["Wheel-Version"].First().Line,
                $"'{version}' is no version of the wheel format that installers take"));
        }

        bool? purelib = Text("Root-Is-Purelib")?.ToLowerInvariant() switch { "true" => true, "false" => false, _ => null };
        if (purelib is null)
        {
            problems.Add(new MetadataProblem(MetadataProblemKind.InvalidValue, "Root-Is-Purelib", byName["Root-Is-Purelib"].FirstOrDefault()?.Line ?? 0,
                "Root-Is-Purelib is neither true nor false"));
        }

        return new WheelInfo(version, Text("Generator"), purelib, [.. byName["Tag"].Select(field => field.Unfolded)], Text("Build"),
            block.Fields, problems.DrainToImmutable());

        string? Text(string name) => byName[name].FirstOrDefault()?.Unfolded is { Length: > 0 } text ? text : null;
    }

    private static bool IsKnown(string name) =>
        name.Equals("Tag", StringComparison.OrdinalIgnoreCase) || s_single.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsSupported(string version)
    {
        string[] parts = version.Split('.');
        return parts.All(part => part.Length is > 0 and < 9 && part.All(char.IsAsciiDigit))
            && int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture) <= SupportedMajor;
    }
}
