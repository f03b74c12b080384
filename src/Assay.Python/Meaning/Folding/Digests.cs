using System.Security.Cryptography;

namespace Assay.Python.Meaning.Folding;

/// <summary>Digests of what is known: <c>hashlib</c>, <c>hmac</c>, PBKDF2.</summary>
internal static class Digests
{
    private static readonly string[] s_names = ["md5", "sha1", "sha256", "sha384", "sha512"];

    public static void AddTo(Table table)
    {
        table.Add("hashlib.pbkdf2_hmac", "hash_name password salt iterations dklen?", DeriveKey);
    }

    public static void AddObjectsTo(Table table)
    {
        foreach (string name in s_names)
        {
            AddDigest(table, $"hashlib.{name}()", call => Made(call, 0, "string", "data") is byte[] data && call.Budget.TrySpend(data.Length) ? Hash(name, data) : null);
        }

        AddDigest(table, "hashlib.new()", static call => Name(Argument(call, 0, "name")) is string name && Made(call, 1, "data", "string") is byte[] data && call.Budget.TrySpend(data.Length) ? Hash(name, data) : null);
        AddDigest(table, "hmac.new()", static call => Made(call, 0, "key", "key") is byte[] key && Made(call, 1, "msg", "msg") is byte[] message
            && Name(Argument(call, 2, "digestmod")) is string name && call.Budget.TrySpend(message.Length + key.Length)
                ? CryptographicOperations.HmacData(Algorithm(name), key, message)
                : null);
    }

    private static void AddDigest(Table table, string name, Func<Call, byte[]?> digest)
    {
        table.Add($"{name}.digest", "", call => digest(call) is byte[] bytes ? Numbers.Bytes(bytes) : null, Traits.Holes);
        table.Add($"{name}.hexdigest", "", call => digest(call) is byte[] bytes ? Numbers.Text(Convert.ToHexStringLower(bytes)) : null, Traits.Holes);
    }

    private static byte[] Hash(string name, byte[] data) => CryptographicOperations.HashData(Algorithm(name), data);

    private static HashAlgorithmName Algorithm(string name) => name switch
    {
        "md5" => HashAlgorithmName.MD5,
        "sha1" => HashAlgorithmName.SHA1,
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    // A digest by its name, or by the function of hashlib.
    private static string? Name(Value? value)
    {
        string? name = value switch
        {
            TextValue { IsPartial: false } text => text.Text.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal),
            SymbolValue symbol when symbol.Name.StartsWith("hashlib.", StringComparison.Ordinal) => symbol.Name["hashlib.".Length..],
            _ => null,
        };
        return s_names.AsSpan().Contains(name) ? name : null;
    }

    // An object made without data is fed later, by calls that are not seen here.
    private static byte[]? Made(Call call, int position, string name, string other) =>
        (Argument(call, position, name) ?? Argument(call, -1, other)) is Value value && Bytes.TryOf(value, out ReadOnlyMemory<byte> bytes) ? bytes.ToArray() : null;

    private static Value? Argument(Call call, int position, string name)
    {
        int index = 0;
        foreach (Argument argument in call.Receiver is ResultValue made ? made.Arguments : [])
        {
            if (argument.Name is null ? index++ == position : argument.Name == name)
            {
                return Constants.Resolve(argument.Value);
            }
        }

        return null;
    }

    private static Value? DeriveKey(Call call)
    {
        if (Name(call[0]) is not string name || !call.TryBytes(1, out ReadOnlyMemory<byte> password) || !call.TryBytes(2, out ReadOnlyMemory<byte> salt)
            || !call.TryInt(3, 0, out int iterations) || iterations < 1)
        {
            return null;
        }

        int length = name switch { "md5" => 16, "sha1" => 20, "sha256" => 32, "sha384" => 48, _ => 64 };
        if (!call.IsNone(4) && (!call.TryInt(4, length, out length) || length < 1))
        {
            return null;
        }

        return call.Budget.TrySpend((long)iterations * 128 * ((length / 16) + 1), length)
            ? Numbers.Bytes(Rfc2898DeriveBytes.Pbkdf2(password.Span, salt.Span, iterations, Algorithm(name), length))
            : null;
    }
}
