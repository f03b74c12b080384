x = 'abc
y = 1
z = "a\
b"
uf'x'
bu'x'
x = '''never closed
y = 2
