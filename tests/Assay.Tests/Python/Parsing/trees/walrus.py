(x := 1)
if (n := f()) and n: pass
while chunk := read(): pass
[y := 1, y]
x[y := 0]
(a.b := 1)
x := 1
