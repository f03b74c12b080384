del a
del a, b[0], c.d
del (a, b), [c]
del f()
del (a), 1
