def f(): pass
def f(a, b=1, *c, d, e=2, **g): return a
def f(a: int, *args: *Ts, b: str = 'x', **k: 1) -> x: ...
def f(a, /, b, *, c): pass
async def f():
    pass
def f[T: int, *Ts, **P = [int]](x: T) -> T: ...
def f((a, b), (c, (d,))=x): pass
def print(match, *, type, case=1): pass
