using System.Collections.Immutable;
using Assay.Fuzz;

namespace Assay.Tests.Fuzz;

/// <summary>The table of doors, and a short run through each.</summary>
public sealed class DoorTests : IDisposable
{
    private const int Mutations = 200;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Doors.All.Select(static door => door.Name)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_target_is_listed_once()
    {
        string[] targets = [.. typeof(Door).Assembly.GetTypes()
            .Where(static type => type.Namespace == "Assay.Fuzz.Targets" && type.GetMethod("Run") is not null && !type.IsNested)
            .Select(static type => type.Name)
            .Order(StringComparer.Ordinal)];
        Assert.Equal(targets, Doors.All.Select(static door => door.Run.Method.DeclaringType!.Name).Order(StringComparer.Ordinal));
        Assert.Equal(Doors.All.Length, Doors.All.Select(static door => door.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_door_holds(string name)
    {
        FuzzReport report = FuzzRun.Run(Doors.Find(name)!, Options(Mutations));
        Assert.True(report.Crashes.IsEmpty, string.Join('\n', report.Crashes.Select(static crash => crash.What)));
        Assert.True(report.Executions >= Mutations);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_door_that_breaks_is_found_and_its_input_kept()
    {
        Door broken = new("broken", static data => ThrowOn(data), static () => ["seed"u8.ToArray()]);
        FuzzReport report = FuzzRun.Run(broken, Options(5_000));
        (string what, string file) = Assert.Single(report.Crashes);
        Assert.Contains("FormatException", what);
        Assert.Throws<FormatException>(() => ThrowOn(File.ReadAllBytes(file)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_inputs_and_another_seed_others()
    {
        ImmutableArray<byte[]> inputs = Doors.Find("requirement")!.Seeds();
        string Sequence(ulong seed)
        {
            Mutator mutator = new(seed, inputs, 1_000);
            return string.Concat(Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(mutator.Next())));
        }

        Assert.Equal(Sequence(7), Sequence(7));
        Assert.NotEqual(Sequence(7), Sequence(8));
    }

    [Fact]
    public void No_input_is_longer_than_asked()
    {
        Mutator mutator = new(1, [new byte[500]], 300);
        Assert.All(Enumerable.Range(0, 500), _ => Assert.True(mutator.Next().Length <= 300));
    }

    private FuzzOptions Options(long executions) => new(Seconds: double.MaxValue, executions, Seed: 1, Corpus: null, MaxBytes: 8_192, Crashes: _folder.Path);

    private static void ThrowOn(ReadOnlySpan<byte> data)
    {
        if (data.Contains((byte)'{'))
        {
            throw new FormatException("a brace");
        }
    }
}
