using System.Collections.Frozen;

namespace Assay.Python.Text;

/// <summary>How bytes of a codec become text.</summary>
internal enum Decoding
{
    Utf8,
    Ascii,

    /// <summary>ISO 8859-1, and single-byte codecs that agree with it on ASCII and have no table here.</summary>
    Latin1,

    /// <summary>A code page of .NET.</summary>
    Page,

    /// <summary>UTF-16 and UTF-32: ASCII bytes are no ASCII text.</summary>
    Wide,
    Utf7,
    Escapes,
    Unicode,
    Rot13,

    /// <summary>Not decoded here: codecs of Python 2 that turn a file into anything.</summary>
    Opaque,
}

/// <summary>One codec of CPython.</summary>
/// <param name="Page">The code page, where <see cref="Decoding.Page"/> or <see cref="Decoding.Wide"/>.</param>
internal sealed record Codec(string Name, Decoding Decoding, int Page)
{
    /// <summary>Whether text under it need not be what its ASCII bytes look like: a comment may hold code.</summary>
    public bool Deceives => Decoding is Decoding.Wide or Decoding.Utf7 or Decoding.Escapes or Decoding.Unicode or Decoding.Rot13 or Decoding.Opaque
        || Page is 37 or 500 or 875 or 1026 or 1140 or 20273 or 20424;

    /// <summary>Whether bytes of ASCII switch it to other characters: only then does its text differ from what they look like.</summary>
    public bool HasShifts => Page is 52936 or (>= 50220 and <= 50225);
}

