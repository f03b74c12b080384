lambda: 0
lambda x, y=1, *a, z, **k: x
lambda x, /, y: lambda: x
lambda *, a: a
lambda (a, b), c: a
