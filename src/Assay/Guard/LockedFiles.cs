using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine;
using Assay.Engine.Rules;
using Assay.Installers;
using Assay.Office;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;

namespace Assay.Guard;

/// <summary>Files that a lock pins and that this machine has looked into before: their verdict may be another one today.</summary>
public static class LockedFiles
{
    /// <summary>
    /// Holds every pin against advisories before anything is installed, since an installer takes what it has in its cache and asks nobody.
    /// Each malicious release is recorded as refused; true where there is none.
    /// </summary>
    public static bool AreHarmless(ImmutableArray<LockedFile> files, Rulings rulings, Ledger ledger)
    {
        bool harmless = true;
        foreach (LockedFile file in files)
        {
            if (Listed(file) is not ListedFile listed || rulings.Of(listed, ListingContext.None, inspection: null) is not { IsRefused: true } ruling || ruling.Lead.Id != KnownMalware.RuleId)
            {
                continue;
            }

            harmless = false;
            rulings.Keep(listed, ruling);
            LedgerEntry entry = Rulings.Entry(Outcome.Refused, listed, ruling);
            ledger.Record(entry with { Message = $"{entry.Message}; {file.Origin} pins it, so nothing was installed" });
        }

        return harmless;
    }

    /// <summary>One sentence for each that would be refused now; files that were never looked into are judged when they are asked for.</summary>
    public static ImmutableArray<string> Revoked(ImmutableArray<LockedFile> files, AssayOffice office, Rulings rulings)
    {
        ImmutableArray<string>.Builder revoked = ImmutableArray.CreateBuilder<string>();
        foreach (LockedFile file in files)
        {
            if (Listed(file) is not ListedFile listed || office.Find(file.Sha256, listed.File.FileName) is not Inspection known)
            {
                continue;
            }

            FileRuling ruling = rulings.Of(listed, ListingContext.None, known);
            if (ruling.IsRefused)
            {
                rulings.Keep(listed, ruling);
                revoked.Add($"{file.Origin} pins {listed.File.FileName}, which is refused now ({ruling.Lead.Id}; assay explain {ruling.Id}): uv's cache is left aside; if it is installed already, uninstall it");
            }
        }

        return revoked.ToImmutable();
    }

    private static ListedFile? Listed(LockedFile file)
    {
        string name = Uri.UnescapeDataString(file.Url[(file.Url.LastIndexOf('/') + 1)..]);
        DateTimeOffset? uploaded = DateTimeOffset.TryParse(
            file.UploadTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;
        return ProjectName.TryParse(file.Project, out ProjectName project)
            ? new ListedFile("", file.Index, null, project, new SimpleFile(name, file.Url, DigestMap.Of("sha256", file.Sha256), UploadTime: uploaded))
            : null;
    }
}
