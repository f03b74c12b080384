{}
{'a': 1}
{**a, 'b': 2, **c,}
{a: b for c in d}
{(a := 1): (yield)}
{1: 2, 3}
