match x:
    case 1: a
    case -1.5 | +1: b
    case 1 + 2j | 'a' 'b' | None | True: c
    case a.b.c: d
    case _: e
match x, *y:
    case a, *_: b
    case [a, [b, c], *d]: e
    case (): f
    case (a): g
    case (a,): h
    case *a, b if c: i
match (x):
    case {}: a
    case {'k': v, a.b: {1: _}, **rest}: b
    case C(): c
    case m.C(a, b=1, c=D(e)): d
    case (a | b) as c: e
    case [a as b, (c as d)]: f
    case int() | str(): g
