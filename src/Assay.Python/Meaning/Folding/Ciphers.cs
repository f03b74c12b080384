using System.Numerics;
using System.Security.Cryptography;

namespace Assay.Python.Meaning.Folding;

/// <summary>Decryption with a key that the program carries itself: AES, RC4, Fernet.</summary>
internal static class Ciphers
{
    private const int BlockBytes = 16;
    private static readonly string[] s_families = ["Crypto", "Cryptodome"];

    public static void AddTo(Table table)
    {
        foreach (string family in s_families)
        {
            table.Add($"{family}.Util.Padding.unpad", "data block_size style?", Unpad, Traits.Decoder);
            table.Add($"{family}.Util.strxor.strxor", "a b", Xor, Traits.Decoder);
        }
    }

    public static void AddObjectsTo(Table table)
    {
        foreach (string family in s_families)
        {
            table.Add($"{family}.Cipher.AES.new().decrypt", "data", static call => call.TryBytes(0, out ReadOnlyMemory<byte> data) ? DecryptAes(call, data.Span, null) : null, Traits.Decoder | Traits.Holes | Traits.Changes);
            table.Add($"{family}.Cipher.AES.new().decrypt_and_verify", "data tag", static call =>
                call.TryBytes(0, out ReadOnlyMemory<byte> data) && call.TryBytes(1, out ReadOnlyMemory<byte> tag) ? DecryptAes(call, data.Span, tag.ToArray()) : null, Traits.Decoder | Traits.Holes | Traits.Changes);
            table.Add($"{family}.Cipher.ARC4.new().decrypt {family}.Cipher.ARC4.new().encrypt", "data", Rc4, Traits.Decoder | Traits.Holes | Traits.Changes);
        }

        table.Add("cryptography.fernet.Fernet().decrypt cryptography.fernet.Fernet.decrypt", "token ttl?", Fernet, Traits.Decoder | Traits.Holes);
        table.Add("pyaes.AESModeOfOperationCTR().decrypt", "data", static call => Made(call, 0, "key") is byte[] key && Counter(call) is byte[] counter
            && call.TryBytes(0, out ReadOnlyMemory<byte> data) && call.Spend(data.Length) ? Aes(key, aes => Stream(aes, data.Span, counter)) : null, Traits.Decoder | Traits.Holes | Traits.Changes);
        table.Add("cryptography.hazmat.primitives.ciphers.aead.AESGCM().decrypt", "nonce data associated_data", static call =>
            Made(call, 0, "key") is byte[] key && call.TryBytes(0, out ReadOnlyMemory<byte> nonce) && call.TryBytes(1, out ReadOnlyMemory<byte> data) && data.Length >= BlockBytes
            && (call.IsNone(2) | call.TryBytes(2, out ReadOnlyMemory<byte> associated)) && call.Spend(data.Length)
                ? Gcm(key, nonce.ToArray(), data.Span[..^BlockBytes], data.Span[^BlockBytes..].ToArray(), associated.Span)
                : null, Traits.Decoder | Traits.Holes);
    }

    // The counter of pyaes starts at 1.
    private static byte[]? Counter(Call call) => call.Receiver is ResultValue { Arguments.Length: 1 } ? [.. new byte[BlockBytes - 1], 1] : null;

    /// <summary>Bytes that the object was made with; null where they are not known.</summary>
    private static byte[]? Made(Call call, int position, string name) =>
        Argument(call, position, name) is Value value && Bytes.TryOf(value, out ReadOnlyMemory<byte> bytes) ? bytes.ToArray() : null;

    private static Value? Argument(Call call, int position, string name)
    {
        if (call.Receiver is not ResultValue made)
        {
            return null;
        }

        int index = 0;
        foreach (Argument argument in made.Arguments)
        {
            if (argument.Name is null ? index++ == position : argument.Name == name)
            {
                return Constants.Resolve(argument.Value);
            }
        }

        return null;
    }

