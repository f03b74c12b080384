using System.Security.Cryptography;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;

namespace Assay.Trials;

/// <summary>The harmless package that trials fetch: one module that prints a word when its program is called.</summary>
/// <param name="Version">Tells apart which server it came from.</param>
public sealed record ProbePackage(string Version)
{
    /// <summary>Its project; no public index is ever asked for it.</summary>
    public const string Name = "assay-doctor-probe";

    private readonly WheelWriter.Plan _plan = new(
        Name,
        Version,
        [ArchiveInput.Text("assay_doctor_probe.py", "def main():\n    print('probe')\n")],
        Headers: ["Summary: what 'assay doctor' fetches", "Requires-Python: >=3.6"],
        EntryPoints: $"[console_scripts]\n{Name} = assay_doctor_probe:main\n");

    public string FileName => _plan.FileName;

    public byte[] Wheel() => WheelWriter.Write(_plan);

    /// <summary>Its page of a Simple index (PEP 691); addresses are relative, so that they hold under whatever host the page was asked for.</summary>
    public byte[] Page()
    {
        byte[] wheel = Wheel();
        SimpleFile file = new(
            FileName,
            $"../../files/{FileName}",
            DigestMap.Of("sha256", Convert.ToHexStringLower(SHA256.HashData(wheel))),
            Size: wheel.Length,
            UploadTime: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return SimplePageWriter.WriteJson(new SimplePage(ProjectName.Parse(Name), "1.1", null, [Version], [file]));
    }

    /// <summary>A page of links to it, for <c>--find-links</c>.</summary>
    public string Links() =>
        $"<!DOCTYPE html><html><body><a href=\"../files/{FileName}#sha256={Convert.ToHexStringLower(SHA256.HashData(Wheel()))}\">{FileName}</a></body></html>";
}
