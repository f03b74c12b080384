using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>Decoding, inflating, encrypting, decrypting.</summary>
internal static class ApisOfCrypto
{
    private const string Base64 = "library/base64";
    private const string Binascii = "library/binascii";
    private const string PyCryptodome = "pycryptodome/src/cipher";
    private const string Cryptography = "cryptography/hazmat/primitives/symmetric-encryption";

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        .. Decoders(Base64, "base64.b64decode", "base64.standard_b64decode", "base64.urlsafe_b64decode", "base64.b32decode", "base64.b32hexdecode", "base64.b16decode", "base64.b85decode", "base64.a85decode", "base64.z85decode", "base64.decodebytes", "base64.decodestring", "base64.decode"),
        .. Decoders(Binascii, "binascii.unhexlify", "binascii.a2b_hex", "binascii.a2b_base64", "binascii.a2b_uu", "binascii.a2b_qp", "binascii.a2b_hqx", "binascii.rledecode_hqx"),
        .. Decoders("library/codecs", "codecs.decode", "codecs.getdecoder()", "codecs.escape_decode", "codecs.unicode_escape_decode"),
        .. Decoders("library/zlib", "zlib.decompress", "zlib.decompressobj().decompress"),
        .. Decoders("library/gzip", "gzip.decompress"),
        .. Decoders("library/bz2", "bz2.decompress", "bz2.BZ2Decompressor().decompress"),
        .. Decoders("library/lzma", "lzma.decompress", "lzma.LZMADecompressor().decompress"),
        .. Decoders("library/compression.zstd", "compression.zstd.decompress", "zstandard.decompress", "zstandard.ZstdDecompressor().decompress", "zstd.decompress"),
        .. Decoders("brotli", "brotli.decompress", "brotlicffi.decompress", "lz4.frame.decompress", "lz4.block.decompress", "snappy.decompress", "blosc.decompress"),
        .. Decoders("library/quopri", "quopri.decodestring", "uu.decode"),
        .. Decoders("library/functions", "builtins.bytes.fromhex", "builtins.bytearray.fromhex"),
        .. Decoders("base58", "base58.b58decode", "base58.b58decode_check", "based58.b58decode", "base62.decodebytes", "base91.decode", "pybase64.b64decode", "pybase64.standard_b64decode"),
        .. Decoders("library/html", "html.unescape", "urllib.parse.unquote", "urllib.unquote"),

        // Decryption yields what was hidden.
        .. Decoders("cryptography/fernet", "cryptography.fernet.Fernet().decrypt", "cryptography.fernet.MultiFernet().decrypt"),
        .. Decoders(Cryptography, "cryptography.hazmat.primitives.ciphers.Cipher().decryptor().update", "cryptography.hazmat.primitives.ciphers.Cipher().decryptor().finalize", "cryptography.hazmat.primitives.ciphers.aead.AESGCM().decrypt", "cryptography.hazmat.primitives.ciphers.aead.ChaCha20Poly1305().decrypt"),
        .. Ciphers("decrypt", Decode),
        .. Ciphers("decrypt_and_verify", Decode),
        .. Decoders("pyaes", "pyaes.AESModeOfOperationCTR().decrypt", "pyaes.AESModeOfOperationCBC().decrypt", "pyaes.AESModeOfOperationGCM().decrypt", "pyaes.AESModeOfOperationECB().decrypt", "pyaes.Decrypter().feed"),
        .. Decoders("pynacl", "nacl.secret.SecretBox().decrypt", "nacl.public.Box().decrypt", "nacl.public.SealedBox().decrypt"),
        .. Decoders("rsa", "rsa.decrypt", "simplecrypt.decrypt", "pyDes.des().decrypt", "pyDes.triple_des().decrypt", "blowfish.Cipher().decrypt_ecb", "tinyaes.AES().CTR_xcrypt_buffer", "rncryptor.decrypt", "cryptocode.decrypt", "cryptography.hazmat.primitives.asymmetric.rsa.RSAPrivateKey().decrypt"),

        // Encryption.
        .. Encrypters("cryptography/fernet", "cryptography.fernet.Fernet().encrypt", "cryptography.fernet.MultiFernet().encrypt"),
        .. Encrypters(Cryptography, "cryptography.hazmat.primitives.ciphers.Cipher().encryptor().update", "cryptography.hazmat.primitives.ciphers.aead.AESGCM().encrypt", "cryptography.hazmat.primitives.ciphers.aead.ChaCha20Poly1305().encrypt"),
        .. Ciphers("encrypt", Encrypt),
        .. Ciphers("encrypt_and_digest", Encrypt),
        .. Encrypters("pyaes", "pyaes.AESModeOfOperationCTR().encrypt", "pyaes.AESModeOfOperationCBC().encrypt", "pyaes.Encrypter().feed"),
        .. Encrypters("pynacl", "nacl.secret.SecretBox().encrypt", "nacl.public.Box().encrypt", "nacl.public.SealedBox().encrypt"),
        .. Encrypters("rsa", "rsa.encrypt", "simplecrypt.encrypt", "pyDes.des().encrypt", "pyAesCrypt.encryptFile", "pyAesCrypt.encryptStream", "cryptocode.encrypt", "pyminizip.compress", "pyminizip.compress_multiple"),
    ];

    private static IEnumerable<CatalogueEntry> Decoders(string source, params string[] names) =>
        names.Select(name => new CatalogueEntry(name, Decode, null, source) { Yields = Labels.Decoded });

    private static IEnumerable<CatalogueEntry> Encrypters(string source, params string[] names) =>
        names.Select(name => new CatalogueEntry(name, Encrypt, null, source));

    // PyCrypto and its successor under both of its names; a cipher is made by `new`.
    private static IEnumerable<CatalogueEntry> Ciphers(string method, Capability capability)
    {
        foreach (string root in (string[])["Crypto.Cipher", "Cryptodome.Cipher"])
        {
            foreach (string cipher in (string[])["AES", "DES", "DES3", "ARC4", "ARC2", "Blowfish", "CAST", "ChaCha20", "ChaCha20_Poly1305", "Salsa20", "PKCS1_OAEP", "PKCS1_v1_5", "XOR"])
            {
                yield return new CatalogueEntry($"{root}.{cipher}.new().{method}", capability, null, PyCryptodome)
                {
                    Yields = capability == Decode ? Labels.Decoded : Labels.None,
                };
            }
        }
    }
}
