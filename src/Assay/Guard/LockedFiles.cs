using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine;
using Assay.Installers;
using Assay.Office;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;

namespace Assay.Guard;

/// <summary>Files that a lock pins and that this machine has looked into before: their verdict may be another one today.</summary>
public static class LockedFiles
{
    /// <summary>One sentence for each that would be refused now; files that were never looked into are judged when they are asked for.</summary>
    public static ImmutableArray<string> Revoked(ImmutableArray<LockedFile> files, AssayOffice office, Rulings rulings)
    {
        ImmutableArray<string>.Builder revoked = ImmutableArray.CreateBuilder<string>();
        foreach (LockedFile file in files)
        {
            string name = Uri.UnescapeDataString(file.Url[(file.Url.LastIndexOf('/') + 1)..]);
            if (!ProjectName.TryParse(file.Project, out ProjectName project) || office.Find(file.Sha256, name) is not Inspection known)
            {
                continue;
            }

            DateTimeOffset? uploaded = DateTimeOffset.TryParse(
                file.UploadTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;
            ListedFile listed = new("", file.Index, null, project, new SimpleFile(name, file.Url, DigestMap.Of("sha256", file.Sha256), UploadTime: uploaded));
            FileRuling ruling = rulings.Of(listed, ListingContext.None, known);
            if (ruling.IsRefused)
            {
                rulings.Keep(listed, ruling);
                revoked.Add($"{file.Origin} pins {name}, which is refused now ({ruling.Lead.Id}; assay explain {ruling.Id}): uv's cache is left aside; if it is installed already, uninstall it");
            }
        }

        return revoked.ToImmutable();
    }
}
