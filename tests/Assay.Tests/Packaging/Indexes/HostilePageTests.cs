using System.Text;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;
using CsCheck;

namespace Assay.Tests.Packaging.Indexes;

/// <summary>Whatever the bytes, a reading is a page or a reason, and what is read can be written.</summary>
public sealed class HostilePageTests
{
    private static readonly Uri Url = new("https://index.example.invalid/simple/frob/");
    private static readonly ProjectName Frob = ProjectName.Parse("frob");

    private static readonly byte[] Json = """
        {"meta":{"api-version":"1.4"},"name":"frob","project-status":{"status":"active","reason":"x"},"versions":["1"],
        "files":[{"filename":"frob-1.0.zip","url":"https://a.invalid/frob-1.0.zip#sha256=00","hashes":{"sha256":"00","md5":null},
        "requires-python":">=3","size":1,"upload-time":"2024-01-01T00:00:00.5Z","yanked":"\u00e9\ud83d","core-metadata":{"sha256":"00"},"gpg-sig":true}]}
        """u8.ToArray();

    private static readonly byte[] Html = """
        <!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.4"><base href="/x/"><title>t</title></head><body>
        <a href="frob-1.0.zip#md5=00" data-yanked="&quot;&amp;&#xE9;&nosuch;" data-core-metadata="sha256=00">x</a><!-- c --><script>s</script></body></html>
        """u8.ToArray();

    [Fact]
    public void Damaged_json_never_escapes_as_an_exception() => Damaged(Json).Sample(bytes => Check(bytes, MediaTypes.Json), iter: 5_000);

    [Fact]
    public void Damaged_html_never_escapes_as_an_exception() => Damaged(Html).Sample(bytes => Check(bytes, "text/html"), iter: 5_000);

    [Fact]
    public void Random_bytes_never_escape_as_an_exception() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        Check(bytes, MediaTypes.Json);
        Check([.. "<a href='"u8, .. bytes], "text/html; charset=iso-8859-1");
        Check(bytes, Encoding.Latin1.GetString(bytes));
    });

    private static Gen<byte[]> Damaged(byte[] sound) =>
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte).Array[1, 4].Select(Gen.Int[sound.Length / 2, sound.Length], (changes, length) =>
        {
            byte[] damaged = sound.ToArray();
            foreach ((int at, byte value) in changes)
            {
                damaged[at] = value;
            }

            return damaged[..length];
        });

    private static void Check(byte[] bytes, string contentType)
    {
        SimplePageReading reading = SimplePageReader.Read(bytes, contentType, Url, Frob, PageLimits.Default);
        Assert.Equal(reading.Page is null, reading.Problems.Any(p => p.Kind == PageProblemKind.Unreadable));
        if (reading.Page is { } page)
        {
            SimplePageReading again = SimplePageReader.Read(SimplePageWriter.WriteJson(page), MediaTypes.Json, Url, Frob, PageLimits.Default);
            Assert.Equal(page.Files, again.Page!.Files);
            Assert.All(again.Problems, p => Assert.NotEqual(PageProblemKind.FileLost, p.Kind));
        }
    }
}
