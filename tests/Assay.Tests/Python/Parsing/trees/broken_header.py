def f(a b):
    c = 1
    d = 2
e = 3
if x y:
    f = 4
else:
    g = 5
h = 6
