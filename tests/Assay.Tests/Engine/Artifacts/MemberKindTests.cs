using System.Buffers.Binary;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Tests.Engine.Artifacts;

public sealed class MemberKindTests
{
    [Theory]
    [InlineData("p/a.py", "", MemberKind.Empty)]
    [InlineData("p/a.py", "x = 1\n", MemberKind.PythonSource)]
    [InlineData("p/a.PYW", "x = 1\n", MemberKind.PythonSource)]
    [InlineData("p/a.py", "x = '\0\u0001\u0002\u0003'\n", MemberKind.PythonSource)]
    [InlineData("p/run", "#!/usr/bin/env -S python3 -u\nx = 1\n", MemberKind.PythonSource)]
    [InlineData("p/run", "#!/usr/bin/env bash\necho\n", MemberKind.Script)]
    [InlineData("p/run", "#! /bin/sh\necho\n", MemberKind.Script)]
    [InlineData("p/run", "#!/usr/bin/env node\n", MemberKind.Script)]
    [InlineData("p/run.ps1", "Get-Item .\n", MemberKind.Script)]
    [InlineData("p/run.BAT", "@echo off\r\n", MemberKind.Script)]
    [InlineData("p/app.js", "alert(1)\n", MemberKind.Text)]
    [InlineData("p/readme", "#!not at all a shebang to a shell? it is\n", MemberKind.Script)]
    [InlineData("p/a.txt", "plain\n", MemberKind.Text)]
    [InlineData("p/a.txt", "na\u00EFve caf\u00E9\n", MemberKind.Text)]
    [InlineData("a.pth", "import os\n", MemberKind.StartupFile)]
    [InlineData("p/a.start", "p:main\n", MemberKind.StartupFile)]
    public void Texts_are_told_apart_by_name_and_first_line(string name, string text, MemberKind kind) =>
        Assert.Equal(kind, Samples.Read(Samples.Wheel(Samples.Text(name, text))).Member(name).Kind);

    [Theory]
    [InlineData("7F454C46020101", "p/a.txt", MemberKind.Elf)]
    [InlineData("4D5A9000", "p/a.exe", MemberKind.Pe)]
    [InlineData("4D5A9000", "p/a.dat", MemberKind.Text)] // cut to two letters below
    [InlineData("FEEDFACE00000000", "p/a", MemberKind.MachO)]
    [InlineData("FEEDFACF00000000", "p/a", MemberKind.MachO)]
    [InlineData("CEFAEDFE00000000", "p/a", MemberKind.MachO)]
    [InlineData("CFFAEDFE00000000", "p/a", MemberKind.MachO)]
    [InlineData("CAFEBABE000000020100000700000003", "p/a", MemberKind.MachO)]
    [InlineData("CAFEBABF000000010100000C00000000", "p/a", MemberKind.MachO)]
    [InlineData("CAFEBABE00000034001D0A0006000F09", "p/A.class", MemberKind.OtherCode)]
    [InlineData("0061736D01000000", "p/a.wasm", MemberKind.OtherCode)]
    [InlineData("A70D0D0A00000000000000000000000063000000", "p/a.bin", MemberKind.PythonBytecode)]
    [InlineData("A70D0D0A000000000000000000000000E3000000", "p/__pycache__/a.cpython-311.pyc", MemberKind.PythonBytecode)]
    [InlineData("33F20D0A0000000063000000", "p/a.txt", MemberKind.PythonBytecode)]
    [InlineData("0102030405060708", "p/a.pyc", MemberKind.PythonBytecode)]
    [InlineData("89504E470D0A1A0A0000000D", "p/a.png", MemberKind.Binary)]
    [InlineData("377ABCAF271C0004", "p/a.dat", MemberKind.Archive)]
    [InlineData("28B52FFD04000000", "p/a.dat", MemberKind.Archive)]
    public void Binaries_are_told_by_their_content(string hex, string name, MemberKind kind)
    {
        byte[] bytes = Convert.FromHexString(hex);
        bytes = name == "p/a.dat" && bytes[0] == 'M' ? bytes[..2] : bytes;

        Assert.Equal(kind, Samples.Read(Samples.Wheel(Samples.Bytes(name, bytes))).Member(name).Kind);
    }

    [Fact]
    public void A_windows_program_is_known_by_its_header_whatever_its_name()
    {
        byte[] program = new byte[256];
        "MZ"u8.CopyTo(program);
        BinaryPrimitives.WriteInt32LittleEndian(program.AsSpan(60), 128);
        "PE\0\0"u8.CopyTo(program.AsSpan(128));

        Assert.Equal(MemberKind.Pe, Samples.Read(Samples.Wheel(new ArchiveInput("p/logo.png", program))).Member("p/logo.png").Kind);
    }

    [Fact]
    public void Native_code_is_one_opaque_gap_and_python_that_was_read_is_none()
    {
        ArtifactReading reading = Samples.Read(Samples.Wheel(
            Samples.Bytes("p/a.so", Convert.FromHexString("7F454C46020101")), Samples.Bytes("p/b.so", Convert.FromHexString("7F454C46020101")),
            Samples.Text("p/a.py", "x"), Samples.Text("p/b.py", "x")));

        Gap gap = Assert.Single(reading.Gaps);
        Assert.Equal((GapKind.NativeCode, GapWeight.Opaque), (gap.Kind, gap.Weight));
    }

    [Fact]
    public void A_path_configuration_file_counts_at_the_root_even_if_it_begins_as_something_else()
    {
        byte[] bytes = [.. "PK\u0003\u0004\nimport os\n"u8];

        Member member = Samples.Read(Samples.Wheel(new ArchiveInput("a.pth", bytes))).Member("a.pth");

        Assert.Equal((MemberKind.StartupFile, CodeContext.Startup), (member.Kind, member.Context));
        Assert.Contains("import os", member.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_model_with_the_same_ending_is_data_elsewhere()
    {
        Member member = Samples.Read(Samples.Wheel(Samples.Bytes("p/weights/model.pth", 0x80, 2, 0, 0, 0, 1))).Member("p/weights/model.pth");

        Assert.Equal((MemberKind.Binary, CodeContext.None), (member.Kind, member.Context));
    }
}
