using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;
using Assay.Tests.Engine.Artifacts;

namespace Assay.Tests.Engine;

/// <summary>Findings are a function of what is in an artifact, not of the order of its members, nor of what else runs at the same time.</summary>
public sealed class ReplayTests
{
    private const int Made = 120;
    private const int Real = 100;

    [Fact]
    public void Two_hundred_artifacts_say_the_same_in_any_order_of_members_and_on_one_thread_or_two()
    {
        List<Replayed> artifacts = [.. Enumerable.Range(0, Made).Select(Make), .. Rewritten().Take(Real)];
        if (Directory.Exists(Path.Combine(SharedData.Root, "benign-dev")))
        {
            Assert.Equal(Made + Real, artifacts.Count);
        }

        string[] plain = new string[artifacts.Count];
        string[] shuffled = new string[artifacts.Count];
        for (int i = 0; i < artifacts.Count; i++)
        {
            plain[i] = Say(artifacts[i].Plain, artifacts[i].FileName);
            shuffled[i] = Say(artifacts[i].Shuffled, artifacts[i].FileName);
        }

        string[] threaded = new string[artifacts.Count];
        Parallel.For(0, artifacts.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
            threaded[i] = Say(artifacts[i].Shuffled, artifacts[i].FileName));

        Assert.All(Enumerable.Range(0, artifacts.Count), i => Assert.Equal(plain[i], shuffled[i]));
        Assert.All(Enumerable.Range(0, artifacts.Count), i => Assert.Equal(plain[i], threaded[i]));
        Assert.Contains(artifacts, static artifact => !artifact.Plain.AsSpan().SequenceEqual(artifact.Shuffled));
        Assert.True(plain.Count(static said => said.Contains("startup-code", StringComparison.Ordinal)) >= Made / 4, "the samples are to make rules speak");
    }

    private static string Say(byte[] bytes, string fileName)
    {
        using MemoryStream stream = new(bytes);
        Inspection inspection = Assayer.Inspect(stream, fileName, InspectionLimits.Default, ImmutableHashSet<string>.Empty, CancellationToken.None);
        return InspectionText.Of(inspection);
    }

    // Every part of the census has something to say about these: startup files, scripts, native code, inner archives, broken RECORDs.
    private static Replayed Make(int seed)
    {
        Shuffler shuffler = new((uint)seed);
        byte[] elf = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, (byte)seed];
        ArchiveInput[] inner = [Samples.Text("a.py", "x"), Samples.Text("b.pth", "import os\n"), Samples.Bytes("c.bin", 0, 1, 2)];
        List<ArchiveInput> files =
        [
            Samples.Text("p/__init__.py", $"x = {seed}\n"), Samples.Text("p/tests/test_a.py", "pass\n"), Samples.Text("p/run.sh", "echo\n"),
            new ArchiveInput("p/native.so", elf), new ArchiveInput("p/other.dylib", elf), Samples.Text("p/notes.txt", "words\n"),
            new ArchiveInput("p/inner.zip", ZipWriter.Write(inner)), new ArchiveInput("p/inner.tar.gz", TarGzipWriter.Write(inner)),
            Samples.Text("p/pip.conf", "[global]\nindex-url = https://index.example.invalid/simple\n"),
        ];
        if (seed % 2 == 0)
        {
            files.Add(Samples.Text($"sample{seed}.pth", "import os; os.system('echo')\n"));
        }

        if (seed % 3 == 0)
        {
            files.Add(Samples.Text("sample-1.0.data/scripts/run.ps1", "Get-Item .\n"));
        }

        if (seed % 4 == 3)
        {
            SdistWriter.Plan sdist = Samples.Sdist([.. files, Samples.Text("setup.py", "x")]);
            return new Replayed(
                SdistWriter.Write(sdist), TarGzipWriter.Write(shuffler.Shuffle(SdistWriter.Members(sdist))), sdist.FileName);
        }

        if (seed % 5 == 0)
        {
            files.Add(Samples.Text("sample-1.0.dist-info/RECORD", "p/__init__.py,sha256=AAAA,1\ngone.py,,\n"));
        }

        WheelWriter.Plan plan = Samples.Wheel([.. files]) with { EntryPoints = "[pytest11]\np = p.tests.test_a\n" };
        return new Replayed(WheelWriter.Write(plan), ZipWriter.Write(shuffler.Shuffle(WheelWriter.Members(plan))), plan.FileName);
    }

    // Real wheels and sdists, each packed anew twice: in its own order and in another.
    private static IEnumerable<Replayed> Rewritten()
    {
        string root = Path.Combine(SharedData.Root, "benign-dev");
        if (!Directory.Exists(root))
        {
            yield break;
        }

        string[] files = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(static file => new FileInfo(file).Length < 150_000).Order(StringComparer.Ordinal)];
        for (int i = 0; i < files.Length; i++)
        {
            string name = Path.GetFileName(files[i]);
            bool wheel = name.EndsWith(".whl", StringComparison.Ordinal);
            if (!wheel && !name.EndsWith(".tar.gz", StringComparison.Ordinal))
            {
                continue;
            }

            List<ArchiveInput> members = ReadAll(files[i], wheel ? ArchiveFormat.Zip : ArchiveFormat.TarGzip);
            IReadOnlyList<ArchiveInput> shuffled = new Shuffler((uint)i).Shuffle(members);
            yield return wheel
                ? new Replayed(ZipWriter.Write(members), ZipWriter.Write(shuffled), name)
                : new Replayed(TarGzipWriter.Write(members), TarGzipWriter.Write(shuffled), name);
        }
    }

    private static List<ArchiveInput> ReadAll(string file, ArchiveFormat format)
    {
        using FileStream stream = File.OpenRead(file);
        using ArchiveReader reader = ArchiveReader.Open(stream, format, ArchiveLimits.Default);
        List<ArchiveInput> members = [];
        byte[] buffer = new byte[1 << 16];
        while (reader.MoveNext())
        {
            using MemoryStream content = new();
            int read;
            while ((read = reader.Read(buffer)) > 0)
            {
                content.Write(buffer, 0, read);
            }

            if (reader.Current.Type == MemberType.File)
            {
                members.Add(new ArchiveInput(reader.Current.Path, content.ToArray(), reader.Current.Mode));
            }
        }

        return members;
    }

    private sealed record Replayed(byte[] Plain, byte[] Shuffled, string FileName);

    // A fixed sequence, so that a failure can be repeated.
    private sealed class Shuffler(uint seed)
    {
        private ulong _state = seed + 1;

        public IReadOnlyList<ArchiveInput> Shuffle(IReadOnlyList<ArchiveInput> members)
        {
            ArchiveInput[] shuffled = [.. members];
            for (int i = shuffled.Length - 1; i > 0; i--)
            {
                _state = unchecked((_state * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407);
                int j = (int)((_state >> 33) % (ulong)(i + 1));
                (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
            }

            return shuffled;
        }
    }
}
