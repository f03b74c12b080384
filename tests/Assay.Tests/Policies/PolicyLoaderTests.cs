using System.Runtime.InteropServices;
using Assay.Engine.Verdicts;
using Assay.Policies;

namespace Assay.Tests.Policies;

public sealed class PolicyLoaderTests : IDisposable
{
    private readonly PolicyHouse _house = new();

    public void Dispose() => _house.Dispose();

    private static string Age(string age) => $"[policy]\ndefault-age = \"{age}\"\n";

    [Fact]
    public void Nobody_wrote_anything()
    {
        LoadedPolicy loaded = _house.Load();
        Assert.True(loaded.IsUsable);
        Assert.Equal(Policy.Default.Digest, loaded.Policy.Digest);
        Assert.Empty(loaded.Notices);
        Assert.Empty(loaded.Problems);
    }

    [Fact]
    public void System_user_variable_and_option_follow_each_other_and_the_option_stands_for_the_variable()
    {
        string variable = Path.Combine(_house.Root, "variable.toml");
        string option = Path.Combine(_house.Root, "option.toml");
        PolicyHouse.Write(_house.SystemFile, Age("10d") + "unknown = \"warn\"\n");
        Assert.Equal((TimeSpan.FromDays(10), UnknownTreatment.Warn), Loaded());
        PolicyHouse.Write(_house.UserFile, Age("9d"));
        Assert.Equal((TimeSpan.FromDays(9), UnknownTreatment.Warn), Loaded());
        PolicyHouse.Write(variable, Age("8d"));
        _house.Set("ASSAY_POLICY", variable);
        Assert.Equal((TimeSpan.FromDays(8), UnknownTreatment.Warn), Loaded());
        PolicyHouse.Write(option, "[policy]\nunknown = \"hold\"\n");
        Assert.Equal((TimeSpan.FromDays(9), UnknownTreatment.Hold), Loaded(option));

        (TimeSpan, UnknownTreatment) Loaded(string? file = null)
        {
            Policy policy = _house.Load(file).Policy!;
            return (policy.DefaultAge, policy.Unknown);
        }
    }

    [Fact]
    public void A_named_file_that_is_not_there_stops_everything()
    {
        LoadedPolicy loaded = _house.Load("missing.toml");
        Assert.False(loaded.IsUsable);
        Assert.Equal(
            $"{Path.Combine(_house.Project, "missing.toml")}: does not exist; name a policy file with --policy or ASSAY_POLICY, or neither",
            Assert.Single(loaded.Problems).ToString());
        Assert.False(_house.Load("").IsUsable);
    }

    [Fact]
    public void Every_configuration_from_the_repositorys_root_down_tightens()
    {
        string sub = Path.Combine(_house.Project, "src", "deep");
        PolicyHouse.Write(_house.ProjectFile, Age("9d"));
        PolicyHouse.Write(Path.Combine(_house.Project, "src", "pyproject.toml"), "[project]\nname = \"x\"\n[tool.assay.policy]\nunknown = \"hold\"\n");
        PolicyHouse.Write(Path.Combine(sub, "assay.toml"), Age("8d"));
        PolicyHouse.Write(Path.Combine(_house.Root, "work", "assay.toml"), Age("100d"));
        _house.Current = sub;
        LoadedPolicy loaded = _house.Load();
        Assert.Equal(TimeSpan.FromDays(9), loaded.Policy!.DefaultAge);
        Assert.Equal(3, loaded.Policy.Sources.Length);
        Assert.Contains("would loosen and is ignored", Assert.Single(loaded.Notices), StringComparison.Ordinal);
        Assert.Equal(Policy.Default.Digest, _house.Load(readProject: false).Policy!.Digest);
    }

    [Fact]
    public void Outside_a_repository_only_the_folder_itself_has_a_say()
    {
        string outside = Directory.CreateDirectory(Path.Combine(_house.Root, "loose", "sub")).FullName;
        PolicyHouse.Write(Path.Combine(_house.Root, "loose", "assay.toml"), Age("9d"));
        _house.Current = outside;
        Assert.Equal(TimeSpan.FromHours(72), _house.Load().Policy!.DefaultAge);
        PolicyHouse.Write(Path.Combine(outside, "assay.toml"), Age("8d"));
        Assert.Equal(TimeSpan.FromDays(8), _house.Load().Policy!.DefaultAge);
    }

    [Fact]
    public void A_broken_file_anywhere_leaves_no_policy_and_every_file_is_told_of()
    {
        PolicyHouse.Write(_house.UserFile, "[policy]\nunknwon = \"hold\"\n");
        PolicyHouse.Write(_house.ProjectFile, "[policy\n");
        LoadedPolicy loaded = _house.Load();
        Assert.False(loaded.IsUsable);
        Assert.Contains(loaded.Problems, problem => problem.ToString() == $"{_house.UserFile}:2:1: 'unknwon' is not a key of [policy]; did you mean 'unknown'?");
        Assert.Contains(loaded.Problems, problem => problem.File == _house.ProjectFile);
    }

