print()
print(a, b, end='')
print = 1
print.x
x = print
print[0]
print in x, print is y
