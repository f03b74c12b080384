using System.Collections.Frozen;

namespace Assay.Python.Meaning;

/// <summary>Names of modules outside the distribution, and under which others the same ones are reached.</summary>
internal static class OutsideModules
{
    /// <summary>Top-level modules of the standard libraries of 2.7 to 3.15 (library reference, "Python Module Index").</summary>
    private static readonly FrozenSet<string> s_standard =
        ("__future__ _thread _winreg abc aifc argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii binhex bisect builtins " +
        "bz2 cPickle cProfile cStringIO calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys commands compileall compression " +
        "concurrent configparser contextlib contextvars copy copy_reg copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis " +
        "doctest dummy_threading email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools " +
        "future_builtins gc getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html htmlentitydefs htmllib http httplib idlelib imaplib " +
        "imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math md5 " +
        "mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath numbers operator optparse os ossaudiodev parser pathlib pdb " +
        "pickle pickletools pipes pkgutil platform plistlib popen2 poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc queue " +
        "quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors sgmllib sha shelve shlex shutil signal site smtpd " +
        "smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_parse ssl stat statistics string stringprep struct subprocess sunau symbol symtable " +
        "sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios test textwrap this thread threading time timeit tkinter token tokenize tomllib " +
        "trace traceback tracemalloc tty turtle types typing unicodedata unittest urllib urllib2 urlparse user uu uuid venv warnings wave weakref webbrowser " +
        "whichdb winreg winsound wsgiref xdrlib xml xmlrpc xmlrpclib zipapp zipfile zipimport zlib zoneinfo __builtin__ Queue ConfigParser Cookie StringIO " +
        "SocketServer Tkinter UserDict _socket _ctypes _io _imp _posixsubprocess _pickle").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Modules that others hold as an attribute and that are reached through them: <c>subprocess.os.system</c>.</summary>
    private static readonly FrozenSet<string> s_held =
        ("os sys subprocess socket builtins base64 zlib marshal shutil urllib urllib2 requests ctypes importlib tempfile platform json threading codecs pathlib " +
        "types winreg binascii pickle httplib bz2 lzma gzip posix nt __builtin__ posixpath ntpath multiprocessing sqlite3 getpass uuid hashlib")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> s_same = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["posix"] = "os",
        ["nt"] = "os",
        ["posixpath"] = "os.path",
        ["ntpath"] = "os.path",
        ["macpath"] = "os.path",
        ["__builtin__"] = "builtins",
        ["__builtins__"] = "builtins",
        ["builtins.__builtins__"] = "builtins",
        ["six.moves.builtins"] = "builtins",
        ["_winreg"] = "winreg",
        ["six.moves.winreg"] = "winreg",
        ["cPickle"] = "pickle",
        ["six.moves.cPickle"] = "pickle",
        ["_pickle"] = "pickle",
        ["cStringIO"] = "io",
        ["thread"] = "_thread",
        ["_socket"] = "socket",
        ["_io"] = "io",
        ["httplib"] = "http.client",
        ["six.moves.http_client"] = "http.client",
        ["six.moves.urllib"] = "urllib",
        ["future.moves.urllib"] = "urllib",
        ["pathlib2"] = "pathlib",
        ["importlib_resources"] = "importlib.resources",
        ["importlib_metadata"] = "importlib.metadata",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsStandard(string top) => s_standard.Contains(top);

    /// <summary>True for a module that is meant wherever another module has an attribute of its name.</summary>
    public static bool IsHeld(string name) => s_held.Contains(name);

    /// <summary>The name under which the same module is known.</summary>
    public static string Canonical(string module) => s_same.GetValueOrDefault(module, module);
}