    [Fact]
    public void A_file_that_is_no_text_or_too_large_or_a_folder_is_a_sentence()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_house.UserFile)!);
        File.WriteAllBytes(_house.UserFile, [0xff, 0xfe, 0x00]);
        Assert.Equal($"{_house.UserFile}: is not UTF-8 text", Assert.Single(_house.Load().Problems).ToString());
        File.WriteAllText(_house.UserFile, new string('#', 2 * 1024 * 1024));
        Assert.Equal($"{_house.UserFile}: is larger than 1 MiB, which no policy is", Assert.Single(_house.Load().Problems).ToString());
        File.WriteAllText(_house.UserFile, "");
        Assert.Equal($"{_house.Root}: is a folder, not a file", Assert.Single(_house.Load(_house.Root).Problems).ToString());
    }

    [Fact]
    public void A_byte_order_mark_is_no_mistake()
    {
        PolicyHouse.Write(_house.UserFile, "\uFEFF" + Age("9d"));
        Assert.Equal(TimeSpan.FromDays(9), _house.Load().Policy!.DefaultAge);
    }

    [Fact]
    public void A_users_file_that_everybody_can_write_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are a matter of Unix");
            return;
        }

        PolicyHouse.Write(_house.UserFile, Age("9d"));
        File.SetUnixFileMode(_house.UserFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        Assert.Contains("can be written by every user", Assert.Single(_house.Load().Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trust_is_bound_to_the_files_bytes()
    {
        PolicyHouse.Write(_house.ProjectFile, Age("0h"));
        Assert.Equal(TimeSpan.FromHours(72), _house.Load().Policy!.DefaultAge);

        TrustResult trusted = FolderTrust.Trust(_house.Request(), ".");
        Assert.Empty(trusted.Problems);
        Assert.Equal(2, trusted.Done.Length);
        LoadedPolicy loaded = _house.Load();
        Assert.Equal(TimeSpan.Zero, loaded.Policy!.DefaultAge);
        Assert.Equal($"{_house.ProjectFile}:2: default-age = \"0\" loosens and counts, because you trust this file", Assert.Single(loaded.Notices));
        Assert.Equal(_house.ProjectFile, Assert.Single(loaded.Trusted).File);

        File.AppendAllText(_house.ProjectFile, "# one byte more\n");
        Assert.Equal(TimeSpan.FromHours(72), _house.Load().Policy!.DefaultAge);
        Assert.Empty(FolderTrust.Trust(_house.Request(), _house.Project + Path.DirectorySeparatorChar).Problems);
        Assert.Equal(TimeSpan.Zero, _house.Load().Policy!.DefaultAge);
        Assert.Single(_house.Load().Trusted);

        Assert.Equal($"no longer trusted: {_house.ProjectFile}", Assert.Single(FolderTrust.Untrust(_house.Request(), ".").Done));
        Assert.Equal(TimeSpan.FromHours(72), _house.Load().Policy!.DefaultAge);
        Assert.Single(FolderTrust.Untrust(_house.Request(), ".").Problems);
    }

    [Fact]
    public void Trust_in_one_folder_reaches_no_other()
    {
        string sub = Path.Combine(_house.Project, "vendored");
        PolicyHouse.Write(_house.ProjectFile, Age("0h"));
        PolicyHouse.Write(Path.Combine(sub, "assay.toml"), "[policy]\nunknown = \"warn\"\n");
        FolderTrust.Trust(_house.Request(), _house.Project);
        _house.Current = sub;
        Policy policy = _house.Load().Policy!;
        Assert.Equal((TimeSpan.Zero, UnknownTreatment.Hold), (policy.DefaultAge, policy.Unknown));
    }

    [Fact]
    public void Nothing_to_trust_and_nothing_broken_is_trusted()
    {
        Assert.Contains("holds neither", Assert.Single(FolderTrust.Trust(_house.Request(), ".").Problems), StringComparison.Ordinal);
        PolicyHouse.Write(_house.ProjectFile, "[polcy]\n");
        Assert.Equal(2, FolderTrust.Trust(_house.Request(), ".").Problems.Length);
    }

    [Fact]
    public void A_damaged_list_of_trust_trusts_nobody_and_is_told()
    {
        PolicyHouse.Write(_house.ProjectFile, Age("0h"));
        FolderTrust.Trust(_house.Request(), ".");
        PolicyHouse.Write(_house.Request().Folders.TrustFile!, "[{");
        LoadedPolicy loaded = _house.Load();
        Assert.Equal(TimeSpan.FromHours(72), loaded.Policy!.DefaultAge);
        Assert.Contains("is damaged", loaded.Notices[0], StringComparison.Ordinal);
        Assert.Single(FolderTrust.Trust(_house.Request(), ".").Problems);
    }

    [Fact]
    public void Each_platform_has_its_folders()
    {
        Dictionary<string, string> environment = new()
        {
            ["ProgramData"] = @"C:\ProgramData", ["APPDATA"] = @"C:\Users\sam\AppData\Roaming", ["LOCALAPPDATA"] = @"C:\Users\sam\AppData\Local",
            ["XDG_CONFIG_HOME"] = "relative", ["XDG_STATE_HOME"] = "/state",
        };
        PolicyFolders linux = PolicyFolders.Of(OSPlatform.Linux, environment.GetValueOrDefault, "/home/sam");
        Assert.Equal(("/etc/assay", "/home/sam/.config/assay", "/state/assay"), (linux.System, linux.User, linux.State));
        PolicyFolders mac = PolicyFolders.Of(OSPlatform.OSX, environment.GetValueOrDefault, "/Users/sam");
        Assert.Equal(("/Library/Application Support/assay", "/Users/sam/Library/Application Support/assay"), (mac.System, mac.User));
        PolicyFolders windows = PolicyFolders.Of(OSPlatform.Windows, environment.GetValueOrDefault, @"C:\Users\sam");
        Assert.StartsWith(@"C:\ProgramData", windows.System, StringComparison.Ordinal);
        Assert.StartsWith(@"C:\Users\sam\AppData\Roaming", windows.User, StringComparison.Ordinal);
        Assert.StartsWith(@"C:\Users\sam\AppData\Local", windows.State, StringComparison.Ordinal);
        PolicyFolders homeless = PolicyFolders.Of(OSPlatform.Linux, _ => null, "");
        Assert.Equal((null, null, null), (homeless.UserFile, homeless.TrustFile, homeless.WaiverLog));
    }
}
