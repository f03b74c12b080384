a += 1
a -= b
a *= b; a /= b; a //= b; a %= b; a **= b
a @= b
a &= b; a |= b; a ^= b; a <<= b; a >>= b
x.y += yield
x[0] += 1, 2
