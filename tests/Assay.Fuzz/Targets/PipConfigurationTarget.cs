using System.Text;
using Assay.Installers;

namespace Assay.Fuzz.Targets;

/// <summary>pip's configuration file.</summary>
internal static class PipConfigurationTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        string text = Encoding.UTF8.GetString(data);
        int lines = text.Count(static c => c is '\n' or '\r') + 1;
        ConfigurationReading reading = PythonConfiguration.Read(text);
        if (reading.ErrorLine < 1 || reading.ErrorLine > lines || reading.Settings.Any(setting => setting.Line < 1 || setting.Line > lines))
        {
            throw new InvalidOperationException("a setting outside the file");
        }
    }
}
