using System.Collections.Immutable;
using System.Security.Cryptography;
using Assay.Packaging.Indexes;

namespace Assay.Index;

/// <summary>Computes sha256 and every published digest that can be computed, while bytes pass.</summary>
internal sealed class DigestCheck : IDisposable
{
    private readonly DigestMap _published;
    private readonly List<(string Algorithm, IncrementalHash Hash)> _running = [("sha256", IncrementalHash.CreateHash(HashAlgorithmName.SHA256))];

    public DigestCheck(DigestMap published)
    {
        _published = published;
        var unknown = ImmutableArray.CreateBuilder<string>();
        foreach ((string algorithm, _) in published)
        {
            HashAlgorithmName? name = algorithm switch
            {
                "md5" => HashAlgorithmName.MD5,
                "sha1" => HashAlgorithmName.SHA1,
                "sha384" => HashAlgorithmName.SHA384,
                "sha512" => HashAlgorithmName.SHA512,
                _ => null,
            };
            if (name is { } known)
            {
                _running.Add((algorithm, IncrementalHash.CreateHash(known)));
            }
            else if (algorithm != "sha256")
            {
                unknown.Add(algorithm);
            }
        }

        Unchecked = unknown.DrainToImmutable();
    }

    /// <summary>Algorithms of published digests that nothing here computes.</summary>
    public ImmutableArray<string> Unchecked { get; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach ((_, IncrementalHash hash) in _running)
        {
            hash.AppendData(bytes);
        }
    }

    /// <summary>The sha256 of all bytes, and the first published digest that they do not have.</summary>
    public (string Sha256, DigestMismatch? Mismatch) Finish()
    {
        string sha256 = "";
        DigestMismatch? mismatch = null;
        foreach ((string algorithm, IncrementalHash hash) in _running)
        {
            string actual = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (algorithm == "sha256")
            {
                sha256 = actual;
            }

            if (_published[algorithm] is { } published && published != actual)
            {
                mismatch ??= new DigestMismatch(algorithm, published, actual);
            }
        }

        return (sha256, mismatch);
    }

    public void Dispose()
    {
        foreach ((_, IncrementalHash hash) in _running)
        {
            hash.Dispose();
        }
    }
}
