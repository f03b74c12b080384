using System.Text;
using Assay.Packaging.Metadata;

namespace Assay.Tests.Packaging.Metadata;

public sealed class WheelInfoTests
{
    [Fact]
    public void Wheel_file_is_read()
    {
        WheelInfo wheel = Read("Wheel-Version: 1.0\nGenerator: bdist_wheel 1.0\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\nBuild: 1\n\n");
        Assert.Empty(wheel.Problems);
        Assert.Equal(("1.0", true, "1"), (wheel.WheelVersion, wheel.RootIsPurelib, wheel.Build));
        Assert.Equal(["py2-none-any", "py3-none-any"], wheel.Tags);
    }

    [Theory]
    [InlineData("Root-Is-Purelib: true\n", MetadataProblemKind.MissingField)]
    [InlineData("Wheel-Version: 2.0\nRoot-Is-Purelib: true\n", MetadataProblemKind.InvalidValue)]
    [InlineData("Wheel-Version: 1.0\nRoot-Is-Purelib: maybe\n", MetadataProblemKind.InvalidValue)]
    [InlineData("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nRoot-Is-Purelib: false\n", MetadataProblemKind.DuplicateField)]
    [InlineData("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nOther: x\n", MetadataProblemKind.UnknownField)]
    public void Broken_wheel_file_is_a_problem(string text, MetadataProblemKind kind) =>
        Assert.Equal(kind, Assert.Single(Read(text).Problems).Kind);

    private static WheelInfo Read(string text) => WheelInfo.Parse(Encoding.UTF8.GetBytes(text));
}
