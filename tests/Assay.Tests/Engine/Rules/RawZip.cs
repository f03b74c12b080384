using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Assay.Packaging.Archives;

namespace Assay.Tests.Engine.Rules;

/// <summary>One entry of a ZIP whose two headers may say what they like (APPNOTE 4.3.7, 4.3.12).</summary>
internal sealed class RawEntry
{
    public required byte[] Name { get; init; }

    public required byte[] Data { get; init; }

    public byte[]? LocalName { get; init; }

    public uint? Crc { get; init; }

    public uint? Size { get; init; }

    public ushort Flags { get; init; } = 0x800;

    public ushort Method { get; init; }

    public ushort Mode { get; init; } = 0x81A4;

    public byte[] Extra { get; init; } = [];

    public byte[] Before { get; init; } = [];

    public bool IsListed { get; init; } = true;

    /// <summary>Sizes and CRC only in a record behind the data.</summary>
    public bool HasDescriptor { get; init; }

    public static RawEntry Of(ArchiveInput input) => new() { Name = Encoding.UTF8.GetBytes(input.Path), Data = input.Bytes.ToArray() };
}

/// <summary>Writes stored ZIPs field by field, right or wrong.</summary>
internal sealed class RawZip
{
    public List<RawEntry> Entries { get; init; } = [];

    public byte[] Prefix { get; init; } = [];

    public byte[] Suffix { get; init; } = [];

    public byte[] Comment { get; init; } = [];

    /// <summary>Entries that the end record announces beyond those there are.</summary>
    public int ExtraCount { get; init; }

    public byte[] Write()
    {
        using MemoryStream file = new();
        using MemoryStream directory = new();
        file.Write(Prefix);
        int listed = 0;
        foreach (RawEntry entry in Entries)
        {
            file.Write(entry.Before);
            uint at = (uint)file.Position;
            uint crc = entry.Crc ?? Crc32.HashToUInt32(entry.Data);
            uint size = entry.Size ?? (uint)entry.Data.Length;
            ushort flags = (ushort)(entry.Flags | (entry.HasDescriptor ? 8 : 0));
            byte[] localName = entry.LocalName ?? entry.Name;
            Numbers(file, 4, 0x04034B50);
            Numbers(file, 2, 20, flags, entry.Method, 0, 0x21);
            Numbers(file, 4, entry.HasDescriptor ? 0 : crc, entry.HasDescriptor ? 0 : (uint)entry.Data.Length, entry.HasDescriptor ? 0 : size);
            Numbers(file, 2, (uint)localName.Length, (uint)entry.Extra.Length);
            file.Write(localName);
            file.Write(entry.Extra);
            file.Write(entry.Data);
            if (entry.HasDescriptor)
            {
                Numbers(file, 4, 0x08074B50, crc, (uint)entry.Data.Length, size);
            }

            if (!entry.IsListed)
            {
                continue;
            }

            listed++;
            Numbers(directory, 4, 0x02014B50);
            Numbers(directory, 2, (3 << 8) | 20, 20, flags, entry.Method, 0, 0x21);
            Numbers(directory, 4, crc, (uint)entry.Data.Length, size);
            Numbers(directory, 2, (uint)entry.Name.Length, (uint)entry.Extra.Length, 0, 0, 0);
            Numbers(directory, 4, (uint)entry.Mode << 16, at);
            directory.Write(entry.Name);
            directory.Write(entry.Extra);
        }

        uint start = (uint)file.Position;
        file.Write(directory.ToArray());
        uint count = (uint)(listed + ExtraCount);
        Numbers(file, 4, 0x06054B50);
        Numbers(file, 2, 0, 0, count, count);
        Numbers(file, 4, (uint)directory.Length, start);
        Numbers(file, 2, (uint)Comment.Length);
        file.Write(Comment);
        file.Write(Suffix);
        return file.ToArray();
    }

    private static void Numbers(Stream to, int width, params ReadOnlySpan<uint> values)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (uint value in values)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
            to.Write(bytes[..width]);
        }
    }
}
