using Assay.Packaging.Indexes;

namespace Assay.Index;

/// <summary>A page as read, and what makes the next request for it conditional.</summary>
internal sealed record CachedPage(string? ETag, string? LastModified, SimplePageReading Reading, long Bytes);

/// <summary>Pages in memory up to a number of bytes; the longest unused go first.</summary>
internal sealed class PageCache(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, CachedPage Page)>> _pages = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, CachedPage Page)> _byUse = new();
    private long _bytes;

    public CachedPage? Find(string key)
    {
        lock (_lock)
        {
            if (!_pages.TryGetValue(key, out LinkedListNode<(string Key, CachedPage Page)>? node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Page;
        }
    }

    public void Keep(string key, CachedPage page)
    {
        lock (_lock)
        {
            Forget(key);
            if (page.Bytes > maxBytes)
            {
                return;
            }

            _pages[key] = _byUse.AddFirst((key, page));
            _bytes += page.Bytes;
            while (_bytes > maxBytes && _byUse.Last is { } oldest)
            {
                Forget(oldest.Value.Key);
            }
        }
    }

    private void Forget(string key)
    {
        if (_pages.Remove(key, out LinkedListNode<(string Key, CachedPage Page)>? node))
        {
            _byUse.Remove(node);
            _bytes -= node.Value.Page.Bytes;
        }
    }
}
