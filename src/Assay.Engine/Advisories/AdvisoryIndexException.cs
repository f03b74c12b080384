namespace Assay.Engine.Advisories;

/// <summary>The bytes of an index are no index, of a newer format, cut or damaged. The message is one sentence.</summary>
public sealed class AdvisoryIndexException(string message) : Exception(message);
