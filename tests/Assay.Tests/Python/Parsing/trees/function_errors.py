def f(a, a b): pass
def (): pass
def f(a=1, b): pass
def f(*): pass
def f(*a, *b): pass
def f(**k, a): pass
def f(/, a): pass
def f(*a=1): pass
def f(x):
    return x
