using Assay.Engine.Rules;

namespace Assay.Tests.Engine.Rules;

public sealed class OwnedNameTests
{
    [Theory]
    [InlineData("pip", "pip")]
    [InlineData("pip3.12", "pip")]
    [InlineData("PIP.EXE", "pip")]
    [InlineData("python3", "")]
    [InlineData("git", "")]
    [InlineData("sudo.cmd", "")]
    [InlineData("uvx", "uv")]
    public void Programs_of_others_are_known_in_their_spellings(string file, string owner) => Assert.Equal(owner, OwnedNames.OwnerOfProgram(file));

    [Theory]
    [InlineData("pipeline")]
    [InlineData("git-demo")]
    [InlineData("find.py")]
    [InlineData("pythonize")]
    [InlineData("sh2")]
    public void Other_programs_belong_to_nobody(string file) => Assert.Null(OwnedNames.OwnerOfProgram(file));
}
