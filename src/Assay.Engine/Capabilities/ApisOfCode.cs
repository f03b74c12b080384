using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>Running text, loading code and machine code, reaching into memory.</summary>
internal static class ApisOfCode
{
    private const string Functions = "library/functions";
    private const string Importlib = "library/importlib";
    private const string Imp = "3.11/library/imp";
    private const string Pickle = "library/pickle";
    private const string Ctypes = "library/ctypes";
    private const string Windows = "win32/api";
    private const string Linux = "man7/section2";

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        // Text as Python.
        new("builtins.exec", ExecuteCode, "0", Functions),
        new("builtins.eval", ExecuteCode, "0", Functions),
        new("builtins.execfile", ExecuteCode, "0", "2.7/library/functions") { ReadsFrom = "0" },
        new("code.InteractiveInterpreter().runsource", ExecuteCode, "0|source", "library/code"),
        new("code.InteractiveInterpreter().runcode", ExecuteCode, "0|code", "library/code"),
        new("code.InteractiveConsole().push", ExecuteCode, "0|line", "library/code"),
        new("code.InteractiveConsole().runsource", ExecuteCode, "0|source", "library/code"),
        new("code.InteractiveConsole().interact", ExecuteCode, null, "library/code"),
        new("code.interact", ExecuteCode, null, "library/code"),
        new("runpy.run_path", ExecuteCode, "0|path_name|file_path", "library/runpy") { ReadsFrom = "0|path_name" },
        new("runpy.run_module", ImportDynamic, "0|mod_name", "library/runpy"),
        new("runpy._run_code", ExecuteCode, "0", "library/runpy"),
        new("timeit.timeit", ExecuteCode, "0|stmt", "library/timeit") { Invokes = ["0|stmt"] },
        new("timeit.repeat", ExecuteCode, "0|stmt", "library/timeit") { Invokes = ["0|stmt"] },
        new("timeit.Timer", ExecuteCode, "0|stmt", "library/timeit") { Invokes = ["0|stmt"] },
        new("cProfile.run", ExecuteCode, "0|statement", "library/profile"),
        new("profile.run", ExecuteCode, "0|statement", "library/profile"),
        new("pdb.run", ExecuteCode, "0|statement", "library/pdb"),
        new("bdb.Bdb().run", ExecuteCode, "0|cmd", "library/bdb"),
        new("trace.Trace().run", ExecuteCode, "0|cmd", "library/trace"),
        new("doctest.run_docstring_examples", ExecuteCode, null, "library/doctest"),
        new("types.FunctionType", ExecuteCode, "0|code", "library/types"),
        new("types.CodeType", LoadCode, null, "library/types"),
        new("new.code", LoadCode, null, "2.7/library/new") { SameAs = "types.CodeType" },
        new("new.function", ExecuteCode, "0", "2.7/library/new") { SameAs = "types.FunctionType" },
        new("_testinternalcapi.exec_code", ExecuteCode, "0", Functions),
        new("IPython.get_ipython().run_cell", ExecuteCode, "0|raw_cell", "ipython/api"),
        new("IPython.get_ipython().ex", ExecuteCode, "0|cmd", "ipython/api"),
        new("_xxsubinterpreters.run_string", ExecuteCode, "1|script", "3.12/library/_xxsubinterpreters"),
        new("concurrent.interpreters.create().exec", ExecuteCode, "0|code", "library/concurrent.interpreters"),
        new("numexpr.evaluate", ExecuteCode, "0|ex", "numexpr"),
        new("pandas.eval", ExecuteCode, "0|expr", "pandas/reference"),
        new("js2py.eval_js", ExecuteCode, "0|js", "js2py"),
        new("execjs.eval", ExecuteCode, "0|source", "pyexecjs"),
        new("execjs.compile", ExecuteCode, "0|source", "pyexecjs"),
        new("tkinter.Tcl().eval", ExecuteCode, "0|script", "library/tkinter"),

