  a
b
if c:
d
if e:
        f
    g
h
