x: int
x: int = 1
x.y: "T" = z
x[0]: list[int] = 1, 2
(x): int = yield
