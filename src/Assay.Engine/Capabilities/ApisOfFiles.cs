using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>Files and folders.</summary>
internal static class ApisOfFiles
{
    private const string Os = "library/os";
    private const string Functions = "library/functions";
    private const string Shutil = "library/shutil";
    private const string Pathlib = "library/pathlib";
    private const string Tempfile = "library/tempfile";

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        new("builtins.open", ReadFile, "0|file|name", Functions) { Mode = "1|mode", ReadsFrom = "0|file|name", Yields = Labels.File },
        new("io.open", ReadFile, "0|file", "library/io") { SameAs = "builtins.open" },
        new("io.FileIO", ReadFile, "0|file", "library/io") { SameAs = "builtins.open" },
        new("builtins.file", ReadFile, "0|name", "2.7/library/functions") { SameAs = "builtins.open" },
        new("codecs.open", ReadFile, "0|filename", "library/codecs") { Mode = "1|mode", ReadsFrom = "0|filename", Yields = Labels.File, Returns = "builtins.open()" },
        new("tokenize.open", ReadFile, "0|filename", "library/tokenize") { ReadsFrom = "0|filename", Yields = Labels.File, Returns = "builtins.open()" },
        new("aiofiles.open", ReadFile, "0|file", "aiofiles") { Mode = "1|mode", ReadsFrom = "0|file", Yields = Labels.File, Returns = "builtins.open()" },
        new("anyio.open_file", ReadFile, "0|file", "anyio/fileio") { Mode = "1|mode", ReadsFrom = "0|file", Yields = Labels.File, Returns = "builtins.open()" },
        new("gzip.open", ReadFile, "0|filename", "library/gzip") { Mode = "1|mode", ReadsFrom = "0|filename", Yields = Labels.File | Labels.Decoded, Returns = "builtins.open()" },
        new("gzip.GzipFile", ReadFile, "0|filename", "library/gzip") { Mode = "1|mode", ReadsFrom = "0|filename", Yields = Labels.File | Labels.Decoded },
        new("bz2.open", ReadFile, "0|filename", "library/bz2") { Mode = "1|mode", ReadsFrom = "0|filename", Yields = Labels.File | Labels.Decoded, Returns = "builtins.open()" },
        new("bz2.BZ2File", ReadFile, "0|filename", "library/bz2") { Mode = "1|mode", ReadsFrom = "0|filename", Yields = Labels.File | Labels.Decoded },
        new("lzma.open", ReadFile, "0|filename", "library/lzma") { Mode = "1|mode", ReadsFrom = "0|filename", Yields = Labels.File | Labels.Decoded, Returns = "builtins.open()" },
        new("builtins.open().write", WriteFile, "self", "library/io") { Data = "0", WritesTo = "self" },
        new("builtins.open().writelines", WriteFile, "self", "library/io") { Data = "0", WritesTo = "self" },
        new("os.open", ReadFile, "0|path", Os) { ReadsFrom = "0|path", Yields = Labels.File },
        new("os.fdopen", ReadFile, "0|fd", Os) { Mode = "1|mode", ReadsFrom = "0|fd", Returns = "builtins.open()" },
        new("os.write", WriteFile, "0|fd", Os) { Data = "1|str", WritesTo = "0|fd" },
        new("os.read", ReadFile, "0|fd", Os) { ReadsFrom = "0|fd", Yields = Labels.File },
        new("os.truncate", WriteFile, "0|path", Os),
        new("os.ftruncate", WriteFile, "0|fd", Os),
        new("os.sendfile", Send, null, Os),
        new("os.mkfifo", WriteFile, "0|path", Os),
        new("os.mknod", WriteFile, "0|path", Os),
        new("os.remove", DeleteFile, "0|path", Os),
        new("os.unlink", DeleteFile, "0|path", Os),
        new("os.rmdir", DeleteFile, "0|path", Os),
        new("os.removedirs", DeleteFile, "0|name", Os),
        new("posix.remove", DeleteFile, "0", Os) { SameAs = "os.remove" },
        new("os.rename", WriteFile, "1|dst", Os) { ReadsFrom = "0|src", WritesTo = "1|dst" },
        new("os.renames", WriteFile, "1|new", Os) { ReadsFrom = "0|old", WritesTo = "1|new" },
        new("os.replace", WriteFile, "1|dst", Os) { ReadsFrom = "0|src", WritesTo = "1|dst" },
        new("os.link", WriteFile, "1|dst", Os) { ReadsFrom = "0|src", WritesTo = "1|dst" },
        new("os.symlink", WriteFile, "1|dst", Os) { ReadsFrom = "0|src", WritesTo = "1|dst" },
        new("os.readlink", ReadFile, "0|path", Os),
        new("os.chmod", ChangeMode, "0|path", Os),
        new("os.fchmod", ChangeMode, "0|fd", Os),
        new("os.lchmod", ChangeMode, "0|path", Os),
        new("os.chown", ChangeMode, "0|path", Os),
        new("os.setxattr", ChangeMode, "0|path", Os),
        new("os.chflags", ChangeMode, "0|path", Os),
        new("os.listdir", ListFiles, "0|path", Os),
        new("os.scandir", ListFiles, "0|path", Os),
        new("os.walk", ListFiles, "0|top", Os),
        new("os.fwalk", ListFiles, "0|top", Os),
        new("os.path.walk", ListFiles, "0", "2.7/library/os.path") { Invokes = ["1"] },
        new("glob.glob", ListFiles, "0|pathname", "library/glob"),
        new("glob.iglob", ListFiles, "0|pathname", "library/glob"),
        new("dircache.listdir", ListFiles, "0|path", "2.7/library/dircache"),
        new("scandir.walk", ListFiles, "0|top", "scandir") { SameAs = "os.walk" },

