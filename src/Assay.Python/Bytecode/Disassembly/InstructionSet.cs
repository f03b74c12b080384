using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Python.Bytecode.Disassembly;

/// <summary>One instruction with its whole argument.</summary>
/// <param name="Offset">Of its first byte, or of the first extension of its argument: there jumps lead.</param>
/// <param name="Next">Offset behind it and its cache.</param>
/// <param name="Argument">0 or more; -1 where it is too large to mean anything.</param>
/// <param name="Target">Where it may jump to; -1 where it does not jump.</param>
/// <param name="Caches">Units of cache before <paramref name="Next"/>.</param>
internal readonly record struct Instruction(int Offset, int Next, Op Operation, int Argument, int Target, int Caches);

/// <summary>How one version of CPython writes its instructions.</summary>
internal sealed class InstructionSet
{
    /// <summary>Instructions of one code object that are read; no compiler writes as many.</summary>
    public const int MostInstructions = 1 << 20;

    private static readonly ImmutableArray<InstructionSet> s_all = [.. OpcodeTable.Versions.Select(static version => new InstructionSet(version))];

    private readonly Op[] _operations;
    private readonly byte[] _caches;

    private InstructionSet(int version)
    {
        Version = version;
        (_operations, _caches) = OpcodeTable.Of(version);
    }

    /// <summary>Major * 100 + minor.</summary>
    public int Version { get; }

    private bool IsWordCode => Version >= 306;

    /// <summary>The set of a version such as <c>3.11</c>; null where it is not known here.</summary>
    public static InstructionSet? Find(string version)
    {
        string[] parts = version.Split('.');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            ? s_all.FirstOrDefault(set => set.Version == (major * 100) + minor)
            : null;
    }

    /// <summary>The sets that may have written code objects of a layout, the likeliest first.</summary>
    public static IEnumerable<InstructionSet> Of(CodeLayout layout) => s_all.Where(set => LayoutOf(set.Version) == layout).Reverse();

    /// <summary>Reads instructions up to the end of the code, or <see cref="MostInstructions"/>; what remains of a cut one is left out.</summary>
    public List<Instruction> Decode(ReadOnlySpan<byte> code)
    {
        List<Instruction> instructions = new(Math.Min(code.Length / 2, MostInstructions));
        long extension = 0;
        int extended = -1;
        for (int at = 0; at < code.Length && instructions.Count < MostInstructions;)
        {
            int offset = at;
            byte number = code[at];
            Op operation = _operations[number];
            bool hasArgument = IsWordCode || number >= 90;
            int length = IsWordCode ? 2 : hasArgument ? 3 : 1;
            if (at + length > code.Length)
            {
                break;
            }

            long argument = !hasArgument ? 0 : extension | (IsWordCode ? code[at + 1] : (long)(code[at + 1] | (code[at + 2] << 8)));
            at += length;
            if (operation == Op.ExtendedArg)
            {
                extension = (argument << (IsWordCode ? 8 : 16)) & uint.MaxValue;
                extended = extended < 0 ? offset : extended;
                continue;
            }

            extension = 0;
            int caches = Math.Min(_caches[number], (code.Length - at) / 2);
            at += caches * 2;
            int value = argument > int.MaxValue ? -1 : (int)argument;
            (operation, int target) = Jump(operation, argument, at);
            instructions.Add(new Instruction(extended < 0 ? offset : extended, at, operation, value, target, caches));
            extended = -1;
        }

        return instructions;
    }

    /// <summary>How many things about some code are wrong if it were of this version: 0 for all that its compiler writes.</summary>
    public int Faults(CodeObject code)
    {
        ReadOnlySpan<byte> bytes = code.Code.Span;
        int faults = 0;
        foreach (Instruction instruction in Decode(bytes))
        {
            faults += instruction.Operation == Op.Unknown ? 4 : 0;
            faults += instruction.Target >= 0 && (instruction.Target > bytes.Length || (IsWordCode && instruction.Target % 2 != 0)) ? 2 : 0;
            faults += Reach(instruction, code) ? 0 : 2;

            // Compilers leave caches empty, and nothing else is.
            for (int at = instruction.Next - (2 * instruction.Caches); at < instruction.Next; at += 2)
            {
                faults += bytes[at] == 0 ? 0 : 2;
            }

            faults += Version >= 311 && bytes[instruction.Offset] == 0 ? 1 : 0;
        }

        return faults;
    }

    /// <summary>Index of the name that an instruction speaks of.</summary>
    public int NameIndex(Instruction instruction) => instruction.Operation switch
    {
        Op.LoadGlobal when Version >= 311 => instruction.Argument >> 1,
        Op.LoadAttr when Version >= 312 => instruction.Argument >> 1,
        Op.LoadSuperAttr => instruction.Argument >> 2,
        Op.ImportName when Version >= 315 => instruction.Argument >> 2,
        _ => instruction.Argument,
    };

    /// <summary>True where a list of so many has this index.</summary>
    public static bool IsWithin(int index, int count) => index >= 0 && index < count;

    private bool Reach(Instruction instruction, CodeObject code) => instruction.Operation switch
    {
        Op.LoadConst or Op.ReturnConst or Op.KwNames => IsWithin(instruction.Argument, code.Constants.Length),
        Op.LoadFast or Op.StoreFast => IsWithin(instruction.Argument, code.LocalCount),
        Op.LoadGlobal or Op.LoadAttr or Op.LoadName or Op.StoreName or Op.LoadMethod or Op.ImportName or Op.ImportFrom or Op.StoreAttr or Op.StoreGlobal
            => IsWithin(NameIndex(instruction), code.Names.Length),
        _ => true,
    };

    // Until 3.10 conditional jumps are absolute, afterwards relative; from 3.10 they count units of two bytes.
    private (Op Operation, int Target) Jump(Op operation, long argument, int next)
    {
        long distance = argument * (Version >= 310 ? 2 : 1);
        int from = Version >= 311 ? next : 0;
        (Op plain, long target) = operation switch
        {
            Op.Jump or Op.ForIter or Op.Send or Op.SetupFinally or Op.SetupWith or Op.SetupAsyncWith => (operation, next + distance),
            Op.JumpAbsolute => (Op.Jump, distance),
            Op.JumpBack => (Op.Jump, next - distance),
            Op.JumpBackNoInterrupt => (operation, next - distance),
            Op.PopJumpBackIfFalse => (Op.PopJumpIfFalse, next - distance),
            Op.PopJumpBackIfTrue => (Op.PopJumpIfTrue, next - distance),
            Op.PopJumpBackIfNone => (Op.PopJumpIfNone, next - distance),
            Op.PopJumpBackIfNotNone => (Op.PopJumpIfNotNone, next - distance),
            Op.PopJumpIfFalse or Op.PopJumpIfTrue or Op.PopJumpIfNone or Op.PopJumpIfNotNone or Op.JumpIfFalseOrPop or Op.JumpIfTrueOrPop or Op.JumpIfNotExcMatch
                => (operation, from + distance),
            _ => (operation, -1L),
        };
        return (plain, target == -1 ? -1 : target is >= 0 and < int.MaxValue ? (int)target : int.MaxValue);
    }

    private static CodeLayout LayoutOf(int version) => version switch
    {
        < 300 => CodeLayout.Python2,
        < 308 => CodeLayout.Python30,
        < 311 => CodeLayout.Python38,
        _ => CodeLayout.Python311,
    };
}
