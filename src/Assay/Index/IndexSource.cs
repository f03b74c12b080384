using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Assay.Packaging.Names;

namespace Assay.Index;

/// <summary>One package index (or find-links page) that an installer was told to use.</summary>
/// <param name="Address">Its address without credentials, query or trailing slash: <c>https://index.example/simple</c>.</param>
/// <param name="Name">The name the installer's configuration gives it; null where it has none.</param>
/// <param name="Credentials">User and password, where arguments, configuration or environment carry them; never printed.</param>
/// <param name="Origin">Where it was named, for people: <c>--extra-index-url</c>, <c>pip.conf</c>, <c>pyproject.toml:12</c>, <c>default</c>.</param>
/// <param name="OnlyFor">The only names that it may answer (uv's explicit indexes); null: all.</param>
/// <param name="IsFindLinks">True for a page or folder of links (<c>--find-links</c>) in place of a Simple index.</param>
public sealed record IndexSource(
    string Address,
    string? Name,
    IndexCredentials? Credentials,
    string Origin,
    ImmutableHashSet<ProjectName>? OnlyFor = null,
    bool IsFindLinks = false)
{
    /// <summary>The public default index, what installers ask when nobody tells them otherwise.</summary>
    public const string PublicDefault = "https://pypi.org/simple";

    /// <summary>Ten hex digits that stand for the address in the guard's paths, the same in every run.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Address)))[..10];
}

/// <summary>User and password for one index. Prints as dots.</summary>
public sealed record IndexCredentials(string User, string Password)
{
    public override string ToString() => "•••";
}
