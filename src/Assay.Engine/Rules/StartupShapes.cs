using System.Collections.Immutable;

namespace Assay.Engine.Rules;

/// <summary>One line of startup code that honest tools write, known by its exact shape.</summary>
/// <param name="What">What the line does, for the reader.</param>
/// <param name="Owner">The one project (normalised) that may ship the line together with what it loads; null: a tool writes it for anybody.</param>
/// <param name="Loads">Modules whose code the line runs; <c>{name}</c> where the line says which.</param>
/// <param name="Template">
/// The line, without blanks after semicolons. <c>{name}</c> stands for a dotted name, the same each time; <c>{names}</c> for
/// quoted names with commas between them.
/// </param>
public sealed record StartupShape(string What, string? Owner, ImmutableArray<string> Loads, string Template);

/// <summary>The known shapes, and the comparison of a line with them. Whatever is not here is unknown code.</summary>
public static class StartupShapes
{
    private const string Namespace = "joins the parts of a namespace package (setuptools)";

    private static readonly ImmutableArray<StartupShape> s_all =
    [
        new("puts setuptools' copy of distutils in front", "setuptools", ["_distutils_hack"],
            "import os;var = 'SETUPTOOLS_USE_DISTUTILS';enabled = os.environ.get(var, '{name}') == 'local';enabled and __import__('_distutils_hack').add_shim()"),
        new("starts coverage where the environment asks for it", "coverage", ["coverage"],
            "import coverage;coverage.process_startup()"),
        new("starts coverage where the environment asks for it", "coverage", ["coverage"],
            """import sys;exec('import os\n\nif os.getenv("COVERAGE_PROCESS_START") or os.getenv("COVERAGE_PROCESS_CONFIG"):\n try:\n  import coverage\n except:\n  pass\n else:\n  coverage.process_startup(slug="pth")')"""),
        new("colours logs where the environment asks for it", "coloredlogs", ["coloredlogs"],
            """import os;exec('try: __import__("coloredlogs").auto_install() if os.environ.get("COLOREDLOGS_AUTO_INSTALL") else None\nexcept ImportError: pass')"""),
        new("makes the DLLs of pywin32 known", "pywin32", ["pywin32_bootstrap"], "import pywin32_bootstrap"),
        new("adapts a virtual environment (virtualenv)", null, ["_virtualenv"], "import _virtualenv"),
        new("finds an editable install (setuptools)", null, ["{name}"], "import {name};{name}.install()"),
        new(Namespace, null, [], NamespaceLine("sys,types,os", "; ", "ie = os.path.exists(os.path.join(p,'__init__.py'));m = not ie and sys.modules.setdefault('{name}',types.ModuleType('{name}'))")),
        new(Namespace, null, [], NamespaceLine("sys, types, os", ";", "ie = os.path.exists(os.path.join(p,'__init__.py'));m = not ie and sys.modules.setdefault('{name}', types.ModuleType('{name}'))")),
        new(Namespace, null, [], NamespaceLine("sys, types, os", ";", Spec("has_mfs and ", "m or "), guarded: true)),
        new(Namespace, null, [], NamespaceLine("sys, types, os", ";", Spec("has_mfs and ", "m or not has_mfs and "), guarded: true)),
        new(Namespace, null, [], NamespaceLine("sys, types, os", ";", Spec("", "m or "))),
    ];

    /// <summary>Every known shape.</summary>
    public static ImmutableArray<StartupShape> All => s_all;

    /// <summary>Finds the shape of one line of a path configuration file.</summary>
    /// <param name="loads">The modules whose code the line runs.</param>
    public static StartupShape? Find(string line, out ImmutableArray<string> loads)
    {
        string plain = Plain(line);
        foreach (StartupShape shape in s_all)
        {
            if (Matches(plain, shape.Template, out string? name))
            {
                loads = [.. shape.Loads.Select(module => module == "{name}" ? name ?? "" : module)];

                // The editable hook's shape fits any module with an install(): only the names that setuptools gives count.
                if (shape.Loads is ["{name}"] && !IsFinder(name))
                {
                    continue;
                }

                return shape;
            }
        }

        loads = [];
        return null;
    }

    private static bool IsFinder(string? name) =>
        name is not null && name.StartsWith("__editable___", StringComparison.Ordinal) && name.EndsWith("_finder", StringComparison.Ordinal)
        && !name.Contains('.');

    private static string NamespaceLine(string imports, string separator, string module, bool guarded = false)
    {
        string guard = guarded ? "has_mfs = sys.version_info > (3, 5);" : "";
        return Plain($"import {imports}{separator}{guard}p = os.path.join(sys._getframe(1).f_locals['sitedir'], *({{names}}));{module};"
            + "mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p){parent}");
    }

    private static string Spec(string guard, string otherwise) =>
        $"importlib = {guard}__import__('importlib.util');{guard}__import__('importlib.machinery');"
        + $"m = {guard}sys.modules.setdefault('{{name}}', importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec('{{name}}', [os.path.dirname(p)])));"
        + $"m = {otherwise}sys.modules.setdefault('{{name}}', types.ModuleType('{{name}}'))";

    // Blanks around semicolons at the end of a statement differ between versions and mean nothing.
    private static string Plain(string line) => line.Trim().Replace("; ", ";", StringComparison.Ordinal).TrimEnd(';', ' ');

    private static bool Matches(string line, string template, out string? name)
    {
        name = null;
        int at = 0;
        for (int i = 0; i < template.Length;)
        {
            ReadOnlySpan<char> rest = template.AsSpan(i);
            if (rest.StartsWith("{name}"))
            {
                int length = Run(line, at, static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.');
                string read = line.Substring(at, length);
                if (length == 0 || (name is not null && name != read))
                {
                    // A greedy run also takes the dot before a method: "{name}.install" begins with the name already read.
                    if (name is null || !read.StartsWith(name, StringComparison.Ordinal))
                    {
                        return false;
                    }

                    length = name.Length;
                }

                name ??= read;
                at += length;
                i += "{name}".Length;
            }
            else if (rest.StartsWith("{names}"))
            {
                at += Run(line, at, static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '\'' or ',' or ' ');
                i += "{names}".Length;
            }
            else if (rest.StartsWith("{parent}"))
            {
                return at == line.Length || IsParentLink(line[at..], name);
            }
            else
            {
                if (at >= line.Length || line[at] != template[i])
                {
                    return false;
                }

                at++;
                i++;
            }
        }

        return at == line.Length;
    }

    // A nested namespace also becomes an attribute of its parent.
    private static bool IsParentLink(string rest, string? name) =>
        name is not null && name.LastIndexOf('.') is int dot and > 0
        && rest == $";m and setattr(sys.modules['{name[..dot]}'], '{name[(dot + 1)..]}', m)";

    private static int Run(string text, int from, Func<char, bool> belongs)
    {
        int end = from;
        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return end - from;
    }
}
