class A: pass
class A(): pass
class A(B, C, m=D, *e, **f):
    x = 1
    def g(self): pass
class A[T, U: int = str](B[T]): ...
class A(x for x in y): pass
