x = 1
a = b = c
a, b = b, a
(a, b), [c, *d] = value
x.y = z[0] = ()
first, *rest = 1, 2, 3
True = 1