/// <summary>The codecs of CPython by all their names (its <c>encodings</c> package, 2.7 to 3.15).</summary>
internal static class Codecs
{
    /// <summary>Name, decoding, code page, other names. A page stands in for its near kin that .NET lacks; they agree on ASCII.</summary>
    private const string Table = """
        ascii ascii 0 646 ansi_x3.4_1968 ansi_x3_4_1968 ansi_x3.4_1986 cp367 csascii ibm367 iso646_us iso_646.irv_1991 iso_ir_6 us us_ascii
        utf-8 utf8 0 cp65001 u8 utf utf8 utf8_ucs2 utf8_ucs4 utf_8_sig
        iso8859-1 latin1 0 8859 cp819 csisolatin1 ibm819 iso8859 iso_8859_1 iso_8859_1_1987 iso_ir_100 l1 latin latin1 latin_1
        charmap latin1 0
        cp1006 latin1 0
        cp856 latin1 0
        hp-roman8 latin1 0 cp1051 cshproman8 ibm1051 r8 roman8
        iso8859-10 latin1 0 csisolatin6 iso_8859_10 iso_8859_10_1992 iso_ir_157 l6 latin6
        iso8859-14 latin1 0 iso_8859_14 iso_8859_14_1998 iso_celtic iso_ir_199 l8 latin8
        iso8859-16 latin1 0 iso_8859_16 iso_8859_16_2001 iso_ir_226 l10 latin10
        utf-7 utf7 0 u7 unicode_1_1_utf_7 utf7
        unicode_escape escapes 0 string_escape
        raw_unicode_escape unicode 0
        rot13 rot13 0 rot_13
        utf-16 wide 1200 u16 utf16
        utf-16-le wide 1200 unicodelittleunmarked utf_16le
        utf-16-be wide 1201 unicodebigunmarked utf_16be
        utf-32 wide 12000 u32 utf32
        utf-32-le wide 12000 utf_32le
        utf-32-be wide 12001 utf_32be
        base64 opaque 0 base64_codec base_64
        bz2 opaque 0 bz2_codec
        hex opaque 0 hex_codec
        idna opaque 0
        punycode opaque 0
        quopri opaque 0 quopri_codec quoted_printable quotedprintable
        undefined opaque 0
        unicode_internal opaque 0
        uu opaque 0 uu_codec
        zlib opaque 0 zlib_codec zip
        big5 page 950 big5_tw csbig5 x_mac_trad_chinese
        big5hkscs page 950 big5_hkscs hkscs
        cp037 page 37 037 csibm037 ebcdic_cp_ca ebcdic_cp_nl ebcdic_cp_us ebcdic_cp_wt ibm037 ibm039
        cp1026 page 1026 1026 csibm1026 ibm1026
        cp1125 page 866 1125 cp866u ibm1125 ruscii
        cp1140 page 1140 1140 ibm1140
        cp1250 page 1250 1250 windows_1250
        cp1251 page 1251 1251 windows_1251
        cp1252 page 1252 1252 windows_1252
        cp1253 page 1253 1253 windows_1253
        cp1254 page 1254 1254 windows_1254
        cp1255 page 1255 1255 windows_1255
        cp1256 page 1256 1256 windows_1256
        cp1257 page 1257 1257 windows_1257
        cp1258 page 1258 1258 windows_1258
        cp273 page 20273 273 csibm273 ibm273
        cp424 page 20424 424 csibm424 ebcdic_cp_he ibm424
        cp437 page 437 437 cspc8codepage437 ibm437
        cp500 page 500 500 csibm500 ebcdic_cp_be ebcdic_cp_ch ibm500
        cp720 page 720
        cp737 page 737
        cp775 page 775 775 cspc775baltic ibm775
        cp850 page 850 850 cspc850multilingual ibm850
        cp852 page 852 852 cspcp852 ibm852
        cp855 page 855 855 csibm855 ibm855
        cp857 page 857 857 csibm857 ibm857
        cp858 page 858 858 csibm858 ibm858
        cp860 page 860 860 csibm860 ibm860
        cp861 page 861 861 cp_is csibm861 ibm861
        cp862 page 862 862 cspc862latinhebrew ibm862
        cp863 page 863 863 csibm863 ibm863
        cp864 page 864 864 csibm864 ibm864
        cp865 page 865 865 csibm865 ibm865
        cp866 page 866 866 csibm866 ibm866
        cp869 page 869 869 cp_gr csibm869 ibm869
        cp874 page 874
        cp875 page 875
        cp932 page 932 932 ms932 ms_kanji mskanji
        cp949 page 949 949 ms949 uhc
        cp950 page 950 950 ms950
        euc_jis_2004 page 51932 euc_jis2004 eucjis2004 jisx0213
        euc_jisx0213 page 51932 eucjisx0213
        euc_jp page 51932 eucjp u_jis ujis
        euc_kr page 51949 euckr korean ks_c_5601 ks_c_5601_1987 ks_x_1001 ksc5601 ksx1001 x_mac_korean
        gb18030 page 54936 gb18030_2000
        gb2312 page 936 chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 iso_ir_58 x_mac_simp_chinese
        gbk page 936 936 cp936 ms936
        hz page 52936 hz_gb hz_gb_2312 hzgb
        iso2022_jp page 50220 csiso2022jp iso2022jp iso_2022_jp
        iso2022_jp_1 page 50220 iso2022jp_1 iso_2022_jp_1
        iso2022_jp_2 page 50220 iso2022jp_2 iso_2022_jp_2
        iso2022_jp_2004 page 50220 iso2022jp_2004 iso_2022_jp_2004
        iso2022_jp_3 page 50220 iso2022jp_3 iso_2022_jp_3
        iso2022_jp_ext page 50221 iso2022jp_ext iso_2022_jp_ext
        iso2022_kr page 50225 csiso2022kr iso2022kr iso_2022_kr
        iso8859-11 page 874 iso_8859_11 iso_8859_11_2001 thai
        iso8859-13 page 28603 iso_8859_13 l7 latin7
        iso8859-15 page 28605 iso_8859_15 l9 latin9
        iso8859-2 page 28592 csisolatin2 iso_8859_2 iso_8859_2_1987 iso_ir_101 l2 latin2
        iso8859-3 page 28593 csisolatin3 iso_8859_3 iso_8859_3_1988 iso_ir_109 l3 latin3
        iso8859-4 page 28594 csisolatin4 iso_8859_4 iso_8859_4_1988 iso_ir_110 l4 latin4
        iso8859-5 page 28595 csisolatincyrillic cyrillic iso_8859_5 iso_8859_5_1988 iso_ir_144
        iso8859-6 page 28596 arabic asmo_708 csisolatinarabic ecma_114 iso_8859_6 iso_8859_6_1987 iso_ir_127
        iso8859-7 page 28597 csisolatingreek ecma_118 elot_928 greek greek8 iso_8859_7 iso_8859_7_1987 iso_ir_126
        iso8859-8 page 28598 csisolatinhebrew hebrew iso_8859_8 iso_8859_8_1988 iso_ir_138
        iso8859-9 page 28599 csisolatin5 iso_8859_9 iso_8859_9_1989 iso_ir_148 l5 latin5
        johab page 1361 cp1361 ms1361
        koi8-r page 20866 cskoi8r
        koi8-t page 20866
        koi8-u page 21866
        kz1048 page 1251 kz_1048 rk1048 strk1048_2002
        mac-arabic page 10004
        mac-croatian page 10082
        mac-cyrillic page 10007 maccyrillic
        mac-farsi page 10004
        mac-greek page 10006 macgreek
        mac-iceland page 10079 maciceland
        mac-latin2 page 10029 mac_centeuro maccentraleurope maclatin2
        mac-roman page 10000 macintosh macroman
        mac-romanian page 10010
        mac-turkish page 10081 macturkish
        mbcs page 1252 ansi dbcs
        oem page 437
        palmos page 1252
        ptcp154 page 1251 cp154 csptcp154 cyrillic_asian pt154
        shift_jis page 932 csshiftjis s_jis shiftjis sjis x_mac_japanese
        shift_jis_2004 page 932 s_jis_2004 shiftjis2004 sjis_2004
        shift_jisx0213 page 932 s_jisx0213 shiftjisx0213 sjisx0213
        tis-620 page 874 iso_ir_166 tis620 tis_620_0 tis_620_2529_0 tis_620_2529_1
        """;

