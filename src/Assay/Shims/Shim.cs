using System.Collections.Immutable;
using Assay.Installers;

namespace Assay.Shims;

/// <summary>A small script with an installer's name that starts Assay's verb for it.</summary>
/// <param name="Name">What a shell calls: <c>pip3</c>.</param>
/// <param name="Verb">The verb that it starts: <c>pip</c>.</param>
public sealed record Shim(string Name, string Verb)
{
    /// <summary>Every shim there is.</summary>
    public static ImmutableArray<Shim> All { get; } = [new("pip", "pip"), new("pip3", "pip"), new("uv", "uv"), new("uvx", "uvx")];

    /// <summary>The file's name on a platform.</summary>
    public string FileName(InstallerPlatform platform) => platform == InstallerPlatform.Windows ? $"{Name}.cmd" : Name;

    /// <summary>The script: it becomes <paramref name="program"/> and hands every argument on as it stands.</summary>
    /// <param name="program">Assay's own program, full path.</param>
    public string Script(string program, InstallerPlatform platform) => platform == InstallerPlatform.Windows
        ? $"@rem {ShimMark.Text}: {Name} behind the guard; 'assay shim remove' takes it away\r\n@\"{program.Replace("%", "%%", StringComparison.Ordinal)}\" {Verb} %*\r\n"
        : $"#!/bin/sh\n# {ShimMark.Text}: {Name} behind the guard; 'assay shim remove' takes it away\nexec {Quote(program)} {Verb} \"$@\"\n";

    /// <summary>A word as a POSIX shell reads it back unchanged.</summary>
    public static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
