using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Code that looks for a wallet's address in the clipboard and puts another in its place.</summary>
public sealed class SwapsClipboard : BehaviourRule
{
    public override string Id => "swaps-clipboard";

    public override string Title => "Wallet addresses replaced in the clipboard";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Of(Capability.Spawn))
        {
            if (fact.Target.Length > 0 && CommandClasses.Of(fact.Target).Is(CommandClass.Clipboard) && WrittenByCommand(fact) is { } fixedAddress)
            {
                yield return Report(conduct, fact, Severity.Critical, Confidence.High, "puts a fixed wallet address into the clipboard, by a command,", new Evidence("address", fixedAddress));
            }
        }

        HashSet<int> readers = [.. conduct.Of(Capability.ReadClipboard).Select(static fact => fact.Module)];
        foreach (Fact fact in conduct.Of(Capability.WriteClipboard))
        {
            if (!readers.Contains(fact.Module))
            {
                continue;
            }

            if (WrittenAddress(fact) is { } address)
            {
                yield return Report(conduct, fact, Severity.Critical, Confidence.High,
                    "reads the clipboard and puts a fixed wallet address into it", new Evidence("address", address));
            }
            else if (AddressText(conduct, fact) is { } pattern)
            {
                yield return Report(conduct, fact, Severity.High, fact.RunsByItself || pattern.IsPattern ? Confidence.High : Confidence.Medium,
                    pattern.IsPattern ? "reads the clipboard, looks for wallet addresses, and writes the clipboard" : "reads and writes the clipboard in a file that names a wallet address,",
                    new Evidence(pattern.IsPattern ? "pattern" : "address", pattern.Text));
            }
        }
    }

    // Among the words of the command, or in what it reads.
    private static string? WrittenByCommand(Fact fact) => Array.Find(
        [.. fact.Target.Split(' ', '\'', '"', '\n'), .. fact.Arguments.Where(static argument => argument.Name == "input").Select(static argument => TextOf(argument.Value))],
        WalletAddresses.IsAddress);

    private static string TextOf(Value value) => value switch
    {
        TextValue text => text.Text.Trim(),
        BytesValue { Bytes.Length: < 256 } bytes => System.Text.Encoding.ASCII.GetString(bytes.Bytes.Span).Trim(),
        _ => "",
    };

    private static string? WrittenAddress(Fact fact)
    {
        foreach (Argument argument in fact.Arguments)
        {
            IEnumerable<Value> values = argument.Value is SequenceValue sequence ? sequence.Items : [argument.Value];
            if (values.OfType<TextValue>().FirstOrDefault(static text => WalletAddresses.IsAddress(text.Text.Trim())) is { } found)
            {
                return found.Text.Trim();
            }
        }

        return WalletAddresses.IsAddress(fact.Target.Trim()) ? fact.Target.Trim() : null;
    }

    private static (string Text, bool IsPattern)? AddressText(Conduct conduct, Fact fact)
    {
        if (conduct.ModuleOf(fact) is not { } module)
        {
            return null;
        }

        string? pattern = module.Texts.FirstOrDefault(WalletAddresses.IsPattern);
        string? address = pattern ?? module.Texts.FirstOrDefault(static text => WalletAddresses.IsAddress(text.Trim()));
        return address is null ? null : (address, pattern is not null);
    }
}
