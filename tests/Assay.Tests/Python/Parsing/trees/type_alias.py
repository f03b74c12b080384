type X = int
type X[T] = list[T]
type X[T: (int, str) = int, *Ts = *tuple[int], **P = [int]] = T
type = 1
type(x)
type.x, type[y]
type X
