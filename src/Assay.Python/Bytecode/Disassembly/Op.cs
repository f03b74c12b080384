namespace Assay.Python.Bytecode.Disassembly;

/// <summary>What an instruction does, under CPython's name for it; versions' names for one thing are one member here.</summary>
internal enum Op : byte
{
    /// <summary>No instruction of that version.</summary>
    Unknown,

    /// <summary>Nothing that the text would show, and the stack stays.</summary>
    Nop,

    Add, And, BeforeWith, BinaryOp, BinarySlice, BinarySubscr, BreakLoop, BuildClass, BuildConstKeyMap, BuildInterpolation, BuildList,
    BuildListUnpack, BuildMap, BuildMapUnpack, BuildSet, BuildSetUnpack, BuildSlice, BuildString, BuildTemplate, BuildTuple, BuildTupleUnpack, Call,
    CallFunction, CallFunctionEx, CallFunctionKw, CallFunctionVar, CallFunctionVarKw, CallIntrinsic1, CallIntrinsic2, CallKw, CallMethod,
    CheckExceptionMatch, CleanupThrow, CompareOp, ContainsOp, ConvertValue, Copy, DeleteAttr, DeleteSlice0, DeleteSlice1, DeleteSlice2, DeleteSlice3,
    DeleteSubscr, DictMerge, DictUpdate, Divide, Drop, DupTop, DupTopTwo, DupTopx, EndAsyncFor, EndFinally, ExecStmt, ExtendedArg, FloorDivide,
    ForIter, FormatSimple, FormatValue, FormatWithSpec, GetAnext, GetAwaitable, GetIter, GetLen, GetYieldFromIter, ImportFrom, ImportName, ImportStar,
    IsOp, Jump, JumpAbsolute, JumpBack, JumpBackNoInterrupt, JumpIfFalseOrPop, JumpIfNotExcMatch, JumpIfTrueOrPop, KwNames, ListAppend, ListExtend,
    ListToTuple, LoadAssertionError, LoadAttr, LoadBuildClass, LoadClosure, LoadCommonConstant, LoadConst, LoadDeref, LoadFast, LoadFastAndClear,
    LoadFastLoadFast, LoadFromDictOrDeref, LoadFromDictOrGlobals, LoadGlobal, LoadLocals, LoadMethod, LoadName, LoadSmallInt, LoadSpecial,
    LoadSuperAttr, MakeClosure, MakeFunction, MapAdd, MatchClass, MatchKeys, MatrixMultiply, Modulo, Multiply, Or, Pop, PopExcept, PopIter,
    PopJumpBackIfFalse, PopJumpBackIfNone, PopJumpBackIfNotNone, PopJumpBackIfTrue, PopJumpIfFalse, PopJumpIfNone, PopJumpIfNotNone, PopJumpIfTrue,
    Power, PrintItem, PrintItemTo, PushExcInfo, PushMatch, PushNull, RaiseVarargs, Reraise, ReturnConst, ReturnGenerator, ReturnValue, RotFour, RotN,
    RotThree, RotTwo, Send, SetAdd, SetFunctionAttribute, SetUpdate, SetupAsyncWith, SetupFinally, SetupWith, ShiftLeft, ShiftRight, Slice0, Slice1,
    Slice2, Slice3, StoreAttr, StoreDeref, StoreFast, StoreFastLoadFast, StoreFastStoreFast, StoreGlobal, StoreMap, StoreName, StoreSlice,
    StoreSlice0, StoreSlice1, StoreSlice2, StoreSlice3, StoreSubscr, Subtract, Swap, UnaryConvert, UnaryInvert, UnaryNegative, UnaryNot, UnpackEx,
    UnpackSequence, WithExceptStart, Xor, YieldFrom, YieldValue,
}
