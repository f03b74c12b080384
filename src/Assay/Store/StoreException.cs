namespace Assay.Store;

/// <summary>The store cannot be used or written. The message names the folder and the next step and is fit for people as it is.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
