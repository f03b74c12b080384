using Tomlyn.Model;

namespace Assay.Demo;

/// <summary>The keys of an example's <c>package.toml</c>; <c>examples/README.md</c> says what each means.</summary>
public static class DemoTable
{
    /// <exception cref="InvalidOperationException">The file is not TOML.</exception>
    public static TomlTable Read(string text, string folder)
    {
        TomlTable? table = Tomlyn.TomlSerializer.Deserialize(text, DemoTomlContext.Default.TomlTable);
        return table ?? throw new InvalidOperationException($"examples/{folder}/package.toml is empty");
    }

    public static string Text(TomlTable table, string key, string folder) =>
        table.TryGetValue(key, out object? value) && value is string text
            ? text
            : throw new InvalidOperationException($"examples/{folder}/package.toml has no text '{key}'");

    public static IEnumerable<string> Texts(TomlTable table, string key) =>
        table.TryGetValue(key, out object? value) && value is TomlArray array ? array.OfType<string>() : [];

    public static string? Twist(TomlTable table) => table.TryGetValue("twist", out object? value) ? value as string : null;

    public static DateTimeOffset Uploaded(TomlTable table, DateTimeOffset start, string folder) =>
        table.TryGetValue("uploaded-hours-ago", out object? hours) && hours is long ago ? start.AddHours(-ago)
        : table.TryGetValue("uploaded", out object? value) && value is Tomlyn.TomlDateTime time ? time.DateTime.ToUniversalTime()
        : throw new InvalidOperationException($"examples/{folder}/package.toml says neither 'uploaded' nor 'uploaded-hours-ago'");
}

/// <summary>Tomlyn's generated reader for a plain table.</summary>
[Tomlyn.Serialization.TomlSerializable(typeof(TomlTable))]
internal sealed partial class DemoTomlContext : Tomlyn.Serialization.TomlSerializerContext;
