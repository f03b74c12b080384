f'{x'
a = 1
f'{}'
b = 2
f'x}'
c = 3
f'{x!z}'
f'{a b}'
d = f'{x:{y'
f'{lambda x: 1}'
e = 4
