import a.b.c.d.e.f
a.b.c.d.e.f(g.h.i)
from a.b.c import d
