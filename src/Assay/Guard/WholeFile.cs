namespace Assay.Guard;

/// <summary>Files that are there whole or not at all.</summary>
public static class WholeFile
{
    /// <summary>Writes beside the target, then renames.</summary>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    public static void Write(string path, byte[] content)
    {
        string beside = $"{path}.{Environment.ProcessId}.part";
        try
        {
            File.WriteAllBytes(beside, content);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
