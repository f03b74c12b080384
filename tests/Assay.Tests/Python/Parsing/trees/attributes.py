a.b.c
a.print.exec.match
a.None
1 .real
1..imag
"x".join
(yield).x