        // pathlib: a path object stands for what it was made of.
        .. OfPath("pathlib.Path"),
        .. OfPath("pathlib.PosixPath", "pathlib.Path"),
        .. OfPath("pathlib.WindowsPath", "pathlib.Path"),
        .. OfPath("anyio.Path", "pathlib.Path"),

        new("shutil.copy", WriteFile, "1|dst", Shutil) { ReadsFrom = "0|src", WritesTo = "1|dst", Data = "0|src" },
        new("shutil.copy2", WriteFile, "1|dst", Shutil) { ReadsFrom = "0|src", WritesTo = "1|dst", Data = "0|src" },
        new("shutil.copyfile", WriteFile, "1|dst", Shutil) { ReadsFrom = "0|src", WritesTo = "1|dst", Data = "0|src" },
        new("shutil.copytree", WriteFile, "1|dst", Shutil) { ReadsFrom = "0|src", WritesTo = "1|dst", Data = "0|src" },
        new("shutil.copyfileobj", WriteFile, "1|fdst", Shutil) { WritesTo = "1|fdst", Data = "0|fsrc" },
        new("shutil.move", WriteFile, "1|dst", Shutil) { ReadsFrom = "0|src", WritesTo = "1|dst", Data = "0|src" },
        new("shutil.rmtree", DeleteFile, "0|path", Shutil),
        new("shutil.make_archive", WriteFile, "0|base_name", Shutil) { ReadsFrom = "2|root_dir", WritesTo = "0|base_name", Data = "2|root_dir" },
        new("shutil.unpack_archive", WriteFile, "1|extract_dir", Shutil) { ReadsFrom = "0|filename", WritesTo = "1|extract_dir", Data = "0|filename" },
        new("shutil.chown", ChangeMode, "0|path", Shutil),
        new("send2trash.send2trash", DeleteFile, "0|paths", "send2trash"),
        new("distutils.file_util.copy_file", WriteFile, "1|dst", "distutils/apiref") { ReadsFrom = "0|src", WritesTo = "1|dst", Data = "0|src" },
        new("distutils.dir_util.copy_tree", WriteFile, "1|dst", "distutils/apiref") { ReadsFrom = "0|src", WritesTo = "1|dst", Data = "0|src" },
        new("distutils.dir_util.remove_tree", DeleteFile, "0|directory", "distutils/apiref"),
        new("zipfile.ZipFile", ReadFile, "0|file", "library/zipfile") { Mode = "1|mode", ReadsFrom = "0|file", Yields = Labels.File },
        new("zipfile.ZipFile().extractall", WriteFile, "0|path", "library/zipfile") { WritesTo = "0|path", Data = "self" },
        new("zipfile.ZipFile().extract", WriteFile, "1|path", "library/zipfile") { WritesTo = "1|path", Data = "self" },
        new("zipfile.ZipFile().write", WriteFile, "self", "library/zipfile") { ReadsFrom = "0|filename", WritesTo = "self", Data = "0|filename" },
        new("zipfile.ZipFile().writestr", WriteFile, "self", "library/zipfile") { WritesTo = "self", Data = "1|data" },
        new("zipfile.ZipFile().read", ReadFile, "0|name", "library/zipfile") { Yields = Labels.File },
        new("pyzipper.AESZipFile", ReadFile, "0|file", "pyzipper") { SameAs = "zipfile.ZipFile" },
        new("tarfile.open", ReadFile, "0|name", "library/tarfile") { Mode = "1|mode", ReadsFrom = "0|name", Yields = Labels.File, Returns = "tarfile.TarFile()" },
        new("tarfile.TarFile.open", ReadFile, "0|name", "library/tarfile") { SameAs = "tarfile.open" },
        new("tarfile.TarFile().extractall", WriteFile, "0|path", "library/tarfile") { WritesTo = "0|path", Data = "self" },
        new("tarfile.TarFile().extract", WriteFile, "1|path", "library/tarfile") { WritesTo = "1|path", Data = "self" },
        new("tarfile.TarFile().add", WriteFile, "self", "library/tarfile") { ReadsFrom = "0|name", WritesTo = "self", Data = "0|name" },
        new("py7zr.SevenZipFile", ReadFile, "0|file", "py7zr") { Mode = "1|mode", ReadsFrom = "0|file", Yields = Labels.File },
        new("py7zr.SevenZipFile().extractall", WriteFile, "0|path", "py7zr") { WritesTo = "0|path", Data = "self" },
        new("rarfile.RarFile", ReadFile, "0|file", "rarfile") { ReadsFrom = "0|file", Yields = Labels.File },
        new("tempfile.NamedTemporaryFile", WriteFile, null, Tempfile) { Returns = "builtins.open()" },
        new("tempfile.TemporaryFile", WriteFile, null, Tempfile) { Returns = "builtins.open()" },
        new("tempfile.SpooledTemporaryFile", WriteFile, null, Tempfile) { Returns = "builtins.open()" },
        new("fileinput.input", ReadFile, "0|files", "library/fileinput") { ReadsFrom = "0|files", Yields = Labels.File },
        new("fileinput.FileInput", ReadFile, "0|files", "library/fileinput") { ReadsFrom = "0|files", Yields = Labels.File },
        new("linecache.getline", ReadFile, "0|filename", "library/linecache") { ReadsFrom = "0|filename", Yields = Labels.File },
        new("linecache.getlines", ReadFile, "0|filename", "library/linecache") { ReadsFrom = "0|filename", Yields = Labels.File },
        new("mmap.mmap", ReadFile, "0|fileno", "library/mmap") { ReadsFrom = "0|fileno" },
        new("configparser.ConfigParser().read", ReadFile, "0|filenames", "library/configparser") { ReadsFrom = "0|filenames", Fills = true, Yields = Labels.File },
        new("configparser.RawConfigParser().read", ReadFile, "0|filenames", "library/configparser") { ReadsFrom = "0|filenames", Fills = true, Yields = Labels.File },
        new("ConfigParser.ConfigParser().read", ReadFile, "0|filenames", "2.7/library/configparser") { SameAs = "configparser.ConfigParser().read" },
        new("ConfigParser.SafeConfigParser().read", ReadFile, "0|filenames", "2.7/library/configparser") { SameAs = "configparser.ConfigParser().read" },
        new("netrc.netrc", ReadFile, "0|file", "library/netrc") { Yields = Labels.SecretFile },
        new("dotenv.load_dotenv", ReadFile, "0|dotenv_path", "python-dotenv") { Yields = Labels.SecretFile, Also = WriteEnvironment },
        new("dotenv.dotenv_values", ReadFile, "0|dotenv_path", "python-dotenv") { Yields = Labels.SecretFile },
        new("pandas.read_csv", ReadFile, "0|filepath_or_buffer", "pandas/io") { ReadsFrom = "0|filepath_or_buffer", Yields = Labels.File },
        new("numpy.fromfile", ReadFile, "0|file", "numpy/reference") { ReadsFrom = "0|file", Yields = Labels.File },
        new("PIL.Image.open", ReadFile, "0|fp", "pillow/reference") { ReadsFrom = "0|fp", Yields = Labels.File },
        new("cv2.imread", ReadFile, "0|filename", "opencv") { ReadsFrom = "0|filename", Yields = Labels.File },
        new("wave.open", ReadFile, "0|file", "library/wave") { Mode = "1|mode", ReadsFrom = "0|file", Yields = Labels.File },
        new("lsb.reveal", Decode, "0|input_image", "stegano") { ReadsFrom = "0|input_image", Yields = Labels.Decoded | Labels.File },
        new("stegano.lsb.reveal", Decode, "0|input_image", "stegano") { SameAs = "lsb.reveal" },
        new("stegano.exifHeader.reveal", Decode, "0|input_image_file", "stegano") { ReadsFrom = "0|input_image_file", Yields = Labels.Decoded | Labels.File },
        new("pkgutil.get_data", ReadFile, "1|resource", "library/pkgutil") { Yields = Labels.PackageData | Labels.File },
        new("pkg_resources.resource_string", ReadFile, "1|resource_name", "setuptools/pkg_resources") { Yields = Labels.PackageData | Labels.File },
        new("pkg_resources.resource_stream", ReadFile, "1|resource_name", "setuptools/pkg_resources") { Yields = Labels.PackageData | Labels.File },
        new("importlib.resources.read_text", ReadFile, "1|resource", "library/importlib.resources") { Yields = Labels.PackageData | Labels.File },
        new("importlib.resources.read_binary", ReadFile, "1|resource", "library/importlib.resources") { Yields = Labels.PackageData | Labels.File },
        new("importlib.resources.open_text", ReadFile, "1|resource", "library/importlib.resources") { Yields = Labels.PackageData | Labels.File },
        new("importlib.resources.open_binary", ReadFile, "1|resource", "library/importlib.resources") { Yields = Labels.PackageData | Labels.File },
        new("importlib.resources.files", ReadFile, "0|anchor", "library/importlib.resources") { Yields = Labels.PackageData | Labels.File },
        new("inspect.getsource", ReadFile, "0|object", "library/inspect") { Yields = Labels.OwnSource },
        new("inspect.getsourcefile", ReadFile, "0|object", "library/inspect"),
        new("win32api.SetFileAttributes", ChangeMode, "0|PathName", "pywin32"),
        new("win32file.CreateFile", ReadFile, "0|fileName", "pywin32") { Yields = Labels.File },
    ];

    private static IEnumerable<CatalogueEntry> OfPath(string path, string? sameAs = null)
    {
        CatalogueEntry[] rows =
        [
            new("read_text", ReadFile, "self", Pathlib) { ReadsFrom = "self", Yields = Labels.File },
            new("read_bytes", ReadFile, "self", Pathlib) { ReadsFrom = "self", Yields = Labels.File },
            new("write_text", WriteFile, "self", Pathlib) { WritesTo = "self", Data = "0|data" },
            new("write_bytes", WriteFile, "self", Pathlib) { WritesTo = "self", Data = "0|data" },
            new("open", ReadFile, "self", Pathlib) { Mode = "0|mode", ReadsFrom = "self", Yields = Labels.File, Returns = "builtins.open()" },
            new("unlink", DeleteFile, "self", Pathlib),
            new("rmdir", DeleteFile, "self", Pathlib),
            new("rename", WriteFile, "0|target", Pathlib) { ReadsFrom = "self", WritesTo = "0|target" },
            new("replace", WriteFile, "0|target", Pathlib) { ReadsFrom = "self", WritesTo = "0|target" },
            new("symlink_to", WriteFile, "self", Pathlib),
            new("chmod", ChangeMode, "self", Pathlib),
            new("touch", WriteFile, "self", Pathlib),
            new("iterdir", ListFiles, "self", Pathlib),
            new("glob", ListFiles, "self", Pathlib),
            new("rglob", ListFiles, "self", Pathlib),
            new("walk", ListFiles, "self", Pathlib),
            new("owner", ReadHostInfo, "self", Pathlib) { Yields = Labels.HostInfo },
        ];
        foreach (CatalogueEntry row in rows)
        {
            yield return row with { Name = $"{path}().{row.Name}", SameAs = sameAs is null ? null : $"{sameAs}().{row.Name}" };
        }
    }
}
