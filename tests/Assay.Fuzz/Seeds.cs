using System.Collections.Immutable;
using System.Text;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Fuzz;

/// <summary>Small inputs for each door, so that a run needs no corpus.</summary>
internal static class Seeds
{
    private static readonly ArchiveInput[] s_members =
    [
        ArchiveInput.Text("frob/__init__.py", "print('frob')\n"),
        ArchiveInput.Text("frob.pth", "import frob\n"),
        new("frob/native.so", new byte[] { 0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0 }),
    ];

    public static ImmutableArray<byte[]> Zips() => [ZipWriter.Write(s_members), Wheel(), ZipWriter.Write([])];

    public static ImmutableArray<byte[]> Tars() => [TarGzipWriter.WriteTar(s_members), TarGzipWriter.WriteTar([ArchiveInput.Text(new string('d', 120) + "/x", "long")])];

    public static ImmutableArray<byte[]> CompressedTars() =>
    [
        [0, .. TarGzipWriter.Write(s_members)],
        [1, .. "BZh91AY&SY"u8, 0, 0, 0, 0],
        [2, 0xFD, .. "7zXZ"u8, 0, 0, 4, 0xE6, 0xD6, 0xB4, 0x46],
    ];

    // The first byte chooses the file name under which the rest is offered.
    public static ImmutableArray<byte[]> Artifacts() =>
    [
        [0, .. Wheel()],
        [1, .. TarGzipWriter.Write([.. s_members.Select(static member => member with { Path = $"frob-1.0/{member.Path}" }), ArchiveInput.Text("frob-1.0/PKG-INFO", Info)])],
        [2, .. ZipWriter.Write(s_members)],
    ];

    public static ImmutableArray<byte[]> Versions() => Texts("1.0", "1!2.3a4.post5.dev6+local.7", "v1.0-1", ">=1.0,!=1.5.*,~=2.2", "===1.0", "frob-1.0-py3-none-any.whl", "frob-1.0.tar.gz");

    public static ImmutableArray<byte[]> Requirements() => Texts(
        "frob[a,b]>=1,<2; python_version >= '3.8' and (os_name == 'posix' or extra == 'x')",
        "frob @ https://files.example.invalid/frob-1.0.zip#sha256=00 ; sys_platform not in 'win32'",
        "git+https://git.example.invalid/frob@v1#egg=frob",
        "'3' <= python_version");

    public static ImmutableArray<byte[]> RequirementsFiles() => Texts(
        "# needs\n--index-url https://u:p@index.example.invalid/simple\nfrob==1 --hash=sha256:00 \\\n  --hash sha256:11\n-r more.txt\n-e ./here\n${A}\nname @ https://files.example.invalid/x.whl\n",
        "\uFEFF-c c.txt\r\n--find-links ./wheels\r\n--no-binary :all: # why\r\n");