        // Imports by a computed name or from a computed place.
        new("importlib.import_module", ImportDynamic, "0|name", Importlib),
        new("importlib.__import__", ImportDynamic, "0|name", Importlib),
        new("builtins.__import__", ImportDynamic, "0|name", Functions),
        new("importlib.reload", ImportDynamic, "0|module", Importlib),
        new("imp.load_source", LoadCode, "1|pathname", Imp) { ReadsFrom = "1|pathname" },
        new("imp.load_module", LoadCode, "2|pathname", Imp) { ReadsFrom = "2|pathname" },
        new("imp.load_compiled", LoadCode, "1|pathname", Imp) { ReadsFrom = "1|pathname" },
        new("imp.load_package", LoadCode, "1|path", Imp),
        new("imp.load_dynamic", LoadNative, "1|pathname", Imp),
        new("imp.new_module", ImportDynamic, "0|name", Imp),
        new("importlib.util.spec_from_file_location", LoadCode, "1|location", Importlib) { ReadsFrom = "1|location" },
        new("importlib.util.spec_from_loader", LoadCode, "0|name", Importlib),
        new("importlib.util.spec_from_file_location().loader.exec_module", LoadCode, "self", Importlib),
        new("importlib.util.module_from_spec().__spec__.loader.exec_module", LoadCode, null, Importlib),
        new("importlib.machinery.SourceFileLoader", LoadCode, "1|path", Importlib) { ReadsFrom = "1|path" },
        new("importlib.machinery.SourceFileLoader().load_module", LoadCode, "self", Importlib),
        new("importlib.machinery.SourcelessFileLoader", LoadCode, "1|path", Importlib) { ReadsFrom = "1|path" },
        new("importlib.machinery.SourcelessFileLoader().load_module", LoadCode, "self", Importlib),
        new("importlib.machinery.ExtensionFileLoader", LoadNative, "1|path", Importlib),
        new("importlib.machinery.ExtensionFileLoader().load_module", LoadNative, "self", Importlib),
        new("zipimport.zipimporter", LoadCode, "0|archivepath", "library/zipimport") { ReadsFrom = "0|archivepath" },
        new("zipimport.zipimporter().load_module", LoadCode, "self", "library/zipimport"),
        new("pkgutil.find_loader().load_module", ImportDynamic, null, "library/pkgutil"),
        new("pkg_resources.load_entry_point", ImportDynamic, "2|name", "setuptools/pkg_resources"),
        new("ihooks.ModuleImporter().import_module", ImportDynamic, "0", "2.7/library/ihooks"),

        // Bytes as code or objects.
        new("marshal.loads", LoadCode, "0|bytes", "library/marshal"),
        new("marshal.load", LoadCode, "0|file", "library/marshal"),
        new("pickle.loads", LoadCode, "0|data", Pickle),
        new("pickle.load", LoadCode, "0|file", Pickle),
        new("pickle.Unpickler().load", LoadCode, "self", Pickle),
        new("cPickle.loads", LoadCode, "0", "2.7/library/pickle") { SameAs = "pickle.loads" },
        new("cPickle.load", LoadCode, "0", "2.7/library/pickle") { SameAs = "pickle.load" },
        new("_pickle.loads", LoadCode, "0", Pickle) { SameAs = "pickle.loads" },
        new("dill.loads", LoadCode, "0|str", "dill"),
        new("dill.load", LoadCode, "0|file", "dill"),
        new("dill.load_session", LoadCode, "0|filename", "dill"),
        new("cloudpickle.loads", LoadCode, "0|data", "cloudpickle"),
        new("cloudpickle.load", LoadCode, "0|file", "cloudpickle"),
        new("joblib.load", LoadCode, "0|filename", "joblib/persistence") { ReadsFrom = "0|filename" },
        new("torch.load", LoadCode, "0|f", "torch/serialization") { ReadsFrom = "0|f" },
        new("numpy.load", ReadFile, "0|file", "numpy/reference") { ReadsFrom = "0|file", Yields = Labels.File },
        new("pandas.read_pickle", LoadCode, "0|filepath_or_buffer", "pandas/io") { ReadsFrom = "0|filepath_or_buffer" },
        new("shelve.open", LoadCode, "0|filename", "library/shelve") { ReadsFrom = "0|filename" },
        new("jsonpickle.decode", LoadCode, "0|string", "jsonpickle"),
        new("yaml.load", LoadCode, "0|stream", "pyyaml"),
        new("yaml.unsafe_load", LoadCode, "0|stream", "pyyaml"),
        new("yaml.full_load", LoadCode, "0|stream", "pyyaml"),
        new("ruamel.yaml.YAML().load", LoadCode, "0|stream", "ruamel.yaml"),
        new("keras.models.load_model", LoadCode, "0|filepath", "keras/models"),
        new("codeop.compile_command", LoadCode, "0|source", "library/codeop"),
        new("pyarmor_runtime.__pyarmor__", LoadCode, "2", "pyarmor/topic/obfuscated-script"),
        new("pytransform.pyarmor_runtime", LoadCode, null, "pyarmor/topic/obfuscated-script"),
        new("pytransform.__pyarmor__", LoadCode, "2", "pyarmor/topic/obfuscated-script"),

