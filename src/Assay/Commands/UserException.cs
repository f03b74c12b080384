namespace Assay.Commands;

/// <summary>Something the user can put right: wrong use, a missing file, an unreadable policy. The message is one sentence with the next step, already escaped.</summary>
public sealed class UserException(string message) : Exception(message);
