exec a
exec a in b
exec a in b, c
exec "x" in {}
exec(a)
exec (a) in b
exec (a) in b, c
exec (a, b, c)
exec [a]
exec = 1
exec.x
