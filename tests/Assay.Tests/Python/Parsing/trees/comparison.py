a < b <= c != d
a <> b
a in b not in c
a is b is not c
not a == b
a if not b else not c
