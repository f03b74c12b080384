using Assay.Engine.Audits;
using Assay.Engine.Findings;
using Assay.Store;

namespace Assay.Audits;

/// <summary>From what the guard handed out to the items of an audit: what came in when nothing was known yet is held against what is known today.</summary>
internal static class GuardHistory
{
    /// <summary>Adds every file of the store's history.</summary>
    public static void Add(AuditInputs inputs, AssayStore store) => inputs.AddItems("guard history", store.Folder, source => store.HandedOut().Select(file => Of(file, source)));

    private static AuditItem Of(HandedOut file, int source) =>
        new(file.Project, file.Version, new InputPlace($"{file.File} from {file.Index}"), source)
        {
            UnknownReason = file.Version is null ? "the file's name gives no version" : null,
        };
}