    private static readonly FrozenDictionary<string, Codec> s_codecs = Build();

    public static Codec Utf8 { get; } = new("utf-8", Decoding.Utf8, 0);

    public static Codec Latin1 { get; } = new("iso8859-1", Decoding.Latin1, 0);

    /// <summary>The codec that CPython finds by a name; null where it finds none.</summary>
    public static Codec? Find(string name)
    {
        string normal = Normalise(name);
        if (IsVariant(name, "utf-8"))
        {
            return Utf8;
        }

        return IsVariant(name, "latin-1") || IsVariant(name, "iso-8859-1") || IsVariant(name, "iso-latin-1")
            ? s_codecs["iso8859_1"]
            : s_codecs.GetValueOrDefault(normal) ?? s_codecs.GetValueOrDefault(normal.Replace('.', '_'));
    }

    /// <summary>The tokenizer takes these names with any ending behind a hyphen, as editors write it.</summary>
    private static bool IsVariant(string name, string codec)
    {
        string plain = name.ToLowerInvariant().Replace('_', '-');
        return plain == codec || (plain.StartsWith(codec, StringComparison.Ordinal) && plain[codec.Length] == '-');
    }

    private static string Normalise(string name)
    {
        System.Text.StringBuilder text = new(name.Length);
        bool gap = false;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '.')
            {
                gap = true;
                continue;
            }

            if (gap && text.Length > 0)
            {
                text.Append('_');
            }

            gap = false;
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    private static FrozenDictionary<string, Codec> Build()
    {
        Dictionary<string, Codec> codecs = [];
        foreach (string line in Table.Split('\n'))
        {
            string[] fields = line.Trim().Split(' ');
            Codec codec = new(fields[0], Enum.Parse<Decoding>(fields[1], ignoreCase: true), int.Parse(fields[2]));
            codecs[Normalise(fields[0])] = codec;
            foreach (string alias in fields.AsSpan(3))
            {
                codecs[alias] = codec;
            }
        }

        return codecs.ToFrozenDictionary();
    }
}
