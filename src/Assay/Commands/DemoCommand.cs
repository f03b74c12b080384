using System.Collections.Immutable;
using System.CommandLine;
using Assay.Demo;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;
using Assay.Guard;
using Assay.Office;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary><c>assay demo</c>.</summary>
public sealed class DemoCommand : ParsedVerb
{
    public override string Name => "demo";

    public override string Summary => "see it work: a small index, your own pip, and the guard between them, offline";

    public override Command Build(Session session)
    {
        Command command = new(Name, Summary);
        command.SetAction((_, cancellation) => RunAsync(session, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        if ((PythonOfMachine.Find("python3") ?? PythonOfMachine.Find("python")) is not PythonOfMachine python)
        {
            throw new UserException("the demo runs your own pip and found no Python: install Python 3 with pip, then run 'assay demo' again");
        }

        if (python.PipVersion is null || python.PipVersion < new Version(22, 3))
        {
            throw new UserException($"the demo runs your own pip, and {python.Command} has {(python.PipVersion is null ? "none" : $"pip {python.PipVersion}")}: install pip 22.3 or later (python3-pip on Debian), then run 'assay demo' again");
        }

        using TemporaryFolder folder = TemporaryFolder.Create();
        DemoEnvironment.LayOut(python, Path.Combine(folder.Path, "environment"));
        using AssayStore store = new(Path.Combine(folder.Path, "store"), session.Time);
        AssayOffice office = new(store, InspectionLimits.Default, []);
        IReadOnlyList<DemoPackage> packages = DemoPackages.Pack(session.Time.GetUtcNow());
        DemoIndex index = await DemoIndex.StartAsync(packages, cancellation);
        await using (index)
        {
            session.Error.WriteLine($"The index of examples/ is served on {index.Address}; pip {python.PipVersion} of {python.Command} installs from it, through the guard.");
            DemoStory story = new(session.Output, session.Error, session.Time, folder.Path, store, office, Policy.Default);
            (ImmutableArray<string> wrong, string? id) = await story.PlayAsync(index.Address, cancellation);
            if (id is not null)
            {
                await LookCloserAsync(session, folder.Path, packages, id, cancellation);
            }

            foreach (string scene in wrong)
            {
                session.Error.WriteLine($"assay: demo: not as told: {Reports.TerminalText.Escape(scene)}");
            }

            session.Error.WriteLine();
            session.Error.WriteLine($"demo: {DemoStory.Scenes.Length - wrong.Length} of {DemoStory.Scenes.Length} scenes ended as told");
            return wrong.IsEmpty ? ExitCodes.Fine : ExitCodes.Found;
        }
    }

    // The same files, inspected without installing them, and a refusal explained: by the very verbs that a user would type.
    private static async Task LookCloserAsync(Session session, string folder, IReadOnlyList<DemoPackage> packages, string id, CancellationToken cancellation)
    {
        Session inside = session with { Store = Path.Combine(folder, "store"), Folder = folder };
        string bird = await SaveAsync("early-bird");
        string job = await SaveAsync("odd-job");
        string fingers = await SaveAsync("sticky-fingers");
        foreach (string[] arguments in (string[][])[["scan", bird], ["explain", id], ["scan", job], ["show", "--decoded", job], ["scan", fingers], ["scan", "--profile", fingers]])
        {
            session.Error.WriteLine();
            session.Error.WriteLine($"== $ assay {string.Join(' ', arguments.Select(static argument => Path.GetFileName(argument)))}");
            await CommandRoot.RunAsync(inside, arguments, cancellation);
        }

        session.Error.WriteLine();
        session.Error.WriteLine("The demo's store is deleted with it: 'assay explain' knows the ids above no more. Those of your own runs it keeps.");

        async Task<string> SaveAsync(string project)
        {
            DemoPackage package = packages.First(package => package.Project.Normalized == project);
            string file = Path.Combine(folder, package.FileName);
            await File.WriteAllBytesAsync(file, package.Bytes, cancellation);
            return file;
        }
    }
}