    private static Value? DecryptAes(Call call, ReadOnlySpan<byte> data, byte[]? tag)
    {
        if (Made(call, 0, "key") is not byte[] key || !Numbers.TryInt32(Argument(call, 1, "mode"), out int mode) || !call.Spend(data.Length * 2L))
        {
            return null;
        }

        byte[]? iv = Made(call, 2, "iv") ?? Made(call, 2, "IV");
        byte[]? nonce = Made(call, 2, "nonce");
        byte[] cipher = data.ToArray();
        bool isWhole = cipher.Length % BlockBytes == 0;
        switch (mode)
        {
            case 1 when isWhole:
                return Aes(key, aes => aes.DecryptEcb(cipher, PaddingMode.None));
            case 2 when isWhole && iv?.Length == BlockBytes:
                return Aes(key, aes => aes.DecryptCbc(cipher, iv, PaddingMode.None));
            case 3 when iv?.Length == BlockBytes:
                if (!Numbers.TryInt32(Argument(call, 3, "segment_size") ?? Numbers.Of(8), out int segment) || segment is not (8 or 128) || (segment == 128 && !isWhole))
                {
                    return null;
                }

                return Aes(key, aes => aes.DecryptCfb(cipher, iv, PaddingMode.None, segment));
            case 5 when iv?.Length == BlockBytes:
                return Aes(key, aes => Feedback(aes, cipher, iv));
            case 6 when nonce is { Length: < BlockBytes } && Argument(call, 9, "counter") is null:
                BigInteger first = 0;
                if (Argument(call, 9, "initial_value") is Value initial && !Numbers.TryInt(initial, out first))
                {
                    return null;
                }

                byte[] start = [.. nonce, .. new byte[BlockBytes - nonce.Length]];
                return first.Sign >= 0 && first.GetByteCount(isUnsigned: true) <= BlockBytes - nonce.Length
                    && first.TryWriteBytes(start.AsSpan(BlockBytes - first.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true)
                        ? Aes(key, aes => Stream(aes, cipher, start))
                        : null;
            case 9 when nonce is { Length: > 0 }:
                return Aes(key, aes => Stream(aes, cipher, Omac(aes, 0, nonce)));
            case 11 when nonce?.Length == 12 && tag is not null:
                return Gcm(key, nonce, cipher, tag, default);
            case 11 when nonce?.Length == 12:
                return Aes(key, aes => Stream(aes, cipher, [.. nonce, 0, 0, 0, 2]));
            default:
                return null;
        }
    }

    private static Value? Aes(byte[] key, Func<Aes, byte[]> run)
    {
        if (key.Length is not (16 or 24 or 32))
        {
            return null;
        }

        using Aes aes = System.Security.Cryptography.Aes.Create();
        aes.Key = key;
        return Numbers.Bytes(run(aes));
    }

    private static Value? Gcm(byte[] key, byte[] nonce, ReadOnlySpan<byte> data, byte[] tag, ReadOnlySpan<byte> associated)
    {
        if (key.Length is not (16 or 24 or 32) || nonce.Length != 12 || tag.Length != BlockBytes)
        {
            return null;
        }

        using AesGcm gcm = new(key, BlockBytes);
        byte[] plain = new byte[data.Length];
        try
        {
            gcm.Decrypt(nonce, data, tag, plain, associated);
            return Numbers.Bytes(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            // Python raises as well.
            return null;
        }
    }

    // Counter mode: what encrypts the counter is added to the data.
    private static byte[] Stream(Aes aes, ReadOnlySpan<byte> data, byte[] counter)
    {
        int blocks = (data.Length + BlockBytes - 1) / BlockBytes;
        byte[] counters = new byte[blocks * BlockBytes];
        byte[] next = [.. counter];
        for (int i = 0; i < blocks; i++)
        {
            next.CopyTo(counters, i * BlockBytes);
            for (int k = BlockBytes - 1; k >= 0; k--)
            {
                next[k] = unchecked((byte)(next[k] + 1));
                if (next[k] != 0)
                {
                    break;
                }
            }
        }

        byte[] result = blocks == 0 ? [] : aes.EncryptEcb(counters, PaddingMode.None);
        result = result[..data.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] ^= data[i];
        }

        return result;
    }

    private static byte[] Feedback(Aes aes, ReadOnlySpan<byte> data, byte[] iv)
    {
        byte[] result = new byte[data.Length];
        byte[] state = iv;
        for (int i = 0; i < data.Length; i++)
        {
            if (i % BlockBytes == 0)
            {
                state = aes.EncryptEcb(state, PaddingMode.None);
            }

            result[i] = (byte)(data[i] ^ state[i % BlockBytes]);
        }

        return result;
    }

    // The tweaked MAC of EAX mode: CMAC (NIST SP 800-38B) over a block that holds the number, then the message.
    private static byte[] Omac(Aes aes, byte number, byte[] message)
    {
        byte[] text = [.. new byte[BlockBytes - 1], number, .. message];
        byte[] sub = Double(aes.EncryptEcb(new byte[BlockBytes], PaddingMode.None));
        int rest = text.Length % BlockBytes;
        if (rest != 0)
        {
            sub = Double(sub);
            text = [.. text, 0x80, .. new byte[BlockBytes - rest - 1]];
        }

        byte[] state = new byte[BlockBytes];
        for (int i = 0; i < text.Length; i += BlockBytes)
        {
            bool isLast = i + BlockBytes == text.Length;
            for (int k = 0; k < BlockBytes; k++)
            {
                state[k] ^= (byte)(text[i + k] ^ (isLast ? sub[k] : 0));
            }

            state = aes.EncryptEcb(state, PaddingMode.None);
        }

        return state;

        static byte[] Double(byte[] block)
        {
            byte[] doubled = new byte[BlockBytes];
            for (int k = 0; k < BlockBytes; k++)
            {
                doubled[k] = unchecked((byte)((block[k] << 1) | (k + 1 < BlockBytes ? block[k + 1] >> 7 : 0)));
            }

            doubled[^1] ^= (block[0] & 0x80) != 0 ? (byte)0x87 : (byte)0;
            return doubled;
        }
    }

    private static Value? Rc4(Call call)
    {
        if (Made(call, 0, "key") is not { Length: > 0 and <= 256 } key || !call.TryBytes(0, out ReadOnlyMemory<byte> data)
            || Numbers.TryInt32(Argument(call, 9, "drop"), out int drop) && drop != 0 || !call.Spend(data.Length + 256L))
        {
            return null;
        }

        byte[] state = [.. Enumerable.Range(0, 256).Select(static value => (byte)value)];
        int j = 0;
        for (int i = 0; i < 256; i++)
        {
            j = (j + state[i] + key[i % key.Length]) & 0xFF;
            (state[i], state[j]) = (state[j], state[i]);
        }

        byte[] result = data.ToArray();
        int at = 0;
        j = 0;
        for (int n = 0; n < result.Length; n++)
        {
            at = (at + 1) & 0xFF;
            j = (j + state[at]) & 0xFF;
            (state[at], state[j]) = (state[j], state[at]);
            result[n] ^= state[(state[at] + state[j]) & 0xFF];
        }

        return Numbers.Bytes(result);
    }

    // Version, time, initialisation vector, cipher text, HMAC-SHA256 over what stands before it.
    private static Value? Fernet(Call call)
    {
        if (Made(call, 0, "key") is not byte[] written || !call.TryBytes(0, out ReadOnlyMemory<byte> token)
            || BaseDecoders.Decode(written, isStrict: false, "-_", call.Budget) is not BytesValue { Bytes.Length: 32 } key
            || BaseDecoders.Decode(token.Span, isStrict: false, "-_", call.Budget) is not BytesValue { Bytes.Length: >= 73 } decoded
            || !call.Spend(decoded.Bytes.Length))
        {
            return null;
        }

        ReadOnlySpan<byte> all = decoded.Bytes.Span;
        byte[] cipher = all[25..^32].ToArray();
        if (all[0] != 0x80 || cipher.Length % BlockBytes != 0 || !HMACSHA256.HashData(key.Bytes.Span[..16], all[..^32]).AsSpan().SequenceEqual(all[^32..]))
        {
            return null;
        }

        byte[] iv = all[9..25].ToArray();
        return Aes(key.Bytes.Span[16..].ToArray(), aes => aes.DecryptCbc(cipher, iv, PaddingMode.None)) is BytesValue padded
            ? Unpadded(padded.Bytes.Span, BlockBytes)
            : null;
    }

    private static Value? Unpad(Call call) => call.TryBytes(0, out ReadOnlyMemory<byte> data) && call.TryInt(1, 16, out int size) && size is > 0 and < 256
        && (call.IsNone(2) || call.Text(2) == "pkcs7") && call.Spend(data.Length) ? Unpadded(data.Span, size) : null;

    private static Value? Unpadded(ReadOnlySpan<byte> data, int size)
    {
        if (data.IsEmpty || data.Length % size != 0)
        {
            return null;
        }

        int pad = data[^1];
        return pad >= 1 && pad <= Math.Min(size, data.Length) && !data[^pad..].ContainsAnyExcept((byte)pad) ? Numbers.Bytes(data[..^pad].ToArray()) : null;
    }

    private static Value? Xor(Call call)
    {
        if (!call.TryBytes(0, out ReadOnlyMemory<byte> a) || !call.TryBytes(1, out ReadOnlyMemory<byte> b) || a.Length != b.Length || !call.Spend(a.Length))
        {
            return null;
        }

        byte[] result = a.ToArray();
        for (int i = 0; i < result.Length; i++)
        {
            result[i] ^= b.Span[i];
        }

        return Numbers.Bytes(result);
    }
}
