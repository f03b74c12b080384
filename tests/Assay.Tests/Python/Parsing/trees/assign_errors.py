f() = 1
1 = x
a + b += 1
(a, f()) = x
x: int, y
None = 1
(a, b) += 1
[x, 2] = y