        // Machine code.
        .. Libraries(LoadNative, Ctypes, "0|name", "ctypes.CDLL", "ctypes.WinDLL", "ctypes.OleDLL", "ctypes.PyDLL", "ctypes.cdll.LoadLibrary", "ctypes.windll.LoadLibrary", "ctypes.oledll.LoadLibrary", "ctypes.pydll.LoadLibrary", "_ctypes.dlopen", "_ctypes.LoadLibrary"),
        new("cffi.FFI().dlopen", LoadNative, "0|name", "cffi/using"),
        new("cffi.FFI().verify", LoadNative, null, "cffi/cdef"),
        new("sys.setdlopenflags", LoadNative, null, "library/sys"),
        new("win32api.LoadLibrary", LoadNative, "0|fileName", "pywin32"),
        new("clr.AddReference", LoadNative, "0", "pythonnet"),
        new("ctypes.windll.kernel32.LoadLibraryA", LoadNative, "0", Windows),
        new("ctypes.windll.kernel32.LoadLibraryW", LoadNative, "0", Windows),
        new("ctypes.CFUNCTYPE()", LoadNative, "0", Ctypes),
        new("ctypes.WINFUNCTYPE()", LoadNative, "0", Ctypes),
        new("ctypes.cast()", LoadNative, null, Ctypes),
        new("System.Reflection.Assembly.Load", LoadNative, "0", "dotnet/api"),
        new("System.Reflection.Assembly.LoadFrom", LoadNative, "0", "dotnet/api"),
        new("cffi.FFI().dlopen().system", Spawn, "0", "cffi"),
        new("jpype.startJVM", LoadNative, "0|jvmpath", "jpype"),
        new("tensorflow.load_op_library", LoadNative, "0|library_filename", "tensorflow"),
        new("torch.ops.load_library", LoadNative, "0|path", "torch"),
        new("os.add_dll_directory", LoadNative, "0|path", "library/os"),
        new("wasmtime.Module.from_file", LoadNative, "1|path", "wasmtime"),
        new("ctypes.CDLL().memfd_create", InjectCode, "0", Linux),
        new("ctypes.CDLL().mprotect", InjectCode, "0", Linux),
        new("ctypes.CDLL().mmap", InjectCode, "0", Linux),
        new("ctypes.CDLL().ptrace", InjectCode, "0", Linux),
        new("ctypes.CDLL().syscall", InjectCode, "0", Linux),
        new("ctypes.CDLL().process_vm_writev", InjectCode, "0", Linux),
        new("ctypes.CDLL().fexecve", Spawn, "0", Linux),
        new("ctypes.CDLL().execve", Spawn, "0", Linux),
        new("ctypes.CDLL().system", Spawn, "0", Linux),
        new("ctypes.CDLL().popen", Spawn, "0", Linux),
        new("ctypes.cdll.msvcrt.system", Spawn, "0", Windows),
        new("ctypes.CDLL().prctl", Evade, "0", Linux),
        new("os.memfd_create", InjectCode, "0|name", "library/os"),
        new("ctypes.pythonapi.PyRun_SimpleString", ExecuteCode, "0", "c-api/veryhigh"),
        new("ctypes.pythonapi.PyRun_String", ExecuteCode, "0", "c-api/veryhigh"),
        new("ctypes.pythonapi.PyMarshal_ReadObjectFromString", LoadCode, "0", "c-api/marshal"),
        new("ctypes.pythonapi.PyEval_EvalCode", ExecuteCode, "0", "c-api/veryhigh"),
        .. OfWindows(),
    ];

    private static IEnumerable<CatalogueEntry> Libraries(Capability capability, string source, string target, params string[] names) =>
        names.Select(name => new CatalogueEntry(name, capability, target, source));

    // Each function is reached over several objects.
    private static IEnumerable<CatalogueEntry> OfWindows()
    {
        (string Library, string Function, Capability Capability)[] functions =
        [
            ("kernel32", "VirtualAlloc", InjectCode), ("kernel32", "VirtualAllocEx", InjectCode), ("kernel32", "VirtualProtect", InjectCode), ("kernel32", "VirtualProtectEx", InjectCode),
            ("kernel32", "RtlMoveMemory", InjectCode), ("kernel32", "RtlCopyMemory", InjectCode), ("kernel32", "WriteProcessMemory", InjectCode), ("kernel32", "CreateThread", InjectCode),
            ("kernel32", "CreateRemoteThread", InjectCode), ("kernel32", "QueueUserAPC", InjectCode), ("kernel32", "SetThreadContext", InjectCode), ("kernel32", "HeapCreate", InjectCode),
            ("kernel32", "EnumSystemLocalesA", InjectCode), ("kernel32", "EnumSystemLocalesW", InjectCode), ("kernel32", "EnumDateFormatsA", InjectCode), ("kernel32", "EnumTimeFormatsA", InjectCode),
            ("kernel32", "EnumUILanguagesA", InjectCode), ("kernel32", "CreateThreadpoolWait", InjectCode), ("user32", "EnumWindows", InjectCode), ("user32", "EnumChildWindows", InjectCode),
            ("user32", "EnumDesktopsW", InjectCode), ("gdi32", "EnumFontsW", InjectCode), ("gdi32", "EnumFontFamiliesW", InjectCode), ("kernel32", "CreateFiber", InjectCode), ("kernel32", "OpenProcess", ReadHostInfo), ("kernel32", "ReadProcessMemory", ReadStore),
            ("kernel32", "WinExec", Spawn), ("kernel32", "CreateProcessA", Spawn), ("kernel32", "CreateProcessW", Spawn), ("kernel32", "TerminateProcess", Evade),
            ("kernel32", "IsDebuggerPresent", Evade), ("kernel32", "CheckRemoteDebuggerPresent", Evade), ("kernel32", "SetFileAttributesW", ChangeMode), ("kernel32", "SetFileAttributesA", ChangeMode),
            ("kernel32", "GetComputerNameW", ReadHostInfo), ("kernel32", "GetVolumeInformationW", ReadHostInfo), ("kernel32", "CreateMutexA", Evade), ("kernel32", "CreateToolhelp32Snapshot", ReadHostInfo),
            ("ntdll", "NtAllocateVirtualMemory", InjectCode), ("ntdll", "NtWriteVirtualMemory", InjectCode), ("ntdll", "NtCreateThreadEx", InjectCode), ("ntdll", "RtlCreateUserThread", InjectCode),
            ("ntdll", "NtUnmapViewOfSection", InjectCode), ("ntdll", "RtlAdjustPrivilege", Elevate), ("ntdll", "NtRaiseHardError", Evade), ("ntdll", "RtlSetProcessIsCritical", Evade),
            ("ntdll", "NtQueryInformationProcess", Evade), ("ntdll", "NtSetInformationThread", Evade),
            ("shell32", "ShellExecuteA", Spawn), ("shell32", "ShellExecuteW", Spawn), ("shell32", "ShellExecuteExW", Spawn), ("shell32", "IsUserAnAdmin", ReadHostInfo),
            ("user32", "SetWindowsHookExA", CaptureKeys), ("user32", "SetWindowsHookExW", CaptureKeys), ("user32", "GetAsyncKeyState", CaptureKeys), ("user32", "GetKeyState", CaptureKeys), ("user32", "GetKeyboardState", CaptureKeys),
            ("user32", "GetForegroundWindow", ReadHostInfo), ("user32", "GetWindowTextW", ReadHostInfo), ("user32", "GetClipboardData", ReadClipboard), ("user32", "SetClipboardData", WriteClipboard),
            ("user32", "BlockInput", Evade), ("user32", "SystemParametersInfoW", Evade), ("user32", "ShowWindow", Evade), ("user32", "GetLastInputInfo", Evade),
            ("gdi32", "BitBlt", CaptureScreen), ("crypt32", "CryptUnprotectData", ReadStore), ("advapi32", "RegSetValueExW", Persist), ("advapi32", "RegSetValueExA", Persist),
            ("advapi32", "CreateServiceA", Persist), ("advapi32", "CreateServiceW", Persist), ("advapi32", "OpenProcessToken", Elevate), ("advapi32", "AdjustTokenPrivileges", Elevate), ("advapi32", "GetUserNameW", ReadHostInfo),
            ("wininet", "InternetOpenUrlA", Fetch), ("wininet", "InternetOpenUrlW", Fetch), ("urlmon", "URLDownloadToFileA", Fetch), ("urlmon", "URLDownloadToFileW", Fetch),
        ];
        foreach ((string library, string function, Capability capability) in functions)
        {
            Labels yields = capability switch
            {
                ReadStore => Labels.Keyring,
                CaptureKeys => Labels.Keystroke,
                ReadClipboard => Labels.Clipboard,
                ReadHostInfo => Labels.HostInfo,
                Fetch => Labels.Downloaded,
                _ => Labels.None,
            };
            string? target = function switch
            {
                "ShellExecuteA" or "ShellExecuteW" => "2",
                "WinExec" => "0",
                "CreateProcessA" or "CreateProcessW" or "InternetOpenUrlA" or "InternetOpenUrlW" or "URLDownloadToFileA" or "URLDownloadToFileW" => "1",
                _ => null,
            };
            string name = $"ctypes.windll.{library}.{function}";
            yield return new CatalogueEntry(name, capability, target, Windows) { Yields = yields };
            yield return new CatalogueEntry($"ctypes.WinDLL().{function}", capability, target, Windows) { SameAs = name };
            yield return new CatalogueEntry($"ctypes.cdll.{library}.{function}", capability, target, Windows) { SameAs = name };
        }
    }
}
