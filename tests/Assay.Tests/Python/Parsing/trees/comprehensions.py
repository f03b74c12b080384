[x for x in y]
[x for x in y if z if w for a in b]
(x for x, in y)
{x async for x in y}
{k: v for k, v in z}
[x for x in lambda: a, lambda: b]
[x for x in 1, 2, 3]
[x for x in y if lambda: z]
[*x for x in y]
{**x for x in y}
(x for (a, b)[0] in c)
[x for f() in y]
