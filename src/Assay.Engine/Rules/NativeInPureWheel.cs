using System.Collections.Frozen;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Rules;

/// <summary>Machine code in a wheel that says it runs anywhere.</summary>
public sealed class NativeInPureWheel : Rule
{
    // Script launchers that installers copy on Windows, by the sha256 of the builds that distlib, pip, setuptools and installer publish.
    private static readonly FrozenSet<string> s_launchers = new[]
    {
        "6b4195e640a85ac32eb6f9628822a622057df1e459df7c17a12f97aeabc9415b", // distlib t32
        "81a618f21cb87db9076134e70388b6e9cb7c2106739011b6a51772d22cae06b7", // distlib t64
        "ebc4c06b7d95e74e315419ee7e88e1d0f71e9e9477538c00a93a9ff8c66a6cfc", // distlib t64-arm
        "47872cc77f8e18cf642f868f23340a468e537e64521d9a3a416c8b84384d064b", // distlib w32
        "7a319ffaba23a017d7b1e18ba726ba6c54c53d6446db55f92af53c279894f8ad", // distlib w64
        "c5dc9884a8f458371550e09bd396e5418bf375820a31b9899f6499bf391c7b2e", // distlib w64-arm
        "62aee48069f0715f96da0dbe35eab7868d5cb149f62133141ab0e126d62b9cfe", // installer t_arm
        "091feafac1542754885b1b2bc57bf8a66e89351e6aa2c05ebf053fd7b66a2aba", // installer w_arm
        "32acc1bc543116cbe2cff10cb867772df2f254ff2634c870aef0b46c4b696fdb", // setuptools cli-32
        "bbb3de5707629e6a60a0c238cd477b28f07f0066982fda953fa6fcec39073a4a", // setuptools cli-64
        "b9a7d08da880dfac8bcf548eba4b06fb59b6f09b17d33148a0f6618328926c61", // setuptools cli-arm64
        "85dae1e95d77845f2cb59bcac3d4afe74bbe4c91a9bcc5bf4a71cd43104dbe7c", // setuptools gui-32
        "3471b6140eadc6412277dbbefe3fef8c345a0f1a59776086b80a3618c3a83e3b", // setuptools gui-64
        "e694f4743405c8b5926ff457db6fe7f1a12dec7c16a9c3864784d3f4e07ae097", // setuptools gui-arm64
    }.ToFrozenSet(StringComparer.Ordinal);

    public override string Id => "native-in-pure-wheel";

    public override string Title => "Machine code in a wheel that says it has none";

    public override IEnumerable<Finding> Inspect(Subject subject) => Limited(Findings(subject));

    private IEnumerable<Finding> Findings(Subject subject)
    {
        if (subject.Kind != DistributionKind.Wheel || !SaysPure(subject))
        {
            yield break;
        }

        foreach (Member member in subject.Members)
        {
            if (!member.IsOutermost || member.Kind is not (MemberKind.Elf or MemberKind.Pe or MemberKind.MachO))
            {
                continue;
            }

            bool known = s_launchers.Contains(member.Sha256);
            bool aside = member.Context == CodeContext.Test || Periphery.Holds(member.Name);
            yield return Report(known ? Severity.Info : aside ? Severity.Low : Severity.Medium, Confidence.Certain, member.Context, member.At(),
                known ? "A script launcher of Python's own tools" : $"{Format(member.Kind)} in a wheel for every platform",
                new Evidence("sha256", member.Sha256));
        }
    }

    /// <summary>True where every tag of the file name, or of WHEEL where the name has none, is for any platform.</summary>
    internal static bool SaysPure(Subject subject)
    {
        if (WheelFileName.TryParse(subject.FileName, out WheelFileName? name))
        {
            return name.Tags.All(static tag => tag.Platform == "any");
        }

        return subject.Wheel is { Tags.IsEmpty: false } wheel && wheel.Tags.All(static tag => tag.EndsWith("-any", StringComparison.Ordinal));
    }

    private static string Format(MemberKind kind) => kind switch
    {
        MemberKind.Elf => "Linux machine code",
        MemberKind.Pe => "Windows machine code",
        _ => "macOS machine code",
    };
}