    public static ImmutableArray<byte[]> Metadata() => Texts(
        Info + "Requires-Dist: other>=1; extra == 'x'\nProject-URL: Home, https://example.invalid\nDescription: one\n        |two\n\nbody\n",
        "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "[console_scripts]\nfrob = frob.cli:main [x]\n[group]\nname=value\n");

    public static ImmutableArray<byte[]> Records() => Texts(
        "frob/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n\"a,\"\"b\"\"\",md5=00,1\r\n./c\\d,,\nfrob-1.0.dist-info/RECORD,,\n");

    public static ImmutableArray<byte[]> Projects() => Texts(
        "[build-system]\nrequires = [\"setuptools>=61\", 'x']\nbuild-backend = \"a.b:c\"\nbackend-path = [\".\"]\n",
        "[project]\nname = \"x\"\n[tool.uv]\nindex-url = \"https://u:p@index.example.invalid/simple\"\nhttp-proxy = \"http://p.example.invalid\"\n[[tool.uv.index]]\nname = \"a\"\nurl = \"https://a.example.invalid\"\nexplicit = true\n[tool.uv.sources]\nfrob = [{ index = \"a\", marker = \"x\" }]\n",
        "http-proxy = 'x'\nfind-links = [\"./here\"]\npip.extra-index-url = [\"\"\"https://b.example.invalid\"\"\"]\n");

    public static ImmutableArray<byte[]> JsonPages() => Texts(
        """{"meta":{"api-version":"1.4","project-status":{"status":"quarantined","reason":"x"}},"name":"frob","versions":["1.0"],"files":[{"filename":"frob-1.0-py3-none-any.whl","url":"../f.whl","hashes":{"sha256":"00"},"requires-python":">=3","size":1,"upload-time":"2024-01-02T03:04:05.678901Z","yanked":"why","core-metadata":{"sha256":"11"},"provenance":null}]}""",
        """{"meta":{"api-version":"1.0"},"name":"frob","files":[{"filename":"frob-1.tar.gz","url":"https://f.example.invalid/frob-1.tar.gz","hashes":{},"dist-info-metadata":true}]}""");

    public static ImmutableArray<byte[]> HtmlPages() => Texts(
        "<!DOCTYPE html><html><head><meta name=\"pypi:repository-version\" content=\"1.3\"><base href=\"/f/\"></head><body><!-- c --><a href=\"frob-1.0.tar.gz#sha256=00\" data-requires-python=\"&gt;=3\" data-yanked data-core-metadata='sha256=11'>frob-1.0.tar.gz</a><br/></body></html>");

    public static ImmutableArray<byte[]> Policies() => Texts(
        "[policy]\ndefault-age = \"72h\"\nunknown = \"hold\"\nindexes = [\"https://index.example.invalid/simple\"]\nowned = { \"acme-*\" = \"https://a.example.invalid\" }\n[[rule]]\nid = \"too-young\"\nverdict = \"warn\"\n[[waiver]]\nrule = \"startup-code\"\nproject = \"x\"\nversions = \">=7\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-06-30\n[hosts]\nallow = [\"*.example.invalid\"]\n",
        "[tool.assay.policy]\ndefault-age = \"3d\"\n");

    public static ImmutableArray<byte[]> Netrcs() => Texts("machine a.example.invalid login u password \"p \\\" q\"\ndefault login x\nmacdef m\n cd /\n\nmachine b account c user d\n# comment\n");

    public static ImmutableArray<byte[]> PipConfigurations() => Texts("[DEFAULT]\na = b\n[global]\nextra-index-url =\n  https://u:p@a.example.invalid/simple\n  ; no\n  https://b.example.invalid\nTimeout: 5\n[install]\nno_binary = :all:\n");

    // The first byte chooses the file's name.
    public static ImmutableArray<byte[]> Locks() =>
    [
        [0, .. Encoding.UTF8.GetBytes("version = 1\n[[package]]\nname = \"frob\"\nversion = \"1\"\nsource = { registry = \"https://index.example.invalid/simple\" }\nsdist = { url = \"https://f.example.invalid/frob-1.tar.gz\", hash = \"sha256:00\", size = 1 }\nwheels = [{ url = \"https://f.example.invalid/frob-1-py3-none-any.whl\", hash = \"sha256:11\" }]\n[[package]]\nname = \"p\"\nsource = { path = \"../p.whl\" }\n")],
        [1, .. Encoding.UTF8.GetBytes("lock-version = \"1.0\"\n[[packages]]\nname = \"frob\"\nindex = \"https://index.example.invalid/simple\"\n[[packages.wheels]]\nurl = \"https://f.example.invalid/x.whl\"\nhashes = {sha256 = \"00\"}\n[packages.archive]\npath = \"./a.zip\"\n")],
        [2, .. Encoding.UTF8.GetBytes("[[index]]\nurl = \"https://u:p@a.example.invalid\"\nname = 'a'\n")],
        [3, .. Encoding.UTF8.GetBytes("[tool.uv]\nextra-index-url = [\"https://a.example.invalid\"]\n")],
    ];

    // The first byte chooses the file, the first line names the record.
    public static ImmutableArray<byte[]> Environments() =>
    [
        [0, .. Encoding.UTF8.GetBytes("frob-1.0-1\n" + Info + "Requires-Dist: other>=1\n\nbody\n")],
        [1, .. "frob-1.0\n{\"url\": \"file:///src\", \"dir_info\": {\"editable\": true}}"u8],
        [2, .. "frob-1.0\n{\"components\": [{\"purl\": \"pkg:pypi/six@1%2E16?x#y\"}], \"pedigree\": [\"a\"]}"u8],
        [3, .. "frob\nsix==1.0 # why\n  urllib3==1 ; os_name == 'nt'\n"u8],
        [4, .. "frob\n{\"name\": \"frob\", \"version\": \"1\", \"channel\": \"main\", \"files\": [\"lib/python3.11/site-packages/frob-1.dist-info/METADATA\"]}"u8],
        [5, .. "frob\nhome = /usr/bin\nversion_info = 3.11.2.final.0\ninclude-system-site-packages = true\n"u8],
        [6, .. "frob-1.0-py3.11\nName: frob\nVersion: 1.0\n"u8],
        [7, .. "frob\none>=1\n[x:os_name == 'nt']\ntwo\n"u8],
        [8, .. "frob\n../../../src\n.\n"u8],
    ];

    // The first byte chooses the installer; arguments end at NUL.
    public static ImmutableArray<byte[]> CommandLines() =>
    [
        .. Texts(
            "pinstall\0-r\0needs.txt\0--index-url=https://u:p@i.example.invalid\0-qU\0frob[x]==1\0./a.whl\0-e\0.",
            "pdownload\0--extra-index-u\0https://x.example.invalid\0name @ https://f.example.invalid/x.whl\0--proxy\0http://p",
            "upip\0install\0--index\0a=https://a.example.invalid\0--target\0into\0frob",
            "urun\0--with\0a,b\0script.py\0--index-url\0x",
            "utool\0run\0--from\0git+https://g.example.invalid/x\0x",
            "ppy\0--isolated\0install\0--no-proxy-env\0-f\0/links"),
    ];

    public static ImmutableArray<byte[]> UserAgents() => Texts(
        """pip/25.3 {"ci":null,"cpu":"x86_64","distro":{"id":"x","libc":{"lib":"glibc","version":"2.36"},"name":"Debian","version":"12"},"implementation":{"name":"CPython","version":"3.11.7"},"python":"3.11.7","system":{"name":"Linux","release":"6"}}""",
        """uv/0.13.9 {"python":"3.12.0","implementation":{"name":"CPython","version":"3.12.0"},"distro":{"version":"14.1"},"system":{"name":"Darwin"},"cpu":"arm64"}""");

    public static ImmutableArray<byte[]> ConnectHeads() => Texts(
        "CONNECT files.example.invalid:443 HTTP/1.1\r\nHost: files.example.invalid:443\r\nProxy-Authorization: Basic dTpw", "CONNECT [::1]:80 HTTP/1.0");

    public static ImmutableArray<byte[]> GuardAddresses() => Texts(
        "http://127.0.0.1:9000/secret/0123456789/https/f.example.invalid~8080/a%20b/x.whl", "https://[::1]:8080/simple/x", "http://127.0.0.1:9000/secret/direct/refused-https/~l~~1~r/x");

    public static ImmutableArray<byte[]> OsvRecords() => Texts(
        """{"id":"PYSEC-2099-1","modified":"2026-01-02T03:04:05.678Z","withdrawn":null,"aliases":["CVE-2099-1"],"summary":"s\ntwo","details":"d","severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N"}],"references":[{"type":"WEB","url":"https://example.invalid"}],"affected":[{"package":{"ecosystem":"PyPI","name":"Frob_X"},"ranges":[{"type":"GIT","events":[{"introduced":"0"}]},{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.10"},{},{"limit":"*"}]}],"versions":["1.0","x==2"]}],"database_specific":{"severity":"HIGH","cwe_ids":["CWE-79"]}}""",
        """{"id":"MAL-2099-1","affected":[{"package":{"ecosystem":"npm","name":"x"}}]}""");

    public static ImmutableArray<byte[]> OsvYamls() => Texts(
        "id: PYSEC-2099-1\ndetails: |-\n  a\n  b\nsummary: >+\n  c\n\naffected:\n- package: {name: frob, ecosystem: \"PyPI\"}\n  ranges:\n  - type: ECOSYSTEM\n    events:\n    - introduced: \"0\"\n    - fixed: 1.10\n  versions: ['1.0', ~, 2]\n",
        "a: &a [*a, !!str x]\n? b\n: c\n---\n- - -\n");

    public static ImmutableArray<byte[]> SafetyDatabases() => Texts(
        """{"$meta":{"timestamp":1775023247},"frob":[{"advisory":"x","cve":"CVE-2099-1","id":"pyup.io-1","more_info_path":"/v/1/","specs":["<1.0,>=0.5",">2.0rc1","==3.*"],"v":""}],"x":["<1"]}""",
        """{"meta":{},"vulnerable_packages":{"frob":[{"specs":["*"],"ids":[{"type":"pyup","id":"7"},{"type":"cve","id":"CVE-2099-2"}]}]}}""");

    public static ImmutableArray<byte[]> ModifiedLists() => Texts("2026-01-02T00:00:00.5Z,GHSA-aaaa-bbbb-cccc\r\n2026-01-01T00:00:00Z,PYSEC-2099-1\n");

    // Operations of FoldingTarget: an operation's number, then what it draws.
    public static ImmutableArray<byte[]> Foldings() =>
    [
        [1, 4, .. "aGk="u8, 14, 31, 1, 1, 4, 4, 0, 1, 13, 41, 5, 1, 1, 6, 0],
        [0, 13, 0x78, 0x9C, 0x2B, 0x28, 0xCA, 0xCC, 0x2B, 0x01, 0x00, 0x06, 0x72, 0x02, 0x2C, 14, 43, 1, 1, 4],
        [4, 25, 1, 0, 5, 1, 3, 2, 3, 0, 1, 8, 6, 4, 5, 12, 2, 2, 5, .. "0>5,d"u8, 5, 0, 2, 4, 5, 1, 13, 14, 3, 1, 1, 6],
        [6, 2, 2, 3, 3, 2, 1, 10, 4, 2, 11, 3, 0, 2, 0, 2, 0, 2, 7, 7, 0, 14, 16, 2, 1, 5, 1, 6, 15, 3, 1, 3, 1, 2, 1, 3],
    ];

    private const string Info = "Metadata-Version: 2.1\nName: frob\nVersion: 1.0\nSummary: s\n";

    private static byte[] Wheel() => WheelWriter.Write(new WheelWriter.Plan("frob", "1.0", s_members, EntryPoints: "[console_scripts]\nfrob = frob:main\n"));

    private static ImmutableArray<byte[]> Texts(params ReadOnlySpan<string> texts) => [.. texts.ToArray().Select(Encoding.UTF8.GetBytes)];
}
