match x:
    x = 1
    case 1: a
    y = 2
match x:
pass
match x:
    case a.b as c.d: e
    case 1 2: f
    case {a: b}: g
    case x: h
