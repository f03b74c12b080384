using System.Text;
using Assay.Packaging.Distributions;

namespace Assay.Fuzz.Targets;

/// <summary>RECORD.</summary>
internal static class RecordTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        RecordFile record = RecordFile.Parse(Encoding.UTF8.GetString(data));
        int line = 0;
        foreach (RecordRow row in record.Rows)
        {
            if (row.Line < line || row.Size < 0 || (row.Algorithm is null && !row.Digest.IsEmpty))
            {
                throw new InvalidOperationException("rows out of order, a negative size, or a digest without its algorithm");
            }

            line = row.Line;
            if (RecordFile.Normalize(RecordFile.Normalize(row.Path)) != RecordFile.Normalize(row.Path))
            {
                throw new InvalidOperationException($"'{row.Path}' is normalised further the second time");
            }
        }
    }
}
