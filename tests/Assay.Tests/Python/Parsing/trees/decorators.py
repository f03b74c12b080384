@a
def f(): pass
@a.b(c)
@d[0]
async def f(): pass
@(lambda g: g)
class A: pass
@x := y
def f(): pass
@a
x = 1
