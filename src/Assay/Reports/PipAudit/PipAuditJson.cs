namespace Assay.Reports.PipAudit;

/// <summary>pip-audit's JSON: one object on one line.</summary>
internal static class PipAuditJson
{
    public static string Write(PipAuditResult result, PipAuditShown shown)
    {
        PythonJson json = new PythonJson().BeginObject().BeginArray("dependencies");
        foreach (PipAuditDependency dependency in result.Dependencies)
        {
            json.BeginObject().String("name", dependency.CanonicalName);
            if (dependency.SkipReason is string reason)
            {
                json.String("skip_reason", reason).EndObject();
                continue;
            }

            json.String("version", dependency.Version!).BeginArray("vulns");
            foreach (PipAuditVulnerability vulnerability in dependency.Vulnerabilities)
            {
                json.BeginObject().String("id", vulnerability.Id).Strings("fix_versions", vulnerability.FixVersions);
                if (shown.Aliases)
                {
                    json.Strings("aliases", vulnerability.Aliases);
                }

                if (shown.Descriptions)
                {
                    json.String("description", vulnerability.Description);
                }

                json.EndObject();
            }

            json.EndArray().EndObject();
        }

        json.EndArray().BeginArray("fixes");
        foreach (PipAuditFix fix in result.Fixes)
        {
            json.BeginObject().String("name", fix.CanonicalName);
            _ = fix.NewVersion is null
                ? json.String("version", fix.OldVersion).String("skip_reason", fix.SkipReason ?? "")
                : json.String("old_version", fix.OldVersion).String("new_version", fix.NewVersion);
            json.EndObject();
        }

        return json.EndArray().EndObject() + "\n";
    }
}
