with a: pass
with a as b, c as (d, e): pass
with (a as b, c): pass
with (a, b): pass
with (a): pass
with (a) as b: pass
with (a, b) as c: pass
with (a as b): pass
with (yield): pass
with (a for b in c): pass
with (a).b, c: pass
with (
    open(x) as f,
    open(y),
):
    pass
async with a as b.c: pass
