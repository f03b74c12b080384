for a in b: c
for a, b in c, d:
    e
else: f
for (a, b), *c in d: pass
for a.b[0] in x: pass
for x in *a, b: pass
async for a in b:
    pass
for f() in x: pass
