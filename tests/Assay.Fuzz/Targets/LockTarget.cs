using System.Text;
using Assay.Installers;

namespace Assay.Fuzz.Targets;

/// <summary>Locks and settings that are mapped to the guard; the first byte chooses the file's name.</summary>
internal static class LockTarget
{
    private static readonly string[] s_names = ["uv.lock", "pylock.toml", "uv.toml", "pyproject.toml"];
    private static readonly GuardAddresses s_guard = new("http://127.0.0.1:9000/secret", "http://user:token@127.0.0.1:9000");

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        string path = $"/work/{s_names[data[0] % s_names.Length]}";
        string text = Encoding.UTF8.GetString(data[1..]);
        if (LockText.Read(path, text) is not LockReading reading)
        {
            return;
        }

        string mapped = reading.Text.Render(s_guard, static file => file.Original);
        if (LockText.Read(path, mapped) is null)
        {
            throw new InvalidOperationException("a lock that was mapped is no TOML any more");
        }

        if (reading.Places.IsEmpty && mapped != text)
        {
            throw new InvalidOperationException("a lock without addresses was changed");
        }
    }
}
