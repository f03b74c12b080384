using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>The parameters of a function bound to what it is called with.</summary>
internal sealed partial class Interpreter
{
    private void BindArguments(Function function, Value? self, ImmutableArray<Argument> arguments, Frame frame)
    {
        Bindings names = frame.Scope.Names;
        Labels open = Labels.None;
        int end = arguments.Length;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Name is "*" or "**" || (arguments[i].Name is null && i > end))
            {
                end = Math.Min(end, i);
                open |= LabelsOf(arguments[i].Value);
            }
        }

        bool isOpen = end < arguments.Length;
        Value? first = self;
        int next = 0;
        HashSet<string>? used = null;
        foreach (Parameter parameter in function.Parameters)
        {
            switch (parameter.Form)
            {
                case ParameterForm.Star:
                    ImmutableArray<Value>.Builder rest = ImmutableArray.CreateBuilder<Value>();
                    while (NextPositional() is { } further)
                    {
                        rest.Add(further);
                    }

                    names.Set(parameter.Name, new SequenceValue(SequenceForm.Tuple, rest.DrainToImmutable(), isOpen, open));
                    continue;
                case ParameterForm.DoubleStar:
                    DictValue dict = NewDict(isOpen, open);
                    foreach (Argument argument in arguments)
                    {
                        if (argument.Name is { } key and not "*" and not "**" && used?.Contains(key) != true)
                        {
                            dict.Store.TrySet(Text(key), argument.Value, LabelsOf(argument.Value));
                        }
                    }

                    names.Set(parameter.Name, dict);
                    continue;
                default:
                    break;
            }

            Value? value = parameter.IsKeywordOnly ? null : NextPositional();
            if (value is null && Find(arguments, parameter.Name.Length == 0 ? "?" : parameter.Name) is { } named)
            {
                (used ??= []).Add(parameter.Name);
                value = named;
            }

            value ??= isOpen ? (parameter.Default is { } loose ? Loosen(loose) : new UnknownValue(open)).With(open) : parameter.Default ?? Value.Unknown;
            BindParameter(parameter, value, names);
        }

        Value? NextPositional()
        {
            if (first is { } given)
            {
                first = null;
                return given;
            }

            while (next < end && arguments[next].Name is not null)
            {
                next++;
            }

            return next < end ? arguments[next++].Value : null;
        }
    }

    private void BindUnknown(Function function, Value? self, Labels labels, Frame frame)
    {
        bool isFirst = self is not null;
        foreach (Parameter parameter in function.Parameters)
        {
            switch (parameter.Form)
            {
                case ParameterForm.Star:
                    frame.Scope.Names.Set(parameter.Name, new SequenceValue(SequenceForm.Tuple, [], true, labels));
                    break;
                case ParameterForm.DoubleStar:
                    frame.Scope.Names.Set(parameter.Name, NewDict(true, labels));
                    break;
                default:
                    Value value = isFirst ? self! : parameter.Default is { } usual ? Loosen(usual).With(labels) : new UnknownValue(labels);
                    BindParameter(parameter, value, frame.Scope.Names);
                    break;
            }

            isFirst = false;
        }
    }

    private void BindParameter(Parameter parameter, Value value, Bindings names)
    {
        if (parameter.Name.Length > 0)
        {
            names.Set(parameter.Name, value is InstanceValue or ClassValue or FunctionValue ? value : value.With(LabelsOfName(parameter.Name)));
        }
        else if (Tree.Child(parameter.Node, NodeKind.Tuple) is > 0 and int tuple)
        {
            // Python 2: def f((a, b)).
            Assign(tuple, value);
        }
    }
}
