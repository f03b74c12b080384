using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Iterators that the distribution writes itself: instances with <c>__next__</c> or <c>__getitem__</c>, generators that are sent values.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Items that are taken from one instance.</summary>
    private const int MaxDriven = 65_536;

    /// <summary>Values that are sent into one generator.</summary>
    private const int MaxSent = 64;

    private readonly ConditionalWeakTable<SequenceValue, GeneratorOrigin> _generators = [];

    /// <summary>True where the call that was walked last ended by raising something for certain.</summary>
    private bool _callRaised;

    private sealed record GeneratorOrigin(Function Function, Value? Self, ImmutableArray<Argument> Arguments, Labels Labels)
    {
        public int Sent { get; set; }
    }

    /// <summary>The items of an instance, one call each, to the first that raises or gives nothing known; default where there are none.</summary>
    private ImmutableArray<Value> DrivenItems(InstanceValue instance)
    {
        Value? next = FindOwnAttribute(instance, "__next__") ?? FindOwnAttribute(instance, "__anext__");
        bool isIndexed = next is null;
        Value? method = next ?? FindOwnAttribute(instance, "next") ?? FindOwnAttribute(instance, "__getitem__");
        if (method is not BoundValue { Function: { Active: 0 } function } || IsCheap || _callDepth >= _limits.MaxCallDepth)
        {
            return default;
        }

        ImmutableArray<Value>.Builder items = ImmutableArray.CreateBuilder<Value>();
        long allowed = Allowance();
        LoopStart start = StartLoop();
        Trail trail = new(_trail, SiteOf(_frame.CallNode), function.CallStep);
        while (items.Count < MaxDriven)
        {
            ImmutableArray<Argument> arguments = isIndexed ? [new Argument(null, new IntValue(items.Count, Labels.None))] : [];
            Value item = Walk(function, instance, arguments, Labels.None, trail);
            if (_callRaised || (isIndexed && item is UnknownValue or AlternativeValue))
            {
                return items.Count == 0 ? default : items.DrainToImmutable();
            }

            if (item is UnknownValue || _module.Steps > allowed || IsCheap || IsCostly(items.Count, start))
            {
                return default;
            }

            items.Add(item);
        }

        return default;
    }

    private void NoteGenerator(SequenceValue generator, GeneratorOrigin origin) => _generators.AddOrUpdate(generator, origin);

    /// <summary><c>generator.send(value)</c>: the body is walked again, and each <c>yield</c> in it gives the value; null where it is no generator of the distribution.</summary>
    private UnknownValue? SendTo(Value generator, ImmutableArray<Argument> arguments, int node)
    {
        if (generator is not SequenceValue sequence || arguments.Length != 1 || arguments[0].Value is NoneValue || !_generators.TryGetValue(sequence, out GeneratorOrigin? origin)
            || origin.Sent++ >= MaxSent || origin.Function.Active > 0 || IsCheap || _callDepth >= _limits.MaxCallDepth)
        {
            return null;
        }

        Walk(origin.Function, origin.Self, origin.Arguments, origin.Labels, new Trail(_trail, SiteOf(node), origin.Function.CallStep), arguments[0].Value);
        return new UnknownValue(LabelsOf(generator) | LabelsOf(arguments));
    }
}
