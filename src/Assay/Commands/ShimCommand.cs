using System.Collections.Immutable;
using System.CommandLine;
using Assay.Guard;
using Assay.Installers;
using Assay.Reports;
using Assay.Shims;

namespace Assay.Commands;

/// <summary><c>assay shim install|remove|status</c>: pip and uv behind the guard without anybody having to type assay.</summary>
public sealed class ShimCommand : ParsedVerb
{
    public override string Name => "shim";

    public override string Summary => "put pip and uv shims into a folder, so that both run behind the guard";

    public override Command Build(Session session)
    {
        Argument<string> into = new("DIR") { Description = "a folder that is to stand first on PATH" };
        Command install = new("install", "write pip, pip3, uv and uvx into a folder; a file that is no shim is never overwritten") { into };
        install.SetAction(parsed => OnDisk(() => Install(session, Path.GetFullPath(parsed.GetValue(into)!, session.Folder))));

        Argument<string> from = new("DIR") { Description = "the folder" };
        Command remove = new("remove", "remove the shims from a folder, and nothing else") { from };
        remove.SetAction(parsed => OnDisk(() => Remove(session, Path.GetFullPath(parsed.GetValue(from)!, session.Folder))));

        Argument<string?> of = new("DIR") { Description = "a folder; without it, what PATH leads to", Arity = ArgumentArity.ZeroOrOne };
        Command status = new("status", "which shims are there, and whether a shell would start them") { of };
        status.SetAction(parsed => OnDisk(() => Status(session, parsed.GetValue(of) is string folder ? Path.GetFullPath(folder, session.Folder) : null)));
        return new Command(Name, Summary) { install, remove, status };
    }

    private static int Install(Session session, string folder)
    {
        string program = Program();
        ShimFolder shims = new(folder, program);
        ImmutableArray<ShimEntry> before = shims.Install();
        if (before.FirstOrDefault(static entry => entry.State == ShimState.Foreign) is ShimEntry foreign)
        {
            throw new UserException($"{TerminalText.Escape(foreign.Path)} is there already and is no shim of assay: nothing was written; choose a folder of its own for the shims");
        }

        foreach (ShimEntry entry in before)
        {
            string done = entry.State switch { ShimState.Own => "was there", ShimState.Other => "rewritten", _ => "written" };
            session.Output.WriteLine($"{TerminalText.Escape(entry.Path)}  {done}: starts {TerminalText.Escape(program)} {entry.Shim.Verb}");
        }

        if (shims.IsOpenToOthers())
        {
            session.Error.WriteLine($"assay: other users may write into {TerminalText.Escape(folder)}, and what stands first on PATH runs as you; chmod o-w {TerminalText.Escape(Shim.Quote(folder))}");
        }

        TellPath(session, folder);
        return ExitCodes.Fine;
    }

    private static int Remove(Session session, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserException($"{TerminalText.Escape(folder)} is no folder");
        }

        ImmutableArray<ShimEntry> before = new ShimFolder(folder, Program()).Remove();
        foreach (ShimEntry entry in before.Where(static entry => entry.State != ShimState.Absent))
        {
            session.Output.WriteLine($"{TerminalText.Escape(entry.Path)}  {(entry.State == ShimState.Foreign ? "left: it is no shim of assay" : "removed")}");
        }

        if (before.All(static entry => entry.State is ShimState.Absent or ShimState.Foreign))
        {
            session.Output.WriteLine($"there is no shim in {TerminalText.Escape(folder)}");
        }

        return ExitCodes.Fine;
    }

    private static int Status(Session session, string? folder)
    {
        bool asWished = true;
        if (folder is not null)
        {
            foreach (ShimEntry entry in new ShimFolder(folder, Program()).Look())
            {
                asWished &= entry.State == ShimState.Own;
                session.Output.WriteLine($"{TerminalText.Escape(entry.Path)}  {Say(entry.State)}");
            }
        }

        foreach (NameOnPath name in NameOnPath.LookAll(InputOf(session)))
        {
            bool isHere = folder is null || (name.First is not null && Path.GetDirectoryName(name.First) == Path.TrimEndingDirectorySeparator(folder));
            asWished &= name.FirstIsShim && isHere;
            session.Output.WriteLine($"{name.Name,-5} {Say(name)}");
        }

        if (!asWished && folder is not null)
        {
            TellPath(session, folder);
        }

        return asWished ? ExitCodes.Fine : ExitCodes.Found;
    }

    private static string Say(ShimState state) => state switch
    {
        ShimState.Own => "a shim that starts this program",
        ShimState.Other => "a shim that starts another program; 'assay shim install' makes it start this one",
        ShimState.Foreign => "no shim of assay",
        _ => "is not there",
    };

    private static string Say(NameOnPath name) => name switch
    {
        { First: null } => "is not on PATH",
        { FirstIsShim: true } => $"is {TerminalText.Escape(name.First)}: behind the guard",
        { Shadowed: string shim } => $"is {TerminalText.Escape(name.First)}: not behind the guard, though {TerminalText.Escape(shim)} stands further back on PATH",
        _ => $"is {TerminalText.Escape(name.First)}: not behind the guard",
    };

    private static void TellPath(Session session, string folder)
    {
        if (PythonOnPath.FoldersOf(InputOf(session)).FirstOrDefault() == Path.TrimEndingDirectorySeparator(folder))
        {
            session.Output.WriteLine("This folder stands first on PATH already.");
            return;
        }

        session.Output.WriteLine();
        session.Output.WriteLine("Put the folder first on PATH, after any virtual environment has been activated:");
        session.Output.WriteLine(OperatingSystem.IsWindows()
            ? $"  set PATH={TerminalText.Escape(folder)};%PATH%"
            : $"  export PATH={TerminalText.Escape(Shim.Quote(folder))}:\"$PATH\"");
        session.Output.WriteLine(OperatingSystem.IsWindows()
            ? $"in GitHub Actions:  echo {TerminalText.Escape(folder)} >> %GITHUB_PATH%"
            : $"in GitHub Actions:  echo {TerminalText.Escape(Shim.Quote(folder))} >> \"$GITHUB_PATH\"");
        session.Output.WriteLine("'assay doctor' tries whether it worked.");
    }

    private static InstallerInput InputOf(Session session)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal) { ["PATH"] = session.Environment("PATH") ?? "" };
        return new InstallerInput(
            [], environment, session.Folder, InstallerFiles.Disk, InstallerFolders.Of(environment, InstallerFolders.CurrentPlatform, Directory.Exists));
    }

    private static string Program() =>
        BoundChild.OwnProgram() ?? throw new UserException("a shim starts assay by its file, and this assay runs as no file of its own; publish it first: dotnet publish src/Assay -c Release");

    private static int OnDisk(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException(TerminalText.Escape(e.Message));
        }
    }
}
