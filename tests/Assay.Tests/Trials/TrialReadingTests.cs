using System.Collections.Immutable;
using Assay.Commands;
using Assay.Trials;

namespace Assay.Tests.Trials;

/// <summary>From what two servers saw to <c>ok</c>, <c>open</c> and <c>failed</c>.</summary>
public sealed class TrialReadingTests
{
    private static readonly InstallerKind s_pip = InstallerKind.All[0];
    private static readonly InstallerKind s_pdm = InstallerKind.All.Single(static kind => kind.Name == "pdm");
    private static readonly SeenRequest s_guard = new("GET", "/simple/assay-doctor-probe/", "assay/0.1.0");
    private static readonly SeenRequest s_itself = new("GET", "/simple/assay-doctor-probe/", "pip/25.3 {\"ci\":null}");
    private static readonly GuardRecord s_allowed = GuardRecord.None with { Allowed = ["assay_doctor_probe-1.0-py3-none-any.whl"] };

    [Fact]
    public void A_guarded_run_is_ok_when_only_the_guard_asked_and_its_record_has_the_file()
    {
        TrialResult result = Read(TrialAim.Guarded, 0, s_allowed, [s_guard], []);
        Assert.Equal(Standing.Ok, result.Standing);
        Assert.Contains("inspected and allowed", result.Reason);
    }

    [Fact]
    public void A_guarded_run_that_ends_well_without_a_line_in_the_guards_record_shows_nothing()
    {
        Assert.Equal(Standing.Failed, Read(TrialAim.Guarded, 0, GuardRecord.None, [s_guard], []).Standing);
        Assert.Equal(Standing.Failed, Read(TrialAim.Guarded, 0, s_allowed, [], []).Standing);
        Assert.Equal(Standing.Failed, Read(TrialAim.Guarded, 1, s_allowed, [s_guard], []).Standing);
    }

    [Theory]
    [InlineData(TrialAim.Guarded)]
    [InlineData(TrialAim.WayRound)]
    [InlineData(TrialAim.PlainCall)]
    public void One_request_that_is_not_the_guards_is_open_whatever_else_happened(TrialAim aim)
    {
        TrialResult atProbe = Read(aim, 0, s_allowed, [s_guard, s_itself], []);
        TrialResult outside = Read(aim, null, s_allowed, [s_guard], [s_guard, s_itself]);
        Assert.Equal((Standing.Open, Standing.Open), (atProbe.Standing, outside.Standing));
        Assert.Contains("pip/25.3 asked GET /simple/assay-doctor-probe/ itself", atProbe.Reason);
        Assert.DoesNotContain("{", atProbe.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tunnel_without_a_name_is_open()
    {
        TrialResult result = Read(TrialAim.WayRound, 0, s_allowed, [s_guard], [new SeenRequest("CONNECT", "127.0.0.1:443", "")]);
        Assert.Equal(Standing.Open, result.Standing);
        Assert.Contains("somebody without a name", result.Reason);
    }

    [Fact]
    public void A_way_round_is_ok_when_it_was_taken_over_refused_or_switched_off()
    {
        Assert.Contains("taken over", Ok(Read(TrialAim.WayRound, 0, s_allowed, [], [s_guard])));
        Assert.Contains("refused: localhost", Ok(Read(TrialAim.WayRound, 1, GuardRecord.None with { Refused = ["localhost"] }, [], [])));
        Assert.Contains("refused before it started: pip would ignore", Ok(Read(TrialAim.WayRound, 2, GuardRecord.None, [], [], "assay: --isolated is refused: pip would ignore the environment.\n")));
        Assert.Contains("switched off", Ok(Read(TrialAim.WayRound, 0, s_allowed, [s_guard], [])));
    }

    [Fact]
    public void A_way_round_that_came_to_nothing_shows_nothing()
    {
        TrialResult result = Read(TrialAim.WayRound, 2, GuardRecord.None, [], [], "no such option: --new\n\n");
        Assert.Equal(Standing.Failed, result.Standing);
        Assert.Contains("no such option: --new", result.Reason);
    }

    [Fact]
    public void A_run_that_did_not_end_is_failed()
    {
        TrialResult result = Read(TrialAim.Guarded, null, s_allowed, [s_guard], []);
        Assert.Equal((Standing.Failed, "it did not end"), (result.Standing, result.Reason));
    }

    [Fact]
    public void The_next_step_names_the_verb_that_helps()
    {
        TrialSight sight = new(new ProgramRun(0, "", "", null), GuardRecord.None, [s_itself], []);
        Assert.Contains("'assay pip ...'", TrialReading.Read(s_pip, "pip3", Trial.Of(TrialAim.PlainCall, "plain"), sight).NextStep);
        Assert.Contains("assay run --strict -- pdm", TrialReading.Read(s_pdm, "pdm", Trial.Of(TrialAim.PlainCall, "plain"), sight).NextStep);
    }

    [Fact]
    public void Exit_codes_are_2_before_1_before_0()
    {
        TrialResult Of(Standing standing) => new("pip", "x", standing, "y");
        Assert.Equal(0, DoctorCommand.ExitCodeOf([Of(Standing.Ok)]));
        Assert.Equal(1, DoctorCommand.ExitCodeOf([Of(Standing.Ok), Of(Standing.Open)]));
        Assert.Equal(2, DoctorCommand.ExitCodeOf([Of(Standing.Open), Of(Standing.Failed), Of(Standing.Ok)]));
    }

    private static string Ok(TrialResult result)
    {
        Assert.Equal(Standing.Ok, result.Standing);
        return result.Reason;
    }

    private static TrialResult Read(
        TrialAim aim, int? exit, GuardRecord record, ImmutableArray<SeenRequest> probe, ImmutableArray<SeenRequest> outside, string error = "") =>
        TrialReading.Read(s_pip, "pip", Trial.Of(aim, "a check"), new TrialSight(new ProgramRun(exit, "", error, exit is null ? "it did not end" : null), record, probe, outside));
}
